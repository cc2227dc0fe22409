import type { Served } from "../local/program";
import type { StrategyDescription } from "../strategies/description";
import type { BehaviourReport } from "./behaviour/report";
import type { MeasuredDurations } from "./cost-report";
import type { LatencyReport } from "./latency/report";

/** A program, and all that there is to know of each of its strategies. */
export interface Compared extends Served {
  readonly descriptions: readonly StrategyDescription[];
}

/** What every long piece of work is given. */
export interface Work {
  readonly seed: number;
  /** Ends it early, after which nothing that it started is left. */
  readonly signal: AbortSignal;
  /** Told what is being done, and which share of that is done. */
  readonly onProgress: (what: string, share: number) => void;
}

export interface BehaviourResult {
  /** The target's and then, where that is another, the engine's. */
  readonly reports: readonly [BehaviourReport, ...BehaviourReport[]];
  /** The same for a terminal of 120 columns; wherever it shows times, it says whose. */
  readonly text: string;
  /** How many cells are not as expected. */
  readonly differenceCount: number;
}

export interface LatencyResult {
  readonly report: LatencyReport;
  readonly text: string;
  /** Of the functions, where they were measured. */
  readonly durations: MeasuredDurations;
  /** How many answers failed or were wrong: a slow one is a result, these are faults. */
  readonly faultCount: number;
}

/** Where strategies are compared. */
export interface Place {
  compareBehaviour(work: Work): Promise<BehaviourResult>;
  measureLatency(work: Work): Promise<LatencyResult>;
  /** Answers with what is there still, kept or not to be taken down, each with the way to remove it. */
  close(): Promise<readonly string[]>;
}
