import { expect } from "chai";
import type { BehaviourReports } from "../../../comparison/behaviour/report";
import { describeLatency, judgeBehaviour } from "../../../comparison/report/prepare/verdict";
import { summarize } from "../../../comparison/report/summary";
import {
  createBehaviour,
  createCell,
  createDifference,
  createLatency,
  createReport,
  createScenario,
  createSituation,
  createSituations,
  passed,
  TIMES,
} from "./fixture";

const judge = (...reports: BehaviourReports) => judgeBehaviour(reports);

describe("judgeBehaviour", () => {
  it("counts the situations in which a client sees a difference, by what differs", () => {
    const { sentences } = judge(createBehaviour(createSituations(["x", "y"])));

    expect(sentences[0]).to.equal(
      "In 3 of 4 situations that users meet a client sees the strategies differ: in 1 one lets through what another refuses, in 1 the refusals have " +
        "another status and in 1 an access ends at another time.",
    );
  });

  it("counts deliberate alterations separately, and says how", () => {
    const cells = [createCell("x"), createCell("y", { status: 500 })];
    const altered = createSituation("broken", cells, { alteration: "function code" });
    const { sentences, notableDifferences } = judge(createBehaviour([...createSituations(["x", "y"]), altered]));

    expect(sentences[0]).to.match(/^In 3 of 4 situations that users meet/);
    expect(sentences[1]).to.equal(
      "Apart from these, in 1 of 1 situation that were altered on purpose: the code of the functions that decide was replaced.",
    );
    expect(notableDifferences.flatMap(({ outcomes }) => outcomes)).not.to.include("500");
  });

  it("says how long a lost permission lasts with each strategy, and by whose clock", () => {
    const { sentences } = judge(createBehaviour(createSituations(["x", "y"])));

    expect(sentences[1]).to.match(/until 60 min under x and 120 min under y after the sign-in \(simulated on this machine\)/);
  });

  it("groups equal differences, first where one allows what another refuses", () => {
    const again = createSituation("again", [createCell("x"), createCell("y", { status: 403 })]);
    const { notableDifferences } = judge(createBehaviour([...createSituations(["x", "y"]), again]));

    expect(notableDifferences.map(({ outcomes, count }) => [...outcomes, count])).to.deep.equal([
      ["401", "passes", 1],
      ["401", "403", 2],
      ["passes until 60 min", "passes until 120 min", 1],
    ]);
    expect(notableDifferences[0]?.example).to.equal("The token: the situation access");
  });

  it("counts what deviates from the contracts", () => {
    const good = judge(createBehaviour([createSituation("s", [createCell("x")])]));
    const bad = judge(createBehaviour([createSituation("s", [createCell("x"), createCell("y", { isAsExpected: false })])]));

    expect(good).to.include({ isAsExpected: true, expectation: "Every answer (1) is as the strategies' contracts say." });
    expect(bad).to.include({ isAsExpected: false, expectation: "Not as the strategies' contracts say: 1 of 2 answers." });
  });

  it("reports targets that differ, and situations that were skipped", () => {
    const engine = createBehaviour([createSituation("s", [createCell("x")]), createSituation("t", [createCell("x")])]);
    const aws = createBehaviour(
      [createSituation("s", [createCell("x", passed)]), createSituation("t", [], { notAsked: "too long" })],
      { target: "aws" },
    );

    expect(judge(engine, { ...engine, target: "emulator" }).sentences.join(" ")).to.include(
      "engine and emulator answer the same",
    );
    expect(judge(aws, engine).sentences.join(" ")).to.match(
      /In 1 situation aws and engine do not answer the same\..*1 situation could not be asked there/,
    );
  });

  it("says that a single strategy has nothing to be compared with", () => {
    const { sentences, notableDifferences } = judge(createBehaviour(createSituations(["only"])));

    expect(sentences[0]).to.equal("There are no two strategies to compare.");
    expect(notableDifferences).to.deep.equal([]);
  });
});

describe("describeLatency", () => {
  it("states each scenario's lowest percentile, the largest difference first, and counts the others", () => {
    const small = createDifference("x", "y", { valueMs: -0.5, low: -0.6, high: -0.4 });
    const large = createDifference("x", "y", { valueMs: 3 });
    const unclear = createDifference("x", "y", { valueMs: 9, hasDifference: false });
    const high = createDifference("x", "y", { p: 90, valueMs: 99 });
    const scenarios = [[small, high], [large], [unclear]].map((differences) => createScenario("s", ["x", "y"], { differences }));

    const { sentence, notable } = describeLatency(createLatency(["x", "y"], { scenarios }));

    expect(notable).to.deep.equal([
      `y is 3.00 ms slower than x at p50 on a s, 95 % 1.00 to 2.00, ${TIMES}`,
      `y is 0.50 ms faster than x at p50 on a s, 95 % 0.40 to 0.60, ${TIMES}`,
    ]);
    expect(sentence).to.match(/^2 of 3 comparisons .*simulated on this machine/);
  });

  it("says if there is nothing to compare", () => {
    const scenarios = [createScenario("s", ["x"], { differences: [] })];

    const { sentence } = describeLatency(createLatency(["x"], { scenarios }));

    expect(sentence).to.match(/^There are too few requests, or too few strategies.*simulated on this machine/);
  });
});

describe("summarize", () => {
  it("says why latencies are not to be trusted", () => {
    const latency = createLatency(["x", "y"], { isTrustworthy: false, reasons: [{ kind: "empty control" }] });

    expect(summarize(createReport(["x", "y"], { latency }))).to.include(
      "  latency    NOT TO BE TRUSTED: the control has too few requests to show anything\n",
    );
  });
});
