import type { LoadCounts } from "./generator";
import type { Difference, Floor, LatencyReport, ScenarioReport, SelfCheck } from "./report";
import { describeDifference } from "./verdict";

/** The smallest difference that may be claimed at a percentile; docs/comparison.md says why. */
export function findFloor(generatorErrorMs: number, latenessesMs: readonly number[]): Floor {
  const lateMs = Math.max(...latenessesMs);
  const errorMs = Math.abs(generatorErrorMs);
  return errorMs >= lateMs ? { floorMs: errorMs, floorIs: "error" } : { floorMs: lateMs, floorIs: "lateness" };
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** What has to be said first of latencies that nobody should use. */
export const BUSY_NOTICE = "Measured on a busy machine: do not use these latencies, run again.";

/** The self-check is on this machine always; a quiet one stays below 2 ms, and most requests to the engine take less than this. */
const MAX_ERROR_MS = 5;
const ERROR_PERCENTILE = 90;
const MAX_LATE_SHARE = 0.5;

/** How it shows that the machine was too busy to measure on; empty where it was not. */
export function findBusyness(series: readonly LoadCounts[], selfCheck: SelfCheck, lateAfterMs: number) {
  const error = selfCheck.percentiles.find(({ p }) => p === ERROR_PERCENTILE) ?? selfCheck.percentiles.at(-1);
  const ofError =
    error === undefined || Math.abs(error.errorMs) <= MAX_ERROR_MS
      ? []
      : [`the generator itself was off by ${error.errorMs.toFixed(2)} ms at p${error.p}; expected ${MAX_ERROR_MS} ms at most`];
  const parts = [
    { what: "the self-check", counts: [selfCheck] },
    { what: "what was measured", counts: series },
  ];
  const ofLateness = parts.flatMap(({ what, counts }) => {
    const late = counts.reduce((sum, one) => sum + one.late, 0);
    const sent = counts.reduce((sum, { n, errors, wrong }) => sum + n + errors + wrong, 0);
    if (sent === 0 || late / sent < MAX_LATE_SHARE) return [];
    return [
      `${percent(late / sent)} of the requests of ${what} were sent more than ${lateAfterMs} ms late; expected less than half`,
    ];
  });
  return [...ofError, ...ofLateness];
}

/** Dropped requests are missing from the top of a distribution, and p99 has one request in a hundred above it. */
const MAX_DROPPED_SHARE = 0.01;

/** The generator's error at p50. @throws where it could not be found out: without it nothing can be claimed. */
export function readGeneratorError({ percentiles, n, errors, wrong }: SelfCheck): number {
  const median = percentiles.find(({ p }) => p === 50);
  if (median !== undefined) return median.errorMs;
  throw new Error(
    `the generator's self-check got ${n} right answers, ${errors} errors and ${wrong} wrong answers; expected 20 right ones or more`,
  );
}

/** Everything that speaks against a report; nothing where it is to be trusted. */
export function findReasonsForDistrust(
  scenarios: readonly ScenarioReport[],
  control: readonly Difference[],
  selfCheck: SelfCheck,
  times: string,
): readonly string[] {
  const ofControl = control
    .filter((difference) => difference.isClear)
    .map((one) => `the control shows a difference between a strategy and itself: ${describeDifference(one, times)}`);
  if (control.length === 0) ofControl.push("the control has too few requests to show anything");
  const counted = [
    ...scenarios.flatMap(({ id, series }) => series.map((one) => ({ ...one, where: `${id}, ${one.name}` }))),
    { ...selfCheck, complaints: [], where: "the self-check" },
  ];
  const ofSeries = counted.flatMap(({ where, n, errors, wrong, dropped, complaints: [first = ""] }) => {
    const droppedShare = dropped / Math.max(1, n + errors + wrong + dropped);
    return [
      ...(errors + wrong > 0 ? [`${where}: ${errors} errors and ${wrong} wrong answers ${first}`.trim()] : []),
      ...(droppedShare > MAX_DROPPED_SHARE ? [`${where}: ${percent(droppedShare)} of the requests were dropped`] : []),
    ];
  });
  const ofLateness = scenarios.flatMap(({ id, differences }) =>
    differences
      .filter((one) => one.p === 50 && one.isClear && !one.hasDifference && one.floorIs === "lateness")
      .map(
        (one) => `${id}: half of the requests were sent later than the difference is large: ${describeDifference(one, times)}`,
      ),
  );
  return [...ofControl, ...ofSeries, ...ofLateness];
}

/** What the control says in one sentence. */
export function describeControl({
  isBusy,
  control: { strategy, differences },
}: Pick<LatencyReport, "control" | "isBusy">): string {
  const seen = differences.filter((difference) => difference.isClear).length;
  if (isBusy) return "nothing is compared: the machine was too busy";
  if (differences.length === 0) return `too few requests to compare ${strategy} with itself`;
  return seen === 0
    ? `no difference between ${strategy} and itself in ${differences.length} comparisons, as it has to be`
    : `${seen} of ${differences.length} comparisons show a difference between ${strategy} and itself: do not trust this report`;
}
