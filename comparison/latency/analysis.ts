import {
  type Estimate,
  estimate,
  estimateDifference,
  type Resampled,
  type ResamplingOptions,
  resamplePercentile,
} from "./bootstrap";
import { countLoad, type LoadResult, latenessOf, samplesOf } from "./generator";
import { type Contestant, isControl } from "./plan";
import type { Difference, Floor, SeriesReport } from "./report";
import type { Scenario } from "./scenarios";
import { percentileOf, percentilesFor } from "./statistics";
import { findFloor } from "./trust";

/** Confidence of each percentile, and of all differences together. */
export const CONFIDENCE = 0.95;
/** Maximum number of complaints quoted per series. */
const MAX_COMPLAINTS = 3;

/** One contestant's measured blocks in one scenario, one per round. */
export interface MeasuredSeries extends Contestant {
  readonly scenario: Pick<Scenario, "id" | "when">;
  readonly blocks: readonly LoadResult[];
}

export interface AnalysedSeries extends MeasuredSeries {
  readonly report: SeriesReport;
  /** By percentile. */
  readonly resampled: ReadonlyMap<number, Resampled>;
}

export function analyseSeries(measured: MeasuredSeries, options: ResamplingOptions): AnalysedSeries {
  const { name, strategy, blocks } = measured;
  const rounds = blocks.map((block) => samplesOf([block], "right"));
  const latenciesMs = rounds.map((samples) => samples.map(({ latencyMs }) => latencyMs));
  const servicesMs = rounds.map((samples) => samples.map(({ serviceMs }) => serviceMs));
  const counts = countLoad(blocks);
  const resampled = new Map(percentilesFor(counts.n).map((p) => [p, resamplePercentile(latenciesMs, p, options)]));
  const report: SeriesReport = {
    name,
    strategy,
    ...counts,
    percentiles: Array.from(resampled, ([p, values]) => ({ p, ...estimate(values, CONFIDENCE, blocks.length) })),
    servicePercentiles: Array.from(resampled.keys(), (p) => ({ p, valueMs: percentileOf(servicesMs.flat(), p) })),
    latenciesMs,
    servicesMs,
    wrongMs: samplesOf(blocks, "wrong").map(({ latencyMs }) => latencyMs),
    errorsMs: samplesOf(blocks, "error").map(({ latencyMs }) => latencyMs),
    complaints: blocks.flatMap(({ samples }) => samples.flatMap(({ complaint }) => complaint ?? [])).slice(0, MAX_COMPLAINTS),
  };
  return { ...measured, report, resampled };
}

type Pair = readonly [AnalysedSeries, AnalysedSeries];

/** Differences between all pairs of strategies per scenario, given the generator's error at p50. */
export const compareStrategies = (analysed: readonly AnalysedSeries[], generatorErrorMs: number): readonly Difference[] =>
  comparePairs(
    analysed
      .filter((series) => !isControl(series))
      .flatMap((a, i, all) => all.slice(i + 1).flatMap((b): Pair[] => (a.scenario.id === b.scenario.id ? [[a, b]] : []))),
    generatorErrorMs,
  );

/** Differences between a strategy and itself (control). */
export const compareControl = (analysed: readonly AnalysedSeries[], generatorErrorMs: number): readonly Difference[] =>
  comparePairs(
    analysed
      .filter(isControl)
      .flatMap((b) => analysed.filter((a) => a.scenario.id === b.scenario.id && a.name === b.strategy).map((a): Pair => [a, b])),
    generatorErrorMs,
  );

/**
 * Compares each pair at each common percentile. The intervals hold simultaneously with 95 % confidence (Bonferroni): otherwise one in
 * twenty would miss the truth by chance, and a report has more than twenty.
 */
function comparePairs(pairs: readonly Pair[], generatorErrorMs: number): readonly Difference[] {
  const comparisons = pairs.flatMap((pair) =>
    [...pair[0].resampled].flatMap(([p, ofA]) => {
      const ofB = pair[1].resampled.get(p);
      return ofB === undefined ? [] : [{ pair, p, ofA, ofB }];
    }),
  );
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, comparisons.length);
  return comparisons.map(({ pair, p, ofA, ofB }) => {
    const [{ name: a, scenario, blocks }, { name: b }] = pair;
    const difference = estimateDifference(ofA, ofB, confidence, blocks.length);
    const latenessesMs = pair.map((series) => percentileOf(samplesOf(series.blocks, "right").map(latenessOf), p));
    const floor = findFloor(generatorErrorMs, latenessesMs);
    const { id, when } = scenario;
    return { scenario: id, when, a, b, p, ...difference, confidence, ...floor, ...assess(difference, floor) };
  });
}

/** Whether a difference is significant, and whether it may be claimed. */
export function assess({ valueMs, low, high }: Estimate, { floorMs }: Floor) {
  const isClear = low > 0 || high < 0;
  return { isClear, hasDifference: isClear && Math.abs(valueMs) > floorMs };
}
