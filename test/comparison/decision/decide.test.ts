import { expect } from "chai";
import type { Cell, Decides } from "../../../comparison/behaviour/report";
import type { ComparisonReport } from "../../../comparison/comparison-report";
import { compareCosts } from "../../../comparison/cost/comparison";
import { withDefaults } from "../../../comparison/cost/inputs";
import { decide } from "../../../comparison/decision/decide";
import type { Criterion } from "../../../comparison/decision/decision";
import { tellDecision } from "../../../comparison/decision/words";
import { formatDecision } from "../../../comparison/report/summary";
import { current } from "../cost/models";
import {
  createBehaviour,
  createCell,
  createDifference,
  createLatency,
  createReport,
  createScenario,
  createSituation,
  passed,
  TIMES,
  TODAY,
} from "../report/fixture";

const names = ["x", "y", "z"];

/** The criteria of a report in which the strategies have these outcomes in one situation each. */
const criteriaOf = (...seen: readonly (readonly [Decides, ...Partial<Cell>[]])[]) => {
  const situations = seen.map(([decides, ...cells], i) =>
    createSituation(
      `s${i}`,
      cells.map((cell, at) => createCell(names[at] ?? "", cell)),
      { decides },
    ),
  );
  return createReport(names, { behaviour: [createBehaviour(situations)] }).decision;
};
const stancesOf = (criterion: Criterion | undefined) => criterion?.facts.map(({ strategy, stance }) => `${strategy} ${stance}`);
const until = (seconds: number) => ({ ...passed, effectiveAfterSeconds: seconds });
const lasting = (event: "signed out" | "user disabled", cacheTtlSeconds = 300) =>
  ({ question: "lasting access", event, cacheTtlSeconds }) as const;
const failing = (fault: "crashes" | "throws", act: "request" | "sign-in") => ({ question: "failure", fault, act }) as const;

describe("decide", () => {
  it("prefers the strategy that ends an access first, and groups events with the same end, for any number of strategies", () => {
    const { criteria } = criteriaOf(
      [lasting("signed out"), until(60), until(120), until(60)],
      [lasting("user disabled"), until(60), until(120), until(60)],
      [lasting("user disabled", 0), until(60), until(60), until(60)],
    );
    const [, first, second, ...others] = criteria;

    expect(first).to.deep.include({ kind: "lasting access", events: ["signed out", "user disabled"], cacheTtlSeconds: 300 });
    expect(stancesOf(first)).to.deep.equal(["x reason", "y price", "z reason"]);
    expect(first?.evidence).to.deep.equal([
      { kind: "situation", id: "s0" },
      { kind: "situation", id: "s1" },
    ]);
    expect(second).to.deep.include({ cacheTtlSeconds: 0, isDifferent: false });
    expect(others.map(({ kind }) => kind)).not.to.include("lasting access");
  });

  it("ranks an access that did not end while observed as the longest", () => {
    const [, criterion] = criteriaOf([lasting("signed out"), until(60), passed, until(7200)]).criteria;

    expect(stancesOf(criterion)).to.deep.equal(["x reason", "y price", "z price"]);
    expect(criterion?.kind === "lasting access" && criterion.facts[1]?.seconds).to.equal(null);
  });

  it("leaves it to the team whose tokens should be accepted", () => {
    const whose = { question: "admission", whose: "machine" } as const;
    const [, criterion] = criteriaOf([whose, passed, {}, {}]).criteria;

    expect(stancesOf(criterion)).to.deep.equal(["x reason", "y reason", "z reason"]);
  });

  it("counts who can still work as a reason, unless another strategy allows the same and more", () => {
    const [, criterion] = criteriaOf(
      [failing("throws", "sign-in"), { status: 400 }, passed, { status: 400 }],
      [failing("throws", "request"), passed, { status: 500 }, { status: 500 }],
      [failing("crashes", "sign-in"), { status: 400 }, passed, { status: 400 }],
      [failing("crashes", "request"), passed, { status: 500 }, { status: 500 }],
    ).criteria;

    expect(criterion).to.deep.include({ kind: "failure", faults: ["throws", "crashes"] });
    expect(stancesOf(criterion)).to.deep.equal(["x reason", "y reason", "z price"]);
  });

  it("states the size from which another strategy is the cheapest, as the bills do", () => {
    const inputs = withDefaults({ users: 50_000, requestsPerUser: 300 });
    const report = createReport(names);
    const sizeOf = (users: number) =>
      decide({ ...report, model: current, cost: compareCosts(current, { ...inputs, users }, TODAY) }).criteria.find(
        ({ kind }) => kind === "cost",
      );
    const cost = sizeOf(50_000);
    if (cost?.kind !== "cost") throw new Error("no cost");
    const [together, turn] = cost.byUsers;

    expect(together?.cheapest).to.have.lengthOf(2);
    expect(turn?.cheapest).to.have.lengthOf(1);
    expect(sizeOf((turn?.from ?? 0) - 1)).to.have.property("isDifferent", false);
    const above = sizeOf(turn?.from ?? 0);
    expect(above?.facts.filter(({ stance }) => stance === "reason").map(({ strategy }) => strategy)).to.deep.equal(
      turn?.cheapest,
    );
  });

  it("considers latency only if it is trusted and a difference is claimed", () => {
    const scenarios = [
      createScenario("miss", ["x", "y"], { differences: [createDifference("x", "y", { valueMs: 1 })] }),
      createScenario("hit", ["x", "y"], { differences: [createDifference("x", "y", { hasDifference: false })] }),
    ];
    const decisionOf = (changes: Partial<ComparisonReport["latency"]>) =>
      createReport(["x", "y"], { latency: createLatency(["x", "y"], { scenarios, ...changes }) }).decision;
    const ofLatency = (changes: Partial<ComparisonReport["latency"]>) =>
      decisionOf(changes).criteria.filter(({ kind }) => kind === "latency");

    expect(ofLatency({}).map(stancesOf)).to.deep.equal([["x reason", "y price"]]);
    expect(ofLatency({})[0]?.evidence).to.deep.equal([{ kind: "latency", scenario: "miss" }]);
    const reasons = [{ kind: "empty control" }] as const;
    const busy = { isTrustworthy: false, reasons };
    expect(ofLatency(busy)).to.deep.equal([]);
    expect(decisionOf(busy).leftOut).to.deep.equal([{ kind: "latency", why: "not trustworthy", reasons, timingSource: TIMES }]);
  });

  it("takes what the target was not asked from the one that was", () => {
    const decides = { question: "admission", whose: "machine" } as const;
    const here = createBehaviour([createSituation("m", [], { decides, notAsked: "billed" })], {
      target: "aws",
      strategies: ["x", "y"],
    });
    const engine = createBehaviour([createSituation("m", [createCell("x", passed), createCell("y")], { decides })]);
    const { decision } = createReport(["x", "y"], { target: "aws", behaviour: [here, engine] });
    const [choice] = tellDecision(decision, ["x", "y"], "aws").choices;

    expect(choice?.when[0]?.text).to.include("(asked on the target engine only)");
  });
});

