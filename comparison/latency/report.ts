import type { ColdStart } from "./cold-starts";
import type { Environment } from "./environment";
import type { FunctionTime } from "./function-times";
import type { GatewayTimes } from "./gateway-times";
import type { SelfCheck } from "./self-check";
import type { Floor } from "./verdict";

/** How much is measured. */
export interface Scale {
  readonly warmUpRounds: number;
  readonly rounds: number;
  /** Of each block; the rates are the scenarios' own. */
  readonly blockMs: number;
  /** Of each block at least, however short it is. */
  readonly minBlockRequests: number;
  /** Scenarios with a higher rate are slowed down to it. */
  readonly maxRatePerSecond?: number;
  readonly coldStarts: number;
  readonly selfCheckRequests: number;
  readonly resamples: number;
  readonly maxInFlight: number;
  readonly lateAfterMs: number;
}

/** Plain JSON. */
export interface LatencyReport {
  /** Whose times these are, such as `simulated on this machine`: it belongs beside every figure but those of the self-check. */
  readonly times: string;
  /** What the figures say and what they do not, in one sentence. */
  readonly meaning: string;
  /** Whether the machine was too busy to measure on: nothing is compared then. */
  readonly isBusy: boolean;
  readonly isTrustworthy: boolean;
  /** Why it is not; empty where it is. */
  readonly reasons: readonly string[];
  readonly environment: Environment;
  readonly selfCheck: SelfCheck;
  /** What the same strategy under two names showed. */
  readonly control: { readonly verdict: string; readonly differences: readonly Difference[] };
  readonly scenarios: readonly ScenarioReport[];
  readonly coldStarts: readonly ColdStart[];
  /** Warm calls only. */
  readonly functionTimes: readonly FunctionTime[];
  readonly gatewayTimes: GatewayTimes;
  /** Rates that were lowered, each with the quota that asked for it. */
  readonly rateNotes: readonly string[];
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
  /** From the time that a request was due; 95 % intervals, each for itself. */
  readonly percentiles: readonly Percentile[];
  /** From the time that it was sent. */
  readonly servicePercentiles: readonly { readonly p: number; readonly valueMs: number }[];
  /** How long after they were due the right ones were sent; it is in their latencies. */
  readonly lateness: Lateness;
  /** HDR histograms of microseconds, compressed, as base64. */
  readonly histogram: string;
  readonly serviceHistogram: string;
  /** Of the wrong answers and of the errors, where there are any. */
  readonly wrongHistogram?: string;
  readonly errorHistogram?: string;
  /** The first of what was wrong. */
  readonly complaints: readonly string[];
}

/** 0 where nothing was sent. */
export interface Lateness {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Percentile {
  readonly p: number;
  readonly valueMs: number;
  readonly low: number;
  readonly high: number;
}

export interface Difference extends Percentile, Floor {
  /** Its id. */
  readonly scenario: string;
  readonly a: string;
  readonly b: string;
  /** Of the interval, such that all differences between strategies hold together by 95 %, and so do all of the control. */
  readonly confidence: number;
  /** Whether the interval leaves 0 out. */
  readonly isClear: boolean;
  /** Whether it is clear and larger than the least difference that the generator can tell. */
  readonly hasDifference: boolean;
  readonly verdict: string;
}
