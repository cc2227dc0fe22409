import type { LoadCounts } from "./generator";
import type { Difference, DirectoryRatio, Floor, LatencyReport, ReasonForDistrust, ScenarioReport, SelfCheck } from "./report";

export const formatMs = (valueMs: number) => valueMs.toFixed(2).replace(/^-(0\.00)$/, "$1");

export const formatConfidence = (confidence: number) => `${Number((confidence * 100).toFixed(2))} %`;

/** The difference with its interval, or that none was detected, or that it is too small to be measured. */
export function describeDifference(difference: Difference, timingSource: string): string {
  const { a, b, p, when, valueMs, low, high, confidence, isClear, hasDifference, floorMs, floorIs } = difference;
  const at = `at p${p} ${when}`;
  const level = formatConfidence(confidence);
  if (!isClear)
    return `no difference between ${a} and ${b} ${at}: ${level} ${formatMs(low)} to ${formatMs(high)} ms, ${timingSource}`;
  const isSlower = low > 0;
  const size = `${formatMs(Math.abs(valueMs))} ms ${isSlower ? "slower" : "faster"}`;
  const interval = isSlower ? `${formatMs(low)} to ${formatMs(high)}` : `${formatMs(-high)} to ${formatMs(-low)}`;
  const sentence = `${b} is ${size} than ${a} ${at}, ${level} ${interval}, ${timingSource}`;
  if (hasDifference) return sentence;
  const floor = { error: `is itself ${formatMs(floorMs)} ms off`, lateness: `sent ${formatMs(floorMs)} ms late` };
  return `too small to tell: ${sentence}; the generator ${floor[floorIs]}`;
}

/** `1.24 times (1.10 to 1.41)`, or why that is not claimed. */
export function describeDirectoryRatio({ ratio, low, high, isClear, hasDifference }: DirectoryRatio): string {
  const figures = `${ratio.toFixed(2)} times (${low.toFixed(2)} to ${high.toFixed(2)})`;
  if (hasDifference) return figures;
  return `${figures}, ${isClear ? "too small to tell" : "no difference seen"}`;
}

