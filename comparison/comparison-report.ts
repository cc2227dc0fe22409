import type { TargetName } from "./arguments";
import type { BehaviourReport } from "./behaviour/report";
import type { CodeReport } from "./code/report";
import type { CostReport } from "./cost-report";
import type { Decision } from "./decision/decision";
import type { LatencyReport } from "./latency/report";

/** Everything that was compared in one run: plain JSON, as `report.json` holds it. */
export interface ComparisonReport {
  /** Of this form. It changes when a reader of the one before would misread it. */
  readonly version: 1;
  readonly target: TargetName;
  readonly startedAt: string;
  readonly seed: number;
  readonly decision: Decision;
  /** The target's and then, where that is another, the engine's. */
  readonly behaviour: readonly [BehaviourReport, ...BehaviourReport[]];
  readonly latency: LatencyReport;
  readonly cost: CostReport;
  readonly code: CodeReport;
  readonly against?: Changes;
}

/** What is not as it was in an older run, in sentences; an empty list where nothing is. */
export interface Changes {
  readonly file: string;
  readonly target: string;
  readonly startedAt: string;
  readonly behaviour: readonly string[];
  readonly latency: readonly string[];
  readonly cost: readonly string[];
}
