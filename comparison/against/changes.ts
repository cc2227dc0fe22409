import type { Changes } from "../comparison-report";
import type { ComparableCell, ComparableLatency, ComparableReport } from "./older-report";

/** What is not as it was: `now` held against `before`, which was read from `file`. */
export function findChanges(before: ComparableReport, now: ComparableReport, file: string): Changes {
  return {
    file,
    target: before.target,
    startedAt: before.startedAt,
    behaviour: findBehaviourChanges(before, now),
    latency: findLatencyChanges(before, now),
    cost: findCostChanges(before, now),
  };
}

function findBehaviourChanges({ behaviour: [before] }: ComparableReport, { behaviour: [now] }: ComparableReport) {
  const old = new Map(before.situations.map(({ id, cells }) => [id, cells]));
  const current = new Set(now.situations.map(({ id }) => id));
  const changed = now.situations.flatMap(({ id, cells }) => {
    const oldCells = old.get(id);
    if (oldCells === undefined) return [`${id}: a new row`];
    const strategies = [...new Set([...oldCells, ...cells].map(({ strategy }) => strategy))];
    return strategies.flatMap((strategy) => {
      const [was, is] = [oldCells, cells].map((of) => describeCell(of.find((cell) => cell.strategy === strategy)));
      return was === is ? [] : [`${id}, ${strategy}: ${was} before, ${is} now`];
    });
  });
  const gone = before.situations.filter(({ id }) => !current.has(id)).map(({ id }) => `${id}: no row of it any more`);
  return [...changed, ...gone];
}

/** Of a request, in some messages: another one each time. */
const REQUEST_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function describeCell(cell: ComparableCell | undefined): string {
  if (cell === undefined) return "not asked";
  const { status, message, decidedBy, effectiveAfterSeconds } = cell;
  const parts = [
    message === null ? `${status}` : `${status} «${message.replace(REQUEST_ID, "…")}»`,
    ...(decidedBy === undefined ? [] : [`by ${decidedBy}`]),
    ...(effectiveAfterSeconds === undefined ? [] : [`until ${effectiveAfterSeconds} s`]),
  ];
  return parts.join(" ");
}

/**
 * A percentile has changed where its two intervals lie apart. That is strict: two that overlap a little may differ too. Nothing is
 * said where the machine is another, for then all of them differ.
 */
function findLatencyChanges({ latency: before }: ComparableReport, { latency: now }: ComparableReport): readonly string[] {
  if (before === undefined && now === undefined) return [];
  if (before === undefined || now === undefined) return [`not compared: not measured ${before === undefined ? "before" : "now"}`];
  const busy = [before.isBusy === true ? ["before"] : [], now.isBusy === true ? ["now"] : []].flat();
  if (busy.length > 0) return [`not compared: measured on a busy machine ${busy.join(" and ")}`];
  const where = ({ times, environment: at }: ComparableLatency) =>
    `${at.cpuCount} x ${at.cpuModel}, Node ${at.nodeVersion}, ${times}`;
  if (where(before) !== where(now)) {
    return [`not compared: measured elsewhere before (${where(before)}) than now (${where(now)})`];
  }
  const old = new Map(
    before.scenarios.flatMap(({ id, series }) =>
      series.flatMap(({ name, percentiles }) => percentiles.map((percentile) => [`${id} ${name} ${percentile.p}`, percentile])),
    ),
  );
  const range = ({ valueMs, low, high }: { readonly valueMs: number; readonly low: number; readonly high: number }) =>
    `${valueMs.toFixed(2)} ms (95 % ${low.toFixed(2)} to ${high.toFixed(2)})`;
  return now.scenarios.flatMap(({ id, series }) =>
    series.flatMap(({ name, percentiles }) =>
      percentiles.flatMap((percentile) => {
        const was = old.get(`${id} ${name} ${percentile.p}`);
        if (was === undefined || (was.low <= percentile.high && percentile.low <= was.high)) return [];
        return [`${id}, ${name}, p${percentile.p}: ${range(was)} before, ${range(percentile)} now, ${now.times}`];
      }),
    ),
  );
}

function findCostChanges({ cost: { comparison: before } }: ComparableReport, { cost: { comparison: now } }: ComparableReport) {
  const usd = (value: number) => `${value.toFixed(2)} USD a month`;
  const lists = [before, now].map(({ prices: { id, readOn } }) => `${id}, oldest reading ${readOn}`);
  const was = new Map<string, unknown>(Object.entries(before.inputs));
  const is = new Map<string, unknown>(Object.entries(now.inputs));
  const inputs = [...new Set([...was.keys(), ...is.keys()])];
  return [
    ...(lists[0] === lists[1] ? [] : [`prices: ${lists[0]} before, ${lists[1]} now`]),
    ...inputs
      .filter((name) => was.get(name) !== is.get(name))
      .map((name) => `${name}: ${was.get(name)} before, ${is.get(name)} now`),
    ...now.variants.flatMap(({ strategy, variant, totalUsdPerMonth }) => {
      const old = before.variants.find(
        (variantBefore) => variantBefore.strategy === strategy && variantBefore.variant === variant,
      );
      if (old === undefined) return [`${variant}: new, ${usd(totalUsdPerMonth)}`];
      if (old.totalUsdPerMonth === totalUsdPerMonth) return [];
      return [`${variant}: ${usd(old.totalUsdPerMonth)} before, ${usd(totalUsdPerMonth)} now`];
    }),
  ];
}

/** The changes for a terminal. */
export function formatChanges({ file, target, startedAt, ...changes }: Changes): string {
  const sections = [
    ["behaviour", changes.behaviour],
    ["latency", changes.latency],
    ["cost", changes.cost],
  ] as const;
  return [
    `What has changed since ${startedAt} on the target ${target} (${file})`,
    ...sections.flatMap(([name, sentences]) =>
      sentences.length === 0 ? [`  ${name}: nothing`] : [`  ${name}:`, ...sentences.map((sentence) => `    ${sentence}`)],
    ),
  ].join("\n");
}
