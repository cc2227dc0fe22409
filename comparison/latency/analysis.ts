import { type Blocks, estimate, estimateDifference, type Resampled, resamplePercentile } from "./bootstrap";
import type { LoadResult } from "./generator";
import type { Contestant } from "./plan";
import type { Difference, ScenarioReport, SeriesReport } from "./report";
import type { Scenario } from "./scenarios";
import { encodeHistogram, percentileOf, percentilesFor } from "./statistics";
import { findFloor } from "./trust";
import { describeDifference, hasDifference, isClear } from "./verdict";

/** Of the percentiles each for itself, and of all differences together. */
export const CONFIDENCE = 0.95;
/** Complaints that a report quotes for each series. */
const MAX_COMPLAINTS = 3;

export interface AnalysisOptions {
  readonly seed: number;
  readonly resamples: number;
  /** Whose times these are: `simulated on this machine`. */
  readonly times: string;
  /** The generator's own error at p50, by its self-check. */
  readonly generatorErrorMs: number;
}

/** What one contestant did in one scenario: each round's block. */
export interface Measured extends Contestant {
  readonly blocks: readonly LoadResult[];
}

interface Analysed extends Measured {
  readonly report: SeriesReport;
  readonly latenessesMs: readonly number[];
  readonly resampled: ReadonlyMap<number, Resampled>;
}

export interface AnalysedScenario {
  readonly report: Omit<ScenarioReport, "differences">;
  /** Each two strategies. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Between two contestants by their names, at each percentile that both carry. */
  compare(a: string, b: string, confidence: number): readonly Difference[];
}

const latenciesOf = ({ samples }: LoadResult, outcome: string) =>
  samples.filter((sample) => sample.outcome === outcome).map(({ latencyMs }) => latencyMs);

function analyseSeries(measured: Measured, { seed, resamples }: AnalysisOptions): Analysed {
  const { name, strategy, blocks } = measured;
  const right: Blocks = blocks.map((block) => latenciesOf(block, "right"));
  const samples = blocks.flatMap((block) => block.samples);
  const latenciesMs = right.flat();
  const rightSamples = samples.filter(({ outcome }) => outcome === "right");
  const servicesMs = rightSamples.map(({ serviceMs }) => serviceMs);
  const latenessesMs = rightSamples.map(({ latencyMs, serviceMs }) => latencyMs - serviceMs);
  const wrongMs = blocks.flatMap((block) => latenciesOf(block, "wrong"));
  const errorsMs = blocks.flatMap((block) => latenciesOf(block, "error"));
  const ps = percentilesFor(latenciesMs.length);
  const resampled = new Map(ps.map((p) => [p, resamplePercentile(right, p, { seed, resamples })]));
  const latenessAt = (p: number) => (latenessesMs.length === 0 ? 0 : percentileOf(latenessesMs, p));
  const report: SeriesReport = {
    name,
    strategy,
    n: latenciesMs.length,
    errors: errorsMs.length,
    wrong: wrongMs.length,
    late: blocks.reduce((sum, { late }) => sum + late, 0),
    dropped: blocks.reduce((sum, { dropped }) => sum + dropped, 0),
    percentiles: [...resampled].map(([p, values]) => {
      const { value, low, high } = estimate(values, CONFIDENCE, blocks.length);
      return { p, valueMs: value, low, high };
    }),
    servicePercentiles: ps.map((p) => ({ p, valueMs: percentileOf(servicesMs, p) })),
    lateness: { p50Ms: latenessAt(50), p99Ms: latenessAt(99) },
    histogram: encodeHistogram(latenciesMs),
    serviceHistogram: encodeHistogram(servicesMs),
    ...(wrongMs.length === 0 ? {} : { wrongHistogram: encodeHistogram(wrongMs) }),
    ...(errorsMs.length === 0 ? {} : { errorHistogram: encodeHistogram(errorsMs) }),
    complaints: samples.flatMap(({ complaint }) => complaint ?? []).slice(0, MAX_COMPLAINTS),
  };
  return { ...measured, report, latenessesMs, resampled };
}

/** The series of one scenario, and what compares them. */
export function analyseScenario(scenario: Scenario, measured: readonly Measured[], options: AnalysisOptions): AnalysedScenario {
  const { id, sentence, when, ratePerSecond } = scenario;
  const { times, generatorErrorMs } = options;
  const analysed = measured.map((series) => analyseSeries(series, options));
  const strategies = analysed.filter(({ name, strategy }) => name === strategy).map(({ name }) => name);
  return {
    report: { id, sentence, when, ratePerSecond, series: analysed.map(({ report }) => report) },
    pairs: strategies.flatMap((a, i) => strategies.slice(i + 1).map((b) => [a, b] as const)),
    compare(a, b, confidence) {
      const [first, second] = [a, b].map((name) => analysed.find((series) => series.name === name));
      if (first === undefined || second === undefined) throw new Error(`${id} lacks ${a} or ${b}`);
      return [...first.resampled].flatMap(([p, ofFirst]) => {
        const ofSecond = second.resampled.get(p);
        if (ofSecond === undefined) return [];
        const difference = estimateDifference(ofFirst, ofSecond, confidence, first.blocks.length);
        const { value, low, high } = difference;
        const floor = findFloor(
          generatorErrorMs,
          [first, second].map(({ latenessesMs }) => percentileOf(latenessesMs, p)),
        );
        return {
          ...{ scenario: id, a, b, p, valueMs: value, low, high, confidence, ...floor },
          isClear: isClear(difference),
          hasDifference: hasDifference(difference, floor),
          verdict: describeDifference({ a, b, p, when, times, difference, confidence, floor }),
        };
      });
    },
  };
}

/**
 * The confidence of each of so many intervals by which all of them hold together by 95 % (Bonferroni). One 95 % interval in twenty
 * misses the truth by chance, and a report has more than twenty of them.
 */
const confidenceOfEach = (count: number) => 1 - (1 - CONFIDENCE) / Math.max(1, count);

/** The differences between each two strategies; those of all scenarios and percentiles hold together. */
export function compareStrategies(analysed: readonly AnalysedScenario[]): readonly ScenarioReport[] {
  const compareAt = ({ pairs, compare }: AnalysedScenario, confidence: number) =>
    pairs.flatMap(([a, b]) => compare(a, b, confidence));
  const count = analysed.flatMap((scenario) => compareAt(scenario, CONFIDENCE)).length;
  return analysed.map((scenario) => ({ ...scenario.report, differences: compareAt(scenario, confidenceOfEach(count)) }));
}

/** The differences between a strategy and itself; the chance that any of them leaves 0 out is 5 %. */
export function analyseControl(analysed: readonly AnalysedScenario[], a: string, b: string): readonly Difference[] {
  const count = analysed.flatMap(({ compare }) => compare(a, b, CONFIDENCE)).length;
  return analysed.flatMap(({ compare }) => compare(a, b, confidenceOfEach(count)));
}
