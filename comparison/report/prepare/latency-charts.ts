import type { Difference, LatencyReport, ScenarioReport } from "../../latency/report";
import { percentileOf } from "../../latency/statistics";
import { formatMs } from "../../latency/trust";
import { countOf } from "../../words";
import type { Chart, CurvePoint, Interval } from "./chart";

/** Differences that belong on one axis: of two strategies, at one percentile, over the scenarios. */
export interface IntervalGroup {
  readonly a: string;
  readonly b: string;
  readonly p: number;
  readonly chart: Chart;
}

/** The strategies in the order of the series, without the control. */
export const strategiesOfLatency = ({ scenarios }: LatencyReport): readonly string[] => [
  ...new Set(scenarios.flatMap(({ series }) => series.map(({ strategy }) => strategy))),
];

/** More points than a chart of this page can show. */
const MAX_POINTS = 100;
/** A logarithmic axis has no zero. */
const LEAST_MS = 0.001;

/** The distribution from the smallest latency to the largest; empty if there is none. */
export function createCurve(latenciesMs: readonly number[]): readonly CurvePoint[] {
  const steps = Math.min(latenciesMs.length, MAX_POINTS);
  const points = Array.from({ length: steps }, (_, i): CurvePoint => {
    const percent = (100 * (i + 1)) / steps;
    return [Math.max(LEAST_MS, percentileOf(latenciesMs, percent)), percent];
  });
  // Of equal latencies the last says how many requests took no longer.
  return points.filter(([ms], i) => ms !== points[i + 1]?.[0]);
}

/** One chart for each scenario that has right answers. */
export function chartDistributions(
  { id, when, series }: ScenarioReport,
  strategies: readonly string[],
  timingSource: string,
): Chart {
  const lines = series
    .map(({ name, strategy, latenciesMs }) => ({
      name,
      seriesIndex: strategies.indexOf(strategy),
      isControl: name !== strategy,
      points: createCurve(latenciesMs.flat()),
    }))
    .filter(({ points }) => points.length > 0);
  const medians = series.flatMap(({ name, percentiles: [lowest] }) =>
    lowest === undefined ? [] : [`${name} p${lowest.p} ${formatMs(lowest.valueMs)} ms`],
  );
  const figures = medians.length === 0 ? "too few requests for percentiles" : medians.join(", ");
  return { kind: "distributions", id: `distributions-${id}`, label: `Latencies ${when}, ${timingSource}: ${figures}.`, lines };
}

/** The differences of several scenarios, by pair and percentile. */
export function chartIntervals(differences: readonly Difference[], timingSource: string, idPrefix: string) {
  const keyOf = ({ a, b, p }: Difference) => JSON.stringify([a, b, p]);
  const firsts = differences.filter((one, i) => differences.findIndex((other) => keyOf(other) === keyOf(one)) === i);
  const byPercentile = firsts.toSorted((one, other) => one.p - other.p);
  return byPercentile.map((first, index): IntervalGroup => {
    const { a, b, p } = first;
    const group = differences.filter((other) => keyOf(other) === keyOf(first));
    const claimed = group.filter(({ hasDifference }) => hasDifference);
    const found = claimed.map(({ scenario, valueMs }) => `${scenario} ${formatMs(valueMs)} ms`).join(", ");
    const label =
      `${b} minus ${a} at p${p}, ${timingSource}: a difference is claimed in ${claimed.length} of ${countOf(group.length, "scenario")}` +
      (claimed.length === 0 ? "." : ` (${found}).`);
    const intervals = group.map(({ scenario, valueMs, low, high, isClear, hasDifference }) => ({
      name: scenario,
      value: valueMs,
      low,
      high,
      isClear,
      hasDifference,
    }));
    return {
      a,
      b,
      p,
      chart: {
        kind: "intervals",
        id: `${idPrefix}-${index}`,
        label,
        axis: "ms; left of zero it is faster, right of it slower",
        intervals,
        limit: findLimit(intervals),
      },
    };
  });
}

/** So many times as far as the median interval an axis reaches. */
const MAX_REACH = 4;

/** One interval that is much wider than the others would leave them no room. */
function findLimit(intervals: readonly Interval[]): number | undefined {
  const reaches = intervals.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))).sort((a, b) => a - b);
  const limit = MAX_REACH * (reaches[Math.floor((reaches.length - 1) / 2)] ?? 0);
  return (reaches.at(-1) ?? 0) > limit ? limit : undefined;
}

/** Every difference between strategies. */
export const differencesOf = ({ scenarios }: LatencyReport): readonly Difference[] =>
  scenarios.flatMap(({ differences }) => differences);
