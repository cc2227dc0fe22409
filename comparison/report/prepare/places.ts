import type { ComparisonReport } from "../../comparison-report";
import { strategiesOf } from "./behaviour-rows";
import { strategiesOfLatency } from "./latency-charts";

/** Every strategy of a report in one order: its place gives it one colour and one dash in every chart. */
export const findPlaces = ({ behaviour, latency, cost }: ComparisonReport): readonly string[] => [
  ...new Set([
    ...strategiesOf(behaviour),
    ...(latency === undefined ? [] : strategiesOfLatency(latency)),
    ...cost.comparison.variants.map(({ strategy }) => strategy),
  ]),
];

/** How the variants of the costs look: as their strategies do, and those of one strategy told apart by marks. */
export function placeVariants(
  variants: readonly { readonly strategy: string; readonly variant: string }[],
  places: readonly string[],
) {
  return variants.map(({ strategy, variant }) => ({
    variant,
    strategy,
    place: Math.max(0, places.indexOf(strategy)),
    mark: variants.filter((one) => one.strategy === strategy).findIndex((one) => one.variant === variant),
  }));
}
