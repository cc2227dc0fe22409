import type { BehaviourReport, Cell, SituationReport } from "../../../comparison/behaviour/report";
import type { CodeReport } from "../../../comparison/code/report";
import type { ComparisonReport } from "../../../comparison/comparison-report";
import { findAssumed, withDefaults } from "../../../comparison/cost/inputs";
import { compareByDurations } from "../../../comparison/cost-report";
import { decide } from "../../../comparison/decision/decide";
import type {
  Difference,
  DirectoryRatio,
  DirectoryReport,
  LatencyReport,
  ScenarioReport,
  SeriesReport,
} from "../../../comparison/latency/report";
import { current } from "../cost/models";
import { latencyReport } from "../fake-target";

export const TIMES = "simulated on this machine";
const STARTED_AT = "2026-01-02T03:04:05.678Z";

/** A refusal, with these changes. */
export const createCell = (strategy: string, changes: Partial<Cell> = {}): Cell => ({
  strategy,
  status: 401,
  isPassed: false,
  message: "Unauthorized",
  decidedBy: "API Gateway",
  reason: "the token is missing",
  isColdStart: false,
  expected: { status: 401, decidedBy: "API Gateway" },
  source: { confidence: "documented", text: "a page, read 2026-01" },
  isAsExpected: true,
  ...changes,
});

export const passed = { status: 200, isPassed: true, message: null } as const;

export const createSituation = (
  id: string,
  cells: readonly Cell[],
  changes: Partial<SituationReport> & { readonly notAsked?: string } = {},
): SituationReport => ({ id, topic: "The token", sentence: `the situation ${id}`, cells, ...changes });

export const createBehaviour = (
  situations: readonly SituationReport[],
  changes: Partial<BehaviourReport> = {},
): BehaviourReport => ({
  target: "engine",
  startedAt: STARTED_AT,
  timingSource: TIMES,
  strategies: [...new Set(situations.flatMap(({ cells }) => cells.map(({ strategy }) => strategy)))],
  situations,
  differences: situations.flatMap(({ id, cells }) =>
    cells
      .filter(({ isAsExpected }) => !isAsExpected)
      .map(({ strategy, source, expected }) => ({
        situation: id,
        strategy,
        source,
        mismatches: [{ what: "status", seen: 200, expected: expected.status }] as const,
      })),
  ),
  ...changes,
});

/** Every strategy in the same few situations: equal, and different in access, in status and in time. */
export function createSituations(strategies: readonly string[]): readonly SituationReport[] {
  const each = (of: (isLast: boolean) => Partial<Cell>) =>
    strategies.map((name, i) => createCell(name, of(i > 0 && i === strategies.length - 1)));
  const groups = { topic: "Groups and routes" };
  return [
    createSituation(
      "alike",
      each(() => ({})),
    ),
    createSituation(
      "access",
      each((isLast) => (isLast ? passed : {})),
      { decides: { question: "admission", whose: "machine" } },
    ),
    createSituation(
      "status",
      each((isLast) => (isLast ? { status: 403 } : {})),
      groups,
    ),
    createSituation(
      "time",
      each((isLast) => ({ ...passed, effectiveAfterSeconds: isLast ? 7200 : 3600 })),
      { ...groups, decides: { question: "lasting access", event: "user disabled", cacheTtlSeconds: 300 } },
    ),
  ];
}

export function createSeries(name: string, changes: Partial<SeriesReport> = {}): SeriesReport {
  const latenciesMs = [Array.from({ length: 40 }, (_, i) => 1 + i / 10 + name.length / 100)];
  const percentiles = [{ p: 50, valueMs: 2.95, low: 2, high: 4 }];
  const counts = { n: 40, errors: 0, wrong: 0, late: 0, dropped: 0 };
  const servicePercentiles = [{ p: 50, valueMs: 2.9 }];
  return {
    name,
    strategy: name.replace(" (again)", ""),
    ...counts,
    percentiles,
    servicePercentiles,
    latenciesMs,
    servicesMs: latenciesMs,
    wrongMs: [],
    errorsMs: [],
    lateness: { p50Ms: 0.1, p99Ms: 0.9 },
    complaints: [],
    ...changes,
  };
}

