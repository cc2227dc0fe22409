import type { ComparisonReport } from "../../comparison-report";
import { nameVariant, type VariantName } from "../../cost/variants";
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
export const placeVariants = <T extends VariantName>(variants: readonly T[], places: readonly string[]) =>
  variants.map((variant) => ({
    ...variant,
    /** No other variant has it. */
    name: nameVariant(variants, variant),
    place: Math.max(0, places.indexOf(variant.strategy)),
    mark: variants.filter(({ strategy }) => strategy === variant.strategy).indexOf(variant),
  }));
