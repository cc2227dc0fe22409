import type { ComparisonReport } from "../../comparison-report";
import { nameVariant, type PricedStrategy, type VariantName } from "../../cost/variants";
import type { LatencyReport } from "../../latency/report";
import { strategiesOf } from "./behaviour-rows";
import type { Chart } from "./chart";
import type { CostQuestion } from "./cost-question";
import { chartDistributions, chartIntervals, differencesOf, strategiesOfLatency } from "./latency-charts";

/** Every strategy of a report in one order: its index gives it one colour and one dash in every chart. */
export const orderStrategies = ({ behaviour, latency, cost }: ComparisonReport): readonly string[] => [
  ...new Set([
    ...strategiesOf(behaviour),
    ...(latency === undefined ? [] : strategiesOfLatency(latency)),
    ...cost.comparison.variants.map(({ strategy }) => strategy),
  ]),
];

/** How the variants of the costs look: as their strategies do, and those of one strategy told apart by marks. */
export const indexVariants = <T extends VariantName>(variants: readonly T[], strategyOrder: readonly string[]) =>
  variants.map((variant) => ({
    ...variant,
    /** No other variant has it. */
    name: nameVariant(variants, variant),
    seriesIndex: Math.max(0, strategyOrder.indexOf(variant.strategy)),
    mark: variants.filter(({ strategy }) => strategy === variant.strategy).indexOf(variant),
  }));

/** What the page's script gets; everything else is in the page as text already. */
export interface PageData {
  readonly charts: readonly Chart[];
  readonly cost: CostQuestion;
  /** The strategies, whose order gives each its colour. */
  readonly strategyOrder: readonly string[];
}

/** The charts of the latencies, and what the costs are computed from. */
export function createPageData(report: ComparisonReport, strategies: readonly PricedStrategy[]): PageData {
  const { latency, cost, startedAt } = report;
  const strategyOrder = orderStrategies(report);
  const { inputs, prices, assumed } = cost.comparison;
  return {
    charts: latency === undefined ? [] : chartLatency(latency, strategyOrder),
    cost: {
      inputs,
      pricesId: prices.id,
      strategies: strategies.map(({ name, costs, permissionsInToken }) => ({ name, costs, permissionsInToken })),
      today: startedAt.slice(0, 10),
      measured: cost.measured,
      assumed,
    },
    strategyOrder,
  };
}

const chartLatency = (latency: LatencyReport, strategyOrder: readonly string[]): readonly Chart[] => [
  ...latency.scenarios.map((scenario) => chartDistributions(scenario, strategyOrder, latency.timingSource)),
  ...chartIntervals(differencesOf(latency), latency.timingSource, "differences").map(({ chart }) => chart),
  ...chartIntervals(latency.control.differences, latency.timingSource, "control").map(({ chart }) => chart),
];