export const createDifference = (a: string, b: string, changes: Partial<Difference> = {}): Difference => ({
  scenario: "sign-in",
  when: "on a sign-in",
  a,
  b,
  p: 50,
  valueMs: 1.5,
  low: 1,
  high: 2,
  confidence: 0.95,
  floorMs: 0.3,
  floorIs: "error",
  isClear: true,
  hasDifference: true,
  ...changes,
});

export function createScenario(id: string, strategies: readonly string[], changes: Partial<ScenarioReport> = {}): ScenarioReport {
  const pairs = strategies.flatMap((a, i) => strategies.slice(i + 1).map((b) => [a, b] as const));
  const names = [...strategies, `${strategies[0]} (again)`];
  const { when = `on a ${id}`, differences = pairs.map(([a, b]) => createDifference(a, b)) } = changes;
  return {
    id,
    sentence: `what ${id} is`,
    ratePerSecond: 50,
    series: names.map((name) => createSeries(name)),
    ...changes,
    when,
    differences: differences.map((one) => ({ ...one, scenario: id, when })),
  };
}

export const createDirectory = (strategies: readonly string[], changes: Partial<DirectoryRatio> = {}): DirectoryReport => ({
  series: strategies.flatMap((strategy) =>
    ["off", "on"].map((state) => createSeries(`${strategy}, directory ${state}`, { strategy })),
  ),
  ratios: strategies.map((strategy) => ({
    ...{ strategy, p: 50, offMs: 2, onMs: 2.5, ratio: 1.25, low: 1.1, high: 1.4, isClear: true, hasDifference: true },
    ...changes,
  })),
});

export const createLatency = (strategies: readonly string[], changes: Partial<LatencyReport> = {}): LatencyReport => ({
  ...latencyReport,
  timingSource: TIMES,
  scenarios: [createScenario("sign-in", strategies), createScenario("sign-in with more", strategies)],
  control: {
    strategy: strategies[0] ?? "",
    differences: [
      createDifference(strategies[0] ?? "", `${strategies[0]} (again)`, {
        scenario: "sign-in with more",
        when: "on a sign-in with more",
        valueMs: 0,
        low: -1,
        high: 1,
        isClear: false,
        hasDifference: false,
      }),
    ],
  },
  coldStarts: [{ strategy: strategies[0] ?? "", what: "a function", n: 2, samplesMs: [3, 5], minMs: 3, medianMs: 3, maxMs: 5 }],
  directory: createDirectory(strategies),
  functionTimes: [{ strategy: strategies[0] ?? "", what: "a function", n: 9, meanMs: 1.25, medianMs: 1 }],
  ...changes,
});

export const costInputs = withDefaults({ authorizerMs: 3.25 });
export const TODAY = STARTED_AT.slice(0, 10);

/** Each strategy has ten more lines than the previous one. */
export const createCode = (strategies: readonly string[]): CodeReport => ({
  strategies: strategies.map((strategy, i) => ({
    strategy,
    resources: [{ type: "aws:lambda/function:Function", count: 1 }],
    functions: [{ name: `${strategy}-function`, bundleBytes: 1234 }],
    files: [{ path: `strategies/${strategy}.ts`, codeLines: 10 * (i + 1) }],
    totals: { resources: 1, functions: 1, codeLines: 10 * (i + 1), bundleBytes: 1234 },
  })),
  shared: { resources: 7, functions: 2, bundleBytes: 4321 },
});

/** A whole report of made-up strategies, with the decision derived from its parts. */
export function createReport(strategies: readonly string[], changes: Partial<ComparisonReport> = {}): ComparisonReport {
  const report: Omit<ComparisonReport, "decision"> = {
    version: 2,
    target: "engine",
    startedAt: STARTED_AT,
    seed: 1,
    behaviour: [createBehaviour(createSituations(strategies))],
    latency: createLatency(strategies),
    cost: compareByDurations({
      model: current,
      inputs: costInputs,
      measured: [{ input: "authorizerMs", value: 3.25, timingSource: TIMES }],
      assumed: findAssumed({}),
      today: TODAY,
    }),
    code: createCode(strategies),
    ...changes,
  };
  return { ...report, decision: decide({ ...report, cost: report.cost.comparison, model: current }) };
}
