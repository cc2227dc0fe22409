import type { Changes } from "./against/changes";
import type { BehaviourReports } from "./behaviour/report";
import type { CodeReport } from "./code/report";
import type { CostReport } from "./cost-report";
import type { Decision } from "./decision/decision";
import type { LatencyReport } from "./latency/report";

export const targetNames = ["engine", "emulator", "aws"] as const;
export type TargetName = (typeof targetNames)[number];

/** All results of one run, as plain JSON in `report.json`. */
export interface ComparisonReport {
  /** Changes when a reader of the previous one would misread it. Version 1 had HDR histograms instead of raw latencies, and `times`. */
  readonly version: 2;
  readonly target: TargetName;
  readonly startedAt: string;
  readonly seed: number;
  readonly decision: Decision;
  readonly behaviour: BehaviourReports;
  /** Missing where it was not asked for. */
  readonly latency?: LatencyReport | undefined;
  readonly cost: CostReport;
  readonly code: CodeReport;
  readonly against?: Changes | undefined;
}
