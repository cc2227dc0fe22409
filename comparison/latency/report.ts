import type { ColdStart } from "./cold-starts";
import type { Environment } from "./environment";
import type { SelfCheck } from "./self-check";

/** How much is measured. */
export interface Scale {
  readonly warmUpRounds: number;
  readonly rounds: number;
  /** Of each block; the rates are the scenarios' own. */
  readonly blockMs: number;
  /** Of each block at least, however short it is. */
  readonly minBlockRequests: number;
  readonly coldStarts: number;
  readonly selfCheckRequests: number;
  readonly resamples: number;
  readonly maxInFlight: number;
  readonly lateAfterMs: number;
}

/** Plain JSON. */
export interface LatencyReport {
  /** What every figure in it is worth, such as "simulated on this machine". */
  readonly times: string;
  readonly isTrustworthy: boolean;
  /** Why it is not; empty where it is. */
  readonly reasons: readonly string[];
  readonly environment: Environment;
  readonly selfCheck: SelfCheck;
  /** What the same strategy under two names showed. */
  readonly control: { readonly verdict: string; readonly differences: readonly Difference[] };
  readonly scenarios: readonly ScenarioReport[];
  readonly coldStarts: readonly ColdStart[];
  readonly elapsedSeconds: number;
}

export interface ScenarioReport {
  readonly id: string;
  readonly sentence: string;
  readonly when: string;
  readonly ratePerSecond: number;
  readonly series: readonly SeriesReport[];
  /** Between strategies; those of the control are apart. */
  readonly differences: readonly Difference[];
}

export interface SeriesReport {
  readonly name: string;
  readonly strategy: string;
  /** Right answers, which alone are in the percentiles. */
  readonly n: number;
  readonly errors: number;
  readonly wrong: number;
  readonly late: number;
  readonly dropped: number;
  /** From the time that a request was due; 95 % intervals. */
  readonly percentiles: readonly Percentile[];
  /** From the time that it was sent. */
  readonly servicePercentiles: readonly { readonly p: number; readonly valueMs: number }[];
  /** HDR histograms of microseconds, compressed, as base64. */
  readonly histogram: string;
  readonly serviceHistogram: string;
  /** Of the wrong answers and of the errors, where there are any. */
  readonly wrongHistogram?: string;
  readonly errorHistogram?: string;
  /** The first of what was wrong. */
  readonly complaints: readonly string[];
}

interface Percentile {
  readonly p: number;
  readonly valueMs: number;
  readonly low: number;
  readonly high: number;
}

export interface Difference extends Percentile {
  readonly a: string;
  readonly b: string;
  /** Of the interval; that of the control's differences is such that all of them together hold by 95 %. */
  readonly confidence: number;
  readonly hasDifference: boolean;
  readonly verdict: string;
}
