import type { ComparisonReport } from "../../../comparison/comparison-report";
import {
  createBehaviour,
  createCell,
  createDifference,
  createLatency,
  createReport,
  createScenario,
  createSeries,
  createSituation,
  createSituations,
  passed,
} from "./fixture";

/** Would run in a page that treats text as markup. */
export const HOSTILE = `</script><img src=x onerror="globalThis.isBroken = true">"'\`]`;

const hostileReport = (): ComparisonReport => {
  const names = [HOSTILE, "another", `${HOSTILE} and more`];
  const [behaviour, latency] = [createBehaviour(createSituations(names)), createLatency(names)];
  const texts = { sentence: HOSTILE, topic: HOSTILE, notAsked: HOSTILE };
  const told = { message: HOSTILE, reason: HOSTILE, source: { confidence: "assumed", text: HOSTILE } } as const;
  const row = createSituation(
    HOSTILE,
    names.map((name) => createCell(name, told)),
    texts,
  );
  return createReport(names, {
    behaviour: [{ ...behaviour, situations: [...behaviour.situations, row] }],
    latency: {
      ...latency,
      timingSource: HOSTILE,
      isTrustworthy: false,
      reasons: [{ kind: "not right", where: { scenario: HOSTILE, series: HOSTILE }, errors: 1, wrong: 0, complaint: HOSTILE }],
      scenarios: [createScenario(HOSTILE, names, { when: HOSTILE, sentence: HOSTILE }), ...latency.scenarios],
    },
    against: {
      file: HOSTILE,
      target: "engine",
      startedAt: HOSTILE,
      behaviour: [{ kind: "new row", situation: HOSTILE }],
      latency: [],
      cost: [],
    },
  });
};

/** Too few for a percentile, and finally for a correct response. */
const sparseReport = (): ComparisonReport => {
  const series = [
    createSeries("only", { percentiles: [], servicePercentiles: [] }),
    createSeries("only (again)", { n: 0, errors: 3, percentiles: [], servicePercentiles: [], latenciesMs: [] }),
  ];
  const scenarios = [
    createScenario("few", ["only"], { series, differences: [] }),
    createScenario("none", ["only"], { series: series.slice(1), differences: [] }),
  ];
  const control = { strategy: "only", differences: [] };
  return createReport(["only"], { latency: createLatency(["only"], { scenarios, control, coldStarts: [] }) });
};

/** The target's and the engine's answers, one of which differs and one of which is not as expected. */
const twoTargets = (): ComparisonReport => {
  const engine = createBehaviour(createSituations(["x", "y"]));
  const [alike, access, ...others] = createSituations(["x", "y"]);
  const changed = createSituation("alike", [createCell("x", { ...passed, isAsExpected: false }), createCell("y")], alike);
  const cells = [createCell("x", { ...passed, isAsExpected: false }), createCell("y")];
  const aws = [
    { ...changed, cells },
    { ...createSituation("access", []), ...access, cells: [], notAsked: "it takes an hour" },
    ...others,
  ];
  return createReport(["x", "y"], { target: "aws", behaviour: [createBehaviour(aws, { target: "aws" }), engine] });
};

/** As large as a report of every situation, with one interval a hundred times as wide as the others. */
const largeReport = (): ComparisonReport => {
  const names = ["access-token-scopes", "id-token-lambda-authorizer"];
  const situations = Array.from({ length: 24 }, (_, i) =>
    createSituations(names).map((row) => ({
      ...row,
      id: `${row.id}-${i}`,
      sentence: `${row.sentence}, and a longer sentence for number ${i}`,
    })),
  ).flat();
  const scenarios = Array.from({ length: 8 }, (_, i) =>
    createScenario(`scenario-${i}`, names, {
      differences: [50, 90].map((p) => createDifference("x", "y", { p, ...(i === 3 ? { low: -40, high: 312.5 } : {}) })),
    }),
  );
  return createReport(names, { behaviour: [createBehaviour(situations)], latency: createLatency(names, { scenarios }) });
};

const { latency: _, ...withoutLatency } = createReport(["x", "y"]);

/** The page's samples by name. */
export const sampleReports = {
  plain: createReport(["x", "y"]),
  hostile: hostileReport(),
  sparse: sparseReport(),
  targets: twoTargets(),
  large: largeReport(),
  withoutLatency,
};
