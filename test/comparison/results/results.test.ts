import { expect } from "chai";
import type { SituationReport } from "../../../comparison/behaviour/report";
import type { Difference, LatencyReport, SeriesReport } from "../../../comparison/latency/report";
import { renderBehaviourResults, renderLatencyResults, replaceResults } from "../../../comparison/results/results";
import { behaviourReport, latencyReport } from "../fake-target";
import { createCell, createDifference, createScenario, createSeries } from "../report/fixture";

describe("replaceResults", () => {
  const text = "before\n<!-- results: x -->\nold\n<!-- end of results: x -->\nafter";

  it("replaces what is between the markers, and nothing else", () => {
    expect(replaceResults(text, "x", "new")).to.equal(text.replace("old", "new"));
    expect(replaceResults(replaceResults(text, "x", "new"), "x", "old")).to.equal(text);
  });

  it("refuses a text without the markers, or with several", () => {
    for (const wrong of ["nothing", text.replace("<!-- end", "<!-- start"), text + text, text.split("\n").reverse().join("\n")]) {
      expect(() => replaceResults(wrong, "x", "new")).to.throw('the document must contain "<!-- results: x -->"');
    }
  });
});

describe("renderBehaviourResults", () => {
  const rowsOf = (...situations: readonly Partial<SituationReport>[]) => {
    const report = {
      ...behaviourReport,
      strategies: ["a", "b"],
      situations: situations.map((changes, i) => ({ id: `${i}`, topic: "T", sentence: `s${i}`, cells: [], ...changes })),
    };
    return renderBehaviourResults(report).split("\n").slice(4);
  };

  it("has the rows in which strategies differ: by status, by message, by end, or by a claim", () => {
    const rows = rowsOf(
      { cells: [createCell("a"), createCell("b", { decidedBy: "authorizer function" })] },
      { cells: [createCell("a"), createCell("b", { status: 403, message: "No" })] },
      { cells: [createCell("a"), createCell("b", { message: "No | never" })] },
      {
        cells: [60, 120].map((minutes, i) =>
          createCell(i === 0 ? "a" : "b", { isPassed: true, status: 200, effectiveAfterSeconds: minutes * 60 }),
        ),
      },
      { cells: [createCell("a", { isPassed: true, claim: '"a|b"' }), createCell("b", { isPassed: true, claim: null })] },
      {
        cells: ["a", "b"].map((name) => createCell(name, { isPassed: true, status: 404, message: `there is no pet of ${name}` })),
      },
    );

    expect(rows).to.deep.equal([
      "| T | s1 | 401 | 403 |",
      "|  | s2 | 401 Unauthorized | 401 No \\| never |",
      "|  | s3 | passes, until 60 min | passes, until 120 min |",
      '|  | s4 | passes, claim "a\\|b" | passes, no claim |',
    ]);
  });

  it("groups rows of a family with the same answer", () => {
    const cells = [createCell("a"), createCell("b", { status: 403 })];
    const others = [createCell("a"), createCell("b", { status: 500 })];
    const family = "Somebody asks";

    expect(
      rowsOf(
        { family, variant: "GET /a", cells },
        { family, variant: "GET /b", cells: others },
        { family, variant: "GET /c", cells },
      ),
    ).to.deep.equal(["| T | Somebody asks `GET /a`, `GET /c` | 401 | 403 |", "|  | Somebody asks `GET /b` | 401 | 500 |"]);
  });

  it("names the target and the number of situations, and says that its times are simulated", () => {
    const cells = [createCell("a")];
    const situations = [{ id: "x", topic: "T", sentence: "s", cells }];

    expect(renderBehaviourResults({ ...behaviourReport, situations })).to.match(
      /^Where the strategies answer differently, of 1 situations that users meet, on the engine \(times are simulated\):\n/,
    );
  });
});

describe("renderLatencyResults", () => {
  const seriesOf = (name: string, valueMs: number) =>
    createSeries(name, { percentiles: [{ p: 50, valueMs, low: valueMs - 0.5, high: valueMs + 0.5 }] });
  const scenarioOf = (when: string, series: readonly SeriesReport[], changes: Partial<Difference> = {}) =>
    createScenario(when, ["a", "b"], {
      when,
      series,
      differences: [50, 90].map((p) => createDifference("a", "b", { p, valueMs: 2, low: 1.5, high: 2.5, ...changes })),
    });
  const reportOf = (changes: Partial<LatencyReport>): LatencyReport => ({
    ...latencyReport,
    scenarios: [
      scenarioOf("on a cache miss", [seriesOf("a", 1), seriesOf("b", 3), seriesOf("a (again)", 9)]),
      scenarioOf("rarely", [], { isClear: false, hasDifference: false }),
      scenarioOf("often", [], { hasDifference: false }),
    ],
    ...changes,
  });

  it("has each scenario's medians and their difference, without the control", () => {
    expect(renderLatencyResults(reportOf({})).split("\n").slice(2)).to.deep.equal([
      "|  | `a` | `b` | the second minus the first |",
      "| --- | --- | --- | --- |",
      "| on a cache miss | 1.00 (0.50 to 1.50) | 3.00 (2.50 to 3.50) | 2.00 (1.50 to 2.50) |",
      "| rarely | too few | too few | none seen |",
      "| often | too few | too few | too small to tell |",
    ]);
  });

  it("says that the figures are simulated, on which machine, when, and how to repeat them", () => {
    expect(renderLatencyResults(reportOf({})).split("\n")[0]).to.equal(
      "Medians in ms with 95 % intervals, simulated on a machine with 2 x a processor and Node v20 on 2026-01-02, seed 1.",
    );
  });

  it("marks untrustworthy figures", () => {
    expect(renderLatencyResults(reportOf({ isTrustworthy: false, reasons: [{ kind: "empty control" }] }))).to.include(
      "Not trustworthy: the control has too few requests to show anything.",
    );
  });
});
