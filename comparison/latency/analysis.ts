import { type Blocks, estimate, estimateDifference, type Resampled, resamplePercentile } from "./bootstrap";
import type { LoadResult } from "./generator";
import type { Contestant } from "./plan";
import type { Difference, ScenarioReport, SeriesReport } from "./report";
import type { Scenario } from "./scenarios";
import { encodeHistogram, percentileOf, percentilesFor } from "./statistics";
import { describeDifference, hasDifference } from "./verdict";

const CONFIDENCE = 0.95;
/** Complaints that a report quotes for each series. */
const MAX_COMPLAINTS = 3;

export interface AnalysisOptions {
  readonly seed: number;
  readonly resamples: number;
}

/** What one contestant did in one scenario: each round's block. */
export interface Measured extends Contestant {
  readonly blocks: readonly LoadResult[];
}

interface Analysed extends Measured {
  readonly report: SeriesReport;
  readonly resampled: ReadonlyMap<number, Resampled>;
}

export interface AnalysedScenario {
  readonly report: ScenarioReport;
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
  const servicesMs = samples.filter(({ outcome }) => outcome === "right").map(({ serviceMs }) => serviceMs);
  const wrongMs = blocks.flatMap((block) => latenciesOf(block, "wrong"));
  const errorsMs = blocks.flatMap((block) => latenciesOf(block, "error"));
  const ps = percentilesFor(latenciesMs.length);
  const resampled = new Map(ps.map((p) => [p, resamplePercentile(right, p, { seed, resamples })]));
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
    histogram: encodeHistogram(latenciesMs),
    serviceHistogram: encodeHistogram(servicesMs),
    ...(wrongMs.length === 0 ? {} : { wrongHistogram: encodeHistogram(wrongMs) }),
    ...(errorsMs.length === 0 ? {} : { errorHistogram: encodeHistogram(errorsMs) }),
    complaints: samples.flatMap(({ complaint }) => complaint ?? []).slice(0, MAX_COMPLAINTS),
  };
  return { ...measured, report, resampled };
}

/** The series of one scenario, with the differences between each two strategies. */
export function analyseScenario(scenario: Scenario, measured: readonly Measured[], options: AnalysisOptions): AnalysedScenario {
  const analysed = measured.map((series) => analyseSeries(series, options));
  const compare = (a: string, b: string, confidence: number): readonly Difference[] => {
    const [first, second] = [a, b].map((name) => analysed.find((series) => series.name === name));
    if (first === undefined || second === undefined) throw new Error(`${scenario.id} lacks ${a} or ${b}`);
    return [...first.resampled].flatMap(([p, ofFirst]) => {
      const ofSecond = second.resampled.get(p);
      if (ofSecond === undefined) return [];
      const difference = estimateDifference(ofFirst, ofSecond, confidence, first.blocks.length);
      const verdict = describeDifference({ a, b, p, when: scenario.when, difference, confidence });
      const { value, low, high } = difference;
      return { a, b, p, valueMs: value, low, high, confidence, hasDifference: hasDifference(difference), verdict };
    });
  };
  const strategies = analysed.filter(({ name, strategy }) => name === strategy).map(({ name }) => name);
  const pairs = strategies.flatMap((a, i) => strategies.slice(i + 1).map((b) => [a, b] as const));
  const { id, sentence, when, ratePerSecond } = scenario;
  return {
    report: {
      id,
      sentence,
      when,
      ratePerSecond,
      series: analysed.map(({ report }) => report),
      differences: pairs.flatMap(([a, b]) => compare(a, b, CONFIDENCE)),
    },
    compare,
  };
}

/**
 * The differences between a strategy and itself. There are many of them, and by chance one in twenty 95 % intervals leaves 0 out;
 * theirs are so wide (Bonferroni) that the chance of any doing so is 5 %.
 */
export function analyseControl(analysed: readonly AnalysedScenario[], a: string, b: string): readonly Difference[] {
  const count = analysed.flatMap(({ compare }) => compare(a, b, CONFIDENCE)).length;
  return analysed.flatMap(({ compare }) => compare(a, b, 1 - (1 - CONFIDENCE) / Math.max(1, count)));
}
