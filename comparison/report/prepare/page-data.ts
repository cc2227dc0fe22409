import type { ComparisonReport } from "../../comparison-report";
import type { PricedStrategy } from "../../cost/variants";
import type { LatencyReport } from "../../latency/report";
import type { Chart } from "./chart";
import type { CostQuestion } from "./cost-question";
import { chartDistributions, chartIntervals, differencesOf } from "./latency-charts";
import { findPlaces } from "./places";

/** What the page's script gets; everything else is in the page as text already. */
export interface PageData {
  readonly charts: readonly Chart[];
  readonly cost: CostQuestion;
  /** The strategies, whose order gives each its colour. */
  readonly places: readonly string[];
}

/** The charts of the latencies, and what the costs are computed from. */
export function createPageData(report: ComparisonReport, strategies: readonly PricedStrategy[]): PageData {
  const { latency, cost, startedAt } = report;
  const places = findPlaces(report);
  const { inputs, prices, assumed } = cost.comparison;
  return {
    charts: latency === undefined ? [] : chartLatency(latency, places),
    cost: {
      inputs,
      pricesId: prices.id,
      strategies: strategies.map(({ name, costs }) => ({ name, costs })),
      today: startedAt.slice(0, 10),
      measured: cost.measured,
      assumed,
    },
    places,
  };
}

const chartLatency = (latency: LatencyReport, places: readonly string[]): readonly Chart[] => [
  ...latency.scenarios.map((scenario) => chartDistributions(scenario, places, latency.timingSource)),
  ...chartIntervals(differencesOf(latency), latency.timingSource, "differences").map(({ chart }) => chart),
  ...chartIntervals(latency.control.differences, latency.timingSource, "control").map(({ chart }) => chart),
];
