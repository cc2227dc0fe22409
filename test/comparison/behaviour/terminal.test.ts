import { expect } from "chai";
import type { BehaviourReport, Cell, SituationReport } from "../../../comparison/behaviour/report";
import { renderBehaviour, renderDisagreements } from "../../../comparison/behaviour/terminal";
import { createBehaviour, createCell, createSituation } from "../report/fixture";

const SOURCE = { confidence: "documented", text: "docs.example.com, read 2026-11" } as const;
const cell = (values: Partial<Cell> = {}) => createCell("first", { source: SOURCE, ...values });
const row = (sentence: string, cells: readonly Cell[], more: Partial<SituationReport> = {}) =>
  createSituation(sentence, cells, { sentence, ...more });
const report = (situations: readonly SituationReport[], more: Partial<BehaviourReport> = {}) =>
  createBehaviour(situations, { strategies: ["first"], differences: [], ...more });
const lineOf = (text: string, start: string) => text.split("\n").find((line) => line.startsWith(start)) ?? "";

describe("renderBehaviour", () => {
  it("prints a line for each situation with status and decider, below the strategies' names", () => {
    const text = renderBehaviour(report([row("No token", [cell()])]));

    expect(lineOf(text, "THE TOKEN")).to.match(/ first$/);
    expect(lineOf(text, "No token")).to.match(/ 401 gateway$/);
    expect(text).to.include("All 1 cells are as expected");
  });

  it("prints deliberate alterations after what users meet, and counts them separately", () => {
    const text = renderBehaviour(report([row("Broken", [cell()], { alteration: "function code" }), row("Met", [cell()])]));
    const [met = "", altered = ""] = text.split("ALTERED ON PURPOSE");

    expect(met).to.include("Met").and.not.include("Broken");
    expect(altered).to.include("Broken").and.include("1 of the 2 are of situations that were altered on purpose");
  });

  it("fits 120 columns, for any number of strategies and any length of words", () => {
    for (const count of [1, 2, 3, 4]) {
      const strategies = Array.from({ length: count }, (_, index) => `a-strategy-with-quite-a-long-name-${index}`);
      const cells = strategies.map((strategy) =>
        cell({ strategy, decidedBy: "authorizer function", effectiveAfterSeconds: 7200 }),
      );
      const mismatches = [{ what: "message", seen: "z ".repeat(200), expected: null }] as const;
      const difference = { situation: "x".repeat(200), strategy: "y", mismatches, source: SOURCE };
      const text = renderBehaviour(report([row("word ".repeat(60), cells)], { strategies, differences: [difference] }));

      expect(Math.max(...text.split("\n").map(({ length }) => length))).to.equal(120);
    }
  });

  it("marks what is not as expected, with the expectation and its source", () => {
    const mismatches = [{ what: "status", seen: 200, expected: 401 }] as const;
    const differences = [{ situation: "no-token", strategy: "first", mismatches, source: SOURCE }];
    const open = cell({ status: 200, isPassed: true, isAsExpected: false });

    const text = renderBehaviour(report([row("No token", [open]), row("Garbage", [cell()])], { differences }));

    expect(lineOf(text, "No token")).to.include("!! 200 gateway");
    expect(lineOf(text, "Garbage")).not.to.include("!!");
    expect(text).to.include("1 of 2 cells are not as expected");
    expect(lineOf(text, "!! no-token, first: the status is 200; expected 401")).to.include("(documented: docs.example.com");
  });

  it("says for each time that it is simulated, and when an access ends", () => {
    const text = renderBehaviour(
      report([row("A", [cell({ effectiveAfterSeconds: 3900 })]), row("B", [cell({ effectiveAfterSeconds: 90 })])]),
    );

    expect(lineOf(text, "A ")).to.match(/ 401 gateway, until 65 min$/);
    expect(lineOf(text, "B ")).to.match(/ 401 gateway, until 90 s$/);
    expect(text.split("\n")[0]).to.include("simulated on this machine");
    expect(text.replaceAll("\n", " ")).to.match(/until 60 min: .*simulated on this machine/);
  });

  it("prints a cold start in rows about one", () => {
    const expected = { status: 401, decidedBy: "API Gateway", isColdStart: true } as const;
    const text = renderBehaviour(
      report([row("A", [cell({ isColdStart: true, expected })]), row("B", [cell({ isColdStart: true })])]),
    );

    expect(lineOf(text, "A ")).to.include("cold start");
    expect(lineOf(text, "B ")).not.to.include("cold start");
  });

  it("lists skipped rows with their reasons, and groups those with the same one", () => {
    const notAsked = "it takes 12 minutes of real time";
    const rows = [
      row("A", [cell()]),
      row("B", [], { notAsked }),
      row("C", [], { notAsked }),
      row("D", [], { notAsked: "no keys" }),
    ];

    const text = renderBehaviour(report(rows));

    expect(lineOf(text, "B ")).to.match(/ not asked$/);
    expect(text).to.include("All 1 cells are as expected").and.include("3 of 4 rows were not asked:");
    expect(text).to.include("-- B, C: it takes 12 minutes of real time").and.include("-- D: no keys");
    expect(renderBehaviour(report([row("A", [cell()])]))).not.to.include("not asked");
  });

  it("prints no decider if the target cannot tell", () => {
    const { decidedBy: _decidedBy, ...untold } = cell();

    const text = renderBehaviour(report([row("A", [untold]), row("B", [{ ...untold, effectiveAfterSeconds: 300 }])]));

    expect(lineOf(text, "A ")).to.match(/ 401$/);
    expect(lineOf(text, "B ")).to.match(/ 401, until 5 min$/);
  });

  it("groups rows of a family with the same outcome, and no others", () => {
    const passed = (status: number) => [cell({ status, isPassed: true })];
    const of = (variant: string, cells: readonly Cell[]) =>
      row(`A reader asks ${variant}`, cells, { family: "A reader asks", variant });

    const text = renderBehaviour(report([of("GET", passed(200)), of("PUT", passed(404)), of("DELETE", [cell()])]));

    expect(lineOf(text, "A reader asks GET, PUT ")).to.match(/ 200\/404 gateway$/);
    expect(lineOf(text, "A reader asks DELETE")).to.match(/ 401 gateway$/);
  });
});

describe("renderDisagreements", () => {
  const [aws, engine] = [report([], { target: "aws", timingSource: "measured on AWS in us-east-1" }), report([])];
  const one = { situation: "no-token", strategy: "first" };

  it("says that two targets agree", () => {
    expect(renderDisagreements(aws, engine, [])).to.equal(
      "AWS and the engine (simulated on this machine) say the same wherever both were asked.",
    );
  });

  it("prints each target's answer: status, message, decider and time, and what one of them lacks", () => {
    const text = renderDisagreements(aws, engine, [
      { ...one, what: "status", a: 401, b: "passed" },
      { ...one, what: "message", a: "No", b: null },
      { ...one, what: "decider", a: "Cognito", b: "API Gateway" },
      { ...one, what: "time", a: null, b: 60 },
    ]);

    expect(text.replaceAll("\n", " ").split(" ~~ ").slice(1)).to.deep.equal([
      "no-token, first: the answer is 401 on AWS, passed on the engine",
      "no-token, first: the message is No on AWS, none on the engine",
      "no-token, first: decided by Cognito on AWS, API Gateway on the engine",
      "no-token, first: the access ends, in seconds after what is expected, none on AWS, 60 on the engine",
    ]);
    expect(text).to.match(/^4 times AWS and the engine \(simulated on this machine\) do not say the same/);
  });
});
