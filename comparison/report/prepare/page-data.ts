import type { ComparisonReport } from "../../comparison-report";
import type { Chart } from "./chart";
import type { CostQuestion } from "./cost-question";
import { chartDistributions, chartIntervals, differencesOf, strategiesOfLatency } from "./latency-charts";

/** What the page's script gets; everything else is in the page as text already. */
export interface PageData {
  readonly charts: readonly Chart[];
  readonly cost: CostQuestion;
}

/** The charts of the latencies, and what the costs are computed from. */
export function createPageData({ latency, cost, startedAt }: ComparisonReport): PageData {
  const strategies = strategiesOfLatency(latency);
  const { inputs, prices } = cost.comparison;
  return {
    charts: [
      ...latency.scenarios.map((scenario) => chartDistributions(scenario, strategies, latency.times)),
      ...chartIntervals(differencesOf(latency), latency.times, "differences").map(({ chart }) => chart),
      ...chartIntervals(latency.control.differences, latency.times, "control").map(({ chart }) => chart),
    ],
    cost: { inputs, pricesId: prices.id, today: startedAt.slice(0, 10) },
  };
}