describe("tellDecision", () => {
  it("states which causes a refused client can distinguish, with status, message and WWW-Authenticate", () => {
    const causes = ["no token", "missing permission"] as const;
    const refused = (one: Partial<Cell>, other: Partial<Cell>) => [one, other, other];
    const told = { status: 403, message: "No", challenge: 'Bearer error="insufficient_scope"' };
    const decision = criteriaOf(
      [{ question: "refusal", cause: causes[0] }, ...refused({}, {})],
      [{ question: "refusal", cause: causes[1] }, ...refused({}, told)],
    );
    const [x, y] = tellDecision(decision, names, "engine").choices;

    expect(x?.when[0]?.text).to.equal(
      "a refused client need not be told why: 401 “Unauthorized” for a missing token and a missing permission; none has a WWW-Authenticate",
    );
    expect(y?.when[0]?.text).to.equal(
      "a refused client has to tell a missing token and a missing permission from every other cause: 401 “Unauthorized” for a missing " +
        'token and 403 “No” with WWW-Authenticate Bearer error="insufficient_scope" for a missing permission',
    );
  });

  it("names the other strategies, equal ones together, and states once what is the same in all", () => {
    const { choices, alike } = tellDecision(
      criteriaOf(
        [lasting("signed out"), until(3600), until(7200), until(7200)],
        [lasting("signed out", 0), ...names.map(() => until(60))],
      ),
      names,
      "engine",
    );

    expect(choices[0]?.when[0]?.text).to.include("(until 120 min after the sign-in under y and z; simulated on this machine)");
    expect(choices[1]?.accept[0]?.text).to.match(/^a token goes on until 120 min/);
    expect(alike.map(({ text }) => text)[0]).to.match(/^A token goes on until 1 min.*authorizerCacheTtlSeconds 0/);
  });

  it("marks what is assumed about AWS, and what deviates from the contract", () => {
    const source = { confidence: "assumed", text: "nobody says it" } as const;
    const [, criterion] = [
      0,
      tellDecision(
        criteriaOf([lasting("signed out"), { ...until(60), source, isAsExpected: false }, until(61), until(61)]),
        names,
        "engine",
      ),
    ] as const;

    expect(criterion.choices[0]?.when[0]?.text).to.match(/ \[not what the contract says; partly assumed of AWS\]$/);
    expect(criterion.choices[1]?.accept[0]?.text).not.to.include("[");
  });
});

describe("formatDecision", () => {
  it("names the evidence of each line, in 120 columns", () => {
    const decision = criteriaOf([lasting("signed out"), until(3600), until(7200), until(7200)]);
    const lines = formatDecision(decision, names, "engine");

    expect(lines[0]).to.equal("  CHOOSE x when");
    expect(lines.join(" ").replace(/\s+/g, " ")).to.include("-> situations s0").and.include("-> cost in code");
    expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(120);
  });
});
