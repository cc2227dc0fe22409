import { describeClaim } from "../words";
import type { BehaviourChange, Changes, ComparedCell, CostChange, LatencyChange, MeasuredAt } from "./changes";

/** The changes as sentences, by part. */
export const describeChanges = ({ behaviour, latency, cost }: Changes) =>
  [
    { part: "behaviour", sentences: behaviour.map(describeBehaviourChange) },
    { part: "latency", sentences: latency.map(describeLatencyChange) },
    { part: "cost", sentences: cost.map(describeCostChange) },
  ] as const;

/** The changes for a terminal. */
export const formatChanges = (changes: Changes): string =>
  [
    `What has changed since ${changes.startedAt} on the target ${changes.target} (${changes.file})`,
    ...describeChanges(changes).flatMap(({ part, sentences }) =>
      sentences.length === 0 ? [`  ${part}: nothing`] : [`  ${part}:`, ...sentences.map((sentence) => `    ${sentence}`)],
    ),
  ].join("\n");

function describeBehaviourChange(change: BehaviourChange): string {
  switch (change.kind) {
    case "new row":
      return `${change.situation}: a new row`;
    case "row gone":
      return `${change.situation}: the row is gone`;
    case "cell":
      return `${change.situation}, ${change.strategy}: ${describeCell(change.before)} before, ${describeCell(change.now)} now`;
  }
}

function describeCell(cell: ComparedCell | null): string {
  if (cell === null) return "not asked";
  const { status, message, decidedBy, effectiveAfterSeconds, claim } = cell;
  const parts = [
    message === null ? `${status}` : `${status} “${message}”`,
    ...(decidedBy === undefined ? [] : [`by ${decidedBy}`]),
    ...(effectiveAfterSeconds === undefined ? [] : [`until ${effectiveAfterSeconds} s`]),
    ...(claim === undefined ? [] : [describeClaim(claim)]),
  ];
  return parts.join(" ");
}

function describeLatencyChange(change: LatencyChange): string {
  switch (change.kind) {
    case "not measured":
      return `not compared: not measured ${change.when}`;
    case "busy":
      return `not compared: measured on a busy machine ${change.when.join(" and ")}`;
    case "elsewhere":
      return `not compared: measured elsewhere before (${describeMachine(change.before)}) than now (${describeMachine(change.now)})`;
    case "percentile": {
      const { scenario, series, p, before, now, timingSource } = change;
      return `${scenario}, ${series}, p${p}: ${describeRange(before)} before, ${describeRange(now)} now, ${timingSource}`;
    }
  }
}

const describeMachine = ({ cpuCount, cpuModel, nodeVersion, timingSource }: MeasuredAt) =>
  `${cpuCount} x ${cpuModel}, Node ${nodeVersion}, ${timingSource}`;

const describeRange = ({ valueMs, low, high }: { readonly valueMs: number; readonly low: number; readonly high: number }) =>
  `${valueMs.toFixed(2)} ms (95 % ${low.toFixed(2)} to ${high.toFixed(2)})`;

const formatUsd = (value: number) => `${value.toFixed(2)} USD a month`;

function describeCostChange(change: CostChange): string {
  switch (change.kind) {
    case "prices": {
      const [before, now] = [change.before, change.now].map(({ id, readOn }) => `${id}, oldest reading ${readOn}`);
      return `prices: ${before} before, ${now} now`;
    }
    case "input":
      return `${change.name}: ${change.before} before, ${change.now} now`;
    case "new variant":
      return `${change.variant}: new, ${formatUsd(change.usdPerMonth)}`;
    case "total":
      return `${change.variant}: ${formatUsd(change.beforeUsdPerMonth)} before, ${formatUsd(change.nowUsdPerMonth)} now`;
  }
}
