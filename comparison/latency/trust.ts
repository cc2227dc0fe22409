import type { Difference, ScenarioReport } from "./report";
import type { SelfCheck } from "./self-check";

/**
 * Above these shares the figures say more of the generator than of the strategies. On two cores a busy engine makes the generator
 * wait for its turn; that wait is in every contestant's latencies alike, so it takes a quarter of the requests to spoil a report.
 */
const MAX_LATE_SHARE = 0.25;
const MAX_DROPPED_SHARE = 0.01;
/** Of the generator's own error at p50: HTTP and the loopback take a part of a millisecond. */
const MAX_ERROR_MS = 2;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Everything that speaks against a report; nothing where it is to be trusted. */
export function findDoubts(
  scenarios: readonly ScenarioReport[],
  control: readonly Difference[],
  selfCheck: SelfCheck,
): readonly string[] {
  const ofControl = control
    .filter((difference) => difference.hasDifference)
    .map(({ verdict }) => `the control shows a difference between a strategy and itself: ${verdict}`);
  if (control.length === 0) ofControl.push("the control has too few requests to show anything");
  const counted = [
    ...scenarios.flatMap(({ id, series }) => series.map((one) => ({ ...one, where: `${id}, ${one.name}` }))),
    { ...selfCheck, complaints: [], where: "the self-check" },
  ];
  const ofSeries = counted.flatMap(({ where, n, errors, wrong, late, dropped, complaints: [first = ""] }) => {
    const sent = n + errors + wrong;
    const [lateShare, droppedShare] = [late / Math.max(1, sent), dropped / Math.max(1, sent + dropped)];
    return [
      ...(errors + wrong > 0 ? [`${where}: ${errors} errors and ${wrong} wrong answers ${first}`.trim()] : []),
      ...(lateShare > MAX_LATE_SHARE ? [`${where}: ${percent(lateShare)} of the requests were sent late`] : []),
      ...(droppedShare > MAX_DROPPED_SHARE ? [`${where}: ${percent(droppedShare)} of the requests were dropped`] : []),
    ];
  });
  const ofSelfCheck = selfCheck.percentiles
    .filter(({ p, errorMs }) => p === 50 && Math.abs(errorMs) > MAX_ERROR_MS)
    .map(({ errorMs }) => `the self-check: the generator itself is ${errorMs.toFixed(2)} ms off at p50`);
  return [...ofControl, ...ofSeries, ...ofSelfCheck];
}

/** What the control says in one sentence. */
export function describeControl(differences: readonly Difference[], name: string): string {
  const seen = differences.filter(({ hasDifference }) => hasDifference).length;
  if (differences.length === 0) return `too few requests to compare ${name} with itself`;
  return seen === 0
    ? `no difference between ${name} and itself in ${differences.length} comparisons, as it has to be`
    : `${seen} of ${differences.length} comparisons show a difference between ${name} and itself: do not trust this report`;
}
