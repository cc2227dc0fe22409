import type { ComparableCell, ComparableLatency, ComparableReport } from "./comparable-report";

/** Differences from an older run, as facts; change-words.ts words them. */
export interface Changes {
  readonly file: string;
  readonly target: string;
  readonly startedAt: string;
  readonly behaviour: readonly BehaviourChange[];
  readonly latency: readonly LatencyChange[];
  readonly cost: readonly CostChange[];
}

/** `before` and `now` are null if the strategy was not asked. */
export type BehaviourChange =
  | { readonly kind: "new row" | "row gone"; readonly situation: string }
  | {
      readonly kind: "cell";
      readonly situation: string;
      readonly strategy: string;
      readonly before: ComparedCell | null;
      readonly now: ComparedCell | null;
    };

/** Request ids in the message are replaced by an ellipsis, since they always differ. */
export type ComparedCell = Omit<ComparableCell, "strategy">;

type When = "before" | "now";

export type LatencyChange =
  | { readonly kind: "not measured"; readonly when: When }
  | { readonly kind: "busy"; readonly when: readonly When[] }
  | { readonly kind: "elsewhere"; readonly before: MeasuredAt; readonly now: MeasuredAt }
  | {
      readonly kind: "percentile";
      readonly scenario: string;
      readonly series: string;
      readonly p: number;
      readonly before: Percentile;
      readonly now: Percentile;
      readonly timingSource: string;
    };

type Percentile = Omit<ComparableLatency["scenarios"][number]["series"][number]["percentiles"][number], "p">;
export type MeasuredAt = ComparableLatency["environment"] & Pick<ComparableLatency, "timingSource">;

export type CostChange =
  | { readonly kind: "prices"; readonly before: PriceReading; readonly now: PriceReading }
  | { readonly kind: "input"; readonly name: string; readonly before: unknown; readonly now: unknown }
  | { readonly kind: "new variant"; readonly variant: string; readonly usdPerMonth: number }
  | { readonly kind: "total"; readonly variant: string; readonly beforeUsdPerMonth: number; readonly nowUsdPerMonth: number };

type PriceReading = ComparableReport["cost"]["comparison"]["prices"];

/** Compares `now` with `before`, which was read from `file`. */
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

function findBehaviourChanges(
  { behaviour: [before] }: ComparableReport,
  { behaviour: [now] }: ComparableReport,
): readonly BehaviourChange[] {
  const old = new Map(before.situations.map(({ id, cells }) => [id, cells]));
  const current = new Set(now.situations.map(({ id }) => id));
  const changed = now.situations.flatMap(({ id: situation, cells }): readonly BehaviourChange[] => {
    const oldCells = old.get(situation);
    if (oldCells === undefined) return [{ kind: "new row", situation }];
    const strategies = [...new Set([...oldCells, ...cells].map(({ strategy }) => strategy))];
    return strategies.flatMap((strategy) => {
      const [was, is] = [readCell(oldCells, strategy), readCell(cells, strategy)];
      if (JSON.stringify(was) === JSON.stringify(is)) return [];
      return [{ kind: "cell", situation, strategy, before: was, now: is }];
    });
  });
  const gone = before.situations.filter(({ id }) => !current.has(id));
  return [...changed, ...gone.map(({ id }) => ({ kind: "row gone", situation: id }) as const)];
}

/** Request ids in messages always differ. */
const REQUEST_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function readCell(cells: readonly ComparableCell[], name: string): ComparedCell | null {
  const cell = cells.find(({ strategy }) => strategy === name);
  if (cell === undefined) return null;
  const { status, message, decidedBy, effectiveAfterSeconds, claim } = cell;
  return { status, message: message?.replace(REQUEST_ID, "…") ?? null, decidedBy, effectiveAfterSeconds, claim };
}

/**
 * A percentile has changed if its two intervals do not overlap, which is strict: slightly overlapping ones may differ, too. Skipped for
 * different machines, on which everything differs.
 */
function findLatencyChanges({ latency: before }: ComparableReport, { latency: now }: ComparableReport): readonly LatencyChange[] {
  if (before === undefined && now === undefined) return [];
  if (before === undefined) return [{ kind: "not measured", when: "before" }];
  if (now === undefined) return [{ kind: "not measured", when: "now" }];
  const runs = { before, now };
  const busy = (["before", "now"] as const).filter((when) => runs[when].isBusy === true);
  if (busy.length > 0) return [{ kind: "busy", when: busy }];
  const [wasAt, isAt] = [readMachine(before), readMachine(now)];
  if (JSON.stringify(wasAt) !== JSON.stringify(isAt)) return [{ kind: "elsewhere", before: wasAt, now: isAt }];
  const old = readPercentiles(before);
  return readPercentiles(now).flatMap(({ scenario, series, p, percentile: is }): readonly LatencyChange[] => {
    const was = old.find((one) => one.scenario === scenario && one.series === series && one.p === p)?.percentile;
    if (was === undefined || (was.low <= is.high && is.low <= was.high)) return [];
    return [{ kind: "percentile", scenario, series, p, before: was, now: is, timingSource: now.timingSource }];
  });
}

function readMachine({ timingSource, environment }: ComparableLatency): MeasuredAt {
  const { cpuCount, cpuModel, nodeVersion } = environment;
  return { cpuCount, cpuModel, nodeVersion, timingSource };
}

const readPercentiles = ({ scenarios }: ComparableLatency) =>
  scenarios.flatMap(({ id, series }) =>
    series.flatMap(({ name, percentiles }) =>
      percentiles.map(({ p, ...percentile }) => ({ scenario: id, series: name, p, percentile })),
    ),
  );

function findCostChanges(
  { cost: { comparison: before } }: ComparableReport,
  { cost: { comparison: now } }: ComparableReport,
): readonly CostChange[] {
  const arePricesSame = before.prices.id === now.prices.id && before.prices.readOn === now.prices.readOn;
  const was = new Map<string, unknown>(Object.entries(before.inputs));
  const is = new Map<string, unknown>(Object.entries(now.inputs));
  // An older report lacks inputs that came later.
  const inputs = [...was.keys()].filter((name) => is.has(name) && was.get(name) !== is.get(name));
  return [
    ...(arePricesSame ? [] : [{ kind: "prices", before: before.prices, now: now.prices } as const]),
    ...inputs.map((name) => ({ kind: "input", name, before: was.get(name), now: is.get(name) }) as const),
    ...now.variants.flatMap(({ strategy, variant, totalUsdPerMonth }): readonly CostChange[] => {
      const old = before.variants.find((one) => one.strategy === strategy && one.variant === variant);
      if (old === undefined) return [{ kind: "new variant", variant, usdPerMonth: totalUsdPerMonth }];
      if (old.totalUsdPerMonth === totalUsdPerMonth) return [];
      return [{ kind: "total", variant, beforeUsdPerMonth: old.totalUsdPerMonth, nowUsdPerMonth: totalUsdPerMonth }];
    }),
  ];
}