/** The smallest difference that may be claimed at a percentile; docs/comparison.md says why. */
export function findFloor(generatorErrorMs: number, latenessesMs: readonly number[]): Floor {
  const lateMs = Math.max(...latenessesMs);
  const errorMs = Math.abs(generatorErrorMs);
  return errorMs >= lateMs ? { floorMs: errorMs, floorIs: "error" } : { floorMs: lateMs, floorIs: "lateness" };
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The notice shown first if latencies must not be used. */
export const BUSY_NOTICE = "Measured on a busy machine: do not use these latencies, run again.";

/** The self-check runs locally; a quiet machine stays below 2 ms, and most requests to the engine take less than this. */
const MAX_ERROR_MS = 5;
const ERROR_PERCENTILE = 90;
const MAX_LATE_SHARE = 0.5;

/** Signs that the machine was too busy to measure; empty if it was not. */
export function findBusyness(
  series: readonly LoadCounts[],
  selfCheck: SelfCheck,
  lateAfterMs: number,
): readonly ReasonForDistrust[] {
  const error = selfCheck.percentiles.find(({ p }) => p === ERROR_PERCENTILE) ?? selfCheck.percentiles.at(-1);
  const ofError: readonly ReasonForDistrust[] =
    error === undefined || Math.abs(error.errorMs) <= MAX_ERROR_MS
      ? []
      : [{ kind: "generator off", p: error.p, errorMs: error.errorMs, maxErrorMs: MAX_ERROR_MS }];
  const parts = [
    { of: "self-check", counts: [selfCheck] },
    { of: "scenarios", counts: series },
  ] as const;
  const ofLateness = parts.flatMap(({ of, counts }): readonly ReasonForDistrust[] => {
    const late = counts.reduce((sum, one) => sum + one.late, 0);
    const sent = counts.reduce((sum, { n, errors, wrong }) => sum + n + errors + wrong, 0);
    return sent === 0 || late / sent < MAX_LATE_SHARE ? [] : [{ kind: "sent late", of, share: late / sent, lateAfterMs }];
  });
  return [...ofError, ...ofLateness];
}

/** Dropped requests are missing from the top of the distribution, and p99 has one request in a hundred above it. */
const MAX_DROPPED_SHARE = 0.01;

/** The generator's error at p50. @throws if unknown: without it no difference can be claimed. */
export function readGeneratorError({ percentiles, n, errors, wrong }: SelfCheck): number {
  const median = percentiles.find(({ p }) => p === 50);
  if (median !== undefined) return median.errorMs;
  throw new Error(
    `the generator's self-check got ${n} right answers, ${errors} errors and ${wrong} wrong answers; expected 20 right ones or more`,
  );
}

/** Reasons to distrust a report; empty if it is trustworthy. */
export function findReasonsForDistrust(
  scenarios: readonly ScenarioReport[],
  control: readonly Difference[],
  selfCheck: SelfCheck,
): readonly ReasonForDistrust[] {
  const ofControl: readonly ReasonForDistrust[] =
    control.length === 0
      ? [{ kind: "empty control" }]
      : control.filter(({ isClear }) => isClear).map((difference) => ({ kind: "control differs", difference }));
  const counted = [
    ...scenarios.flatMap(({ id, series }) => series.map((one) => ({ ...one, where: { scenario: id, series: one.name } }))),
    { ...selfCheck, complaints: [], where: "self-check" as const },
  ];
  const ofSeries = counted.flatMap((one): readonly ReasonForDistrust[] => {
    const { where, n, errors, wrong, dropped } = one;
    const [complaint] = one.complaints;
    const share = dropped / Math.max(1, n + errors + wrong + dropped);
    const counts = { errors, wrong, ...(complaint === undefined ? {} : { complaint }) };
    return [
      ...(errors + wrong > 0 ? [{ kind: "not right", where, ...counts } as const] : []),
      ...(share > MAX_DROPPED_SHARE ? [{ kind: "dropped", where, share } as const] : []),
    ];
  });
  const ofLateness = scenarios.flatMap(({ differences }) =>
    differences
      .filter((one) => one.p === 50 && one.isClear && !one.hasDifference && one.floorIs === "lateness")
      .map((difference) => ({ kind: "later than the difference", difference }) as const),
  );
  return [...ofControl, ...ofSeries, ...ofLateness];
}

/** A sentence for each reason. */
export const describeReasons = ({ reasons, timingSource }: Pick<LatencyReport, "reasons" | "timingSource">): readonly string[] =>
  reasons.map((reason) => describeReason(reason, timingSource));

function describeReason(reason: ReasonForDistrust, timingSource: string): string {
  switch (reason.kind) {
    case "generator off":
      return `the generator itself was off by ${formatMs(reason.errorMs)} ms at p${reason.p}; expected ${reason.maxErrorMs} ms at most`;
    case "sent late": {
      const of = reason.of === "self-check" ? "the self-check" : "what was measured";
      return `${percent(reason.share)} of the requests of ${of} were sent more than ${reason.lateAfterMs} ms late; expected less than half`;
    }
    case "control differs":
      return `the control shows a difference between a strategy and itself: ${describeDifference(reason.difference, timingSource)}`;
    case "empty control":
      return "the control has too few requests to show anything";
    case "not right": {
      const { errors, wrong, complaint = "" } = reason;
      return `${describeWhere(reason)}: ${errors} errors and ${wrong} wrong answers ${complaint}`.trim();
    }
    case "dropped":
      return `${describeWhere(reason)}: ${percent(reason.share)} of the requests were dropped`;
    case "later than the difference": {
      const late = `${reason.difference.scenario}: half of the requests were sent later than the difference is large`;
      return `${late}: ${describeDifference(reason.difference, timingSource)}`;
    }
  }
}

const describeWhere = ({ where }: Extract<ReasonForDistrust, { readonly where: unknown }>) =>
  where === "self-check" ? "the self-check" : `${where.scenario}, ${where.series}`;

/** The control's result in one sentence. */
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
