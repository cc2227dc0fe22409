import type { Estimate } from "./bootstrap";
import type { LoadCounts } from "./generator";
import type { Scale } from "./scale";

/** Plain JSON. */
export interface LatencyReport {
  /** Whose times these are, such as `simulated on this machine`: it belongs beside every figure but those of the self-check. */
  readonly timingSource: string;
  /** What the figures say and what they do not, in one sentence. */
  readonly timingMeaning: string;
  /** Whether the machine was too busy to measure on: nothing is compared then. */
  readonly isBusy: boolean;
  readonly isTrustworthy: boolean;
  /** Why it is not; empty where it is. */
  readonly reasons: readonly ReasonForDistrust[];
  readonly environment: Environment;
  readonly selfCheck: SelfCheck;
  /** The strategy that was measured under two names, and the differences from itself. */
  readonly control: { readonly strategy: string; readonly differences: readonly Difference[] };
  readonly scenarios: readonly ScenarioReport[];
  readonly coldStarts: readonly ColdStart[];
  /** Warm calls only. */
  readonly functionTimes: readonly FunctionTime[];
  readonly gatewayTimes: GatewayTimes;
  /** Sign-ins with the user directory on and off; missing where no stacks with one were to be had, or the machine was too busy. */
  readonly directory?: DirectoryReport;
  /** Rates that were lowered, each with the quota that asked for it. */
  readonly rateNotes: readonly string[];
  readonly elapsedSeconds: number;
}

export interface Environment {
  /** The site's name and whose times these are: `engine, simulated on this machine`. */
  readonly target: string;
  readonly measuredAt: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly nodeVersion: string;
  readonly clockResolutionMs: number;
  /** Missing where this is no clone, or there is no git. */
  readonly commit?: string;
  readonly seed: number;
  readonly scale: Scale;
  readonly ratesPerSecond: Readonly<Record<string, number>>;
  /** How long the token is that each strategy's client sends, for a user in one group. */
  readonly tokenBytes: Readonly<Record<string, number>>;
}

/** The error includes the lateness. */
export interface SelfCheck extends LoadCounts {
  readonly sentence: string;
  /**
   * Known is what the server says that it waited. The error is that of the single requests, measured minus known: what the generator,
   * HTTP and the loopback add. It is no difference of two percentiles, since timers count whole milliseconds: known times come in
   * clusters, and a percentile between two of them jumps by one.
   */
  readonly percentiles: readonly {
    readonly p: number;
    readonly knownMs: number;
    readonly measuredMs: number;
    readonly errorMs: number;
  }[];
}

/** What speaks against a report, with its figures. The first two are signs of a machine that is too busy to measure on. */
export type ReasonForDistrust =
  | { readonly kind: "generator off"; readonly p: number; readonly errorMs: number; readonly maxErrorMs: number }
  | {
      readonly kind: "sent late";
      readonly of: "scenarios" | "self-check";
      readonly share: number;
      readonly lateAfterMs: number;
    }
  | { readonly kind: "control differs" | "later than the difference"; readonly difference: Difference }
  | { readonly kind: "empty control" }
  | {
      readonly kind: "not right";
      readonly where: Where;
      readonly errors: number;
      readonly wrong: number;
      /** The first of what was wrong. */
      readonly complaint?: string;
    }
  | { readonly kind: "dropped"; readonly where: Where; readonly share: number };

type Where = "self-check" | { readonly scenario: string; readonly series: string };

export interface ScenarioReport {
  readonly id: string;
  readonly sentence: string;
  readonly when: string;
  readonly ratePerSecond: number;
  readonly series: readonly SeriesReport[];
  /** Between strategies; those of the control are apart. */
  readonly differences: readonly Difference[];
}

export interface SeriesReport extends LoadCounts {
  readonly name: string;
  readonly strategy: string;
  /** From when a request was due; 95 % intervals, each for itself. */
  readonly percentiles: readonly Percentile[];
  /** From when it was sent. */
  readonly servicePercentiles: readonly { readonly p: number; readonly valueMs: number }[];
  /** What all of the above can be computed from again: the right answers of each round, from when they were due and sent. */
  readonly latenciesMs: readonly (readonly number[])[];
  readonly servicesMs: readonly (readonly number[])[];
  readonly wrongMs: readonly number[];
  readonly errorsMs: readonly number[];
  /** The first of what was wrong. */
  readonly complaints: readonly string[];
}

export interface DirectoryReport {
  /** Of each strategy one with the directory off, then one with it on. */
  readonly series: readonly SeriesReport[];
  readonly ratios: readonly DirectoryRatio[];
}

/** A percentile with the directory on as a multiple of the same with it off. */
export interface DirectoryRatio {
  readonly strategy: string;
  readonly p: number;
  readonly offMs: number;
  readonly onMs: number;
  readonly ratio: number;
  /** Such that all ratios hold together by 95 %. */
  readonly low: number;
  readonly high: number;
  /** Whether the interval excludes 1. */
  readonly isClear: boolean;
  /** Whether it may be claimed: it is clear, and the difference is larger than the generator's floor. */
  readonly hasDifference: boolean;
}

interface Percentile extends Estimate {
  readonly p: number;
}

/** The generator's measurement floor, and its cause. */
export interface Floor {
  readonly floorMs: number;
  readonly floorIs: "error" | "lateness";
}

/** b minus a. */
export interface Difference extends Percentile, Floor {
  /** Its id. */
  readonly scenario: string;
  /** `on a cache miss`. */
  readonly when: string;
  readonly a: string;
  readonly b: string;
  /** Of the interval, such that all differences between strategies hold together by 95 %, and so do all of the control. */
  readonly confidence: number;
  /** Whether the interval excludes 0. */
  readonly isClear: boolean;
  /** Whether it may be claimed: it is clear, and larger than the floor. */
  readonly hasDifference: boolean;
}

export interface ColdStart {
  readonly strategy: string;
  /** Which function, by its role. */
  readonly what: string;
  readonly n: number;
  /** Too few for percentiles, so these are shown as they are. */
  readonly samplesMs: readonly number[];
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
}

export interface FunctionTime {
  readonly strategy: string;
  readonly what: string;
  readonly n: number;
  readonly meanMs: number;
  readonly medianMs: number;
}

/** API Gateway's times of the measured requests, from the access log. */
export interface GatewayTimes {
  readonly times: readonly GatewayTime[];
  /** Requests that the log was asked for, and of those the ones that it did not have in time. */
  readonly asked: number;
  readonly missing: number;
  /** Why there is less than everything; missing where nothing is. */
  readonly note?: string;
}

export interface GatewayTime {
  readonly strategy: string;
  readonly scenario: string;
  /** `authorizer`, `integration`, or `whole answer`. */
  readonly what: string;
  readonly n: number;
  readonly percentiles: readonly { readonly p: number; readonly valueMs: number }[];
}
