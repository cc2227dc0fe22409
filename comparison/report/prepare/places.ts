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
