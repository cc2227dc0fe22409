import { expect } from "chai";
import { ContractMissingError, contracts, findContract } from "../../../comparison/behaviour/contracts";
import type { Finding } from "../../../comparison/behaviour/report";
import { runBehaviour } from "../../../comparison/behaviour/run";
import type { Expectation, Situation } from "../../../comparison/behaviour/situation";
import { CLOSED, CONTRACT, createFakeTarget, NO_TOKEN, OPEN, REFUSAL } from "./fake-target";

const CONTRACTS = { first: CONTRACT, second: CONTRACT };

describe("runBehaviour", () => {
  const run = (finding: Finding, ...situations: readonly Situation[]) =>
    runBehaviour(createFakeTarget(finding).target, { situations, contracts: CONTRACTS });
  const faultsOf = async (finding: Partial<Finding>, expectation: Expectation) => {
    const { differences } = await run({ ...REFUSAL, ...finding }, { ...NO_TOKEN, expect: () => expectation });
    return differences[0]?.faults ?? [];
  };

  it("says of each strategy what was seen, what was expected, and from where", async () => {
    const { situations, differences, ...head } = await run(REFUSAL, NO_TOKEN);

    const { source, ...expected } = CLOSED;
    const cell = { ...REFUSAL, expected, source, isAsExpected: true };
    expect(situations).to.deep.equal([
      {
        id: "no-token",
        topic: "The token",
        sentence: "No token is sent",
        cells: [
          { strategy: "first", ...cell },
          { strategy: "second", ...cell },
        ],
      },
    ]);
    expect(differences).to.deep.equal([]);
    expect(head).to.include({ target: "fake", times: "simulated on this machine" });
    expect(JSON.parse(JSON.stringify(situations))).to.deep.equal(situations);
  });

  it("marks a cell that its strategy's contract does not expect, and that one only", async () => {
    const { target } = createFakeTarget(REFUSAL);
    const wrong = { ...CONTRACT, noToken: { ...CLOSED, status: 403 } };

    const report = await runBehaviour(target, { situations: [NO_TOKEN], contracts: { first: CONTRACT, second: wrong } });

    expect(report.situations[0]?.cells.map(({ isAsExpected }) => isAsExpected)).to.deep.equal([true, false]);
    expect(report.differences).to.deep.equal([
      { situation: "no-token", strategy: "second", faults: ["the status is 401; expected 403"], source: CLOSED.source },
    ]);
  });

  it("compares status, message, decider, cold start and time, each where something is expected of it", async () => {
    const passed = { isPassed: true, status: 404, message: "there is no pet x1" };
    expect(await faultsOf(passed, OPEN)).to.deep.equal([]);
    expect(await faultsOf({}, { ...OPEN, status: "passed" })).to.deep.equal(['the status is 401; expected "passed"']);
    // The function behind the route answered so, and nobody refused anything.
    expect(await faultsOf({ isPassed: true }, CLOSED)).to.deep.equal(["the status is 401; expected 401"]);
    expect(await faultsOf({ message: null }, CLOSED)).to.deep.equal(['the message is null; expected "Unauthorized"']);
    expect(await faultsOf({ message: "x" }, { ...CLOSED, message: null })).to.deep.equal(['the message is "x"; expected null']);
    expect(await faultsOf({ decidedBy: "cached policy" }, CLOSED)).to.deep.equal([
      'the decider is "cached policy"; expected "API Gateway"',
    ]);
    expect(await faultsOf({}, { ...CLOSED, isColdStart: true })).to.deep.equal(["the cold start is false; expected true"]);
    expect(await faultsOf({ effectiveAfterSeconds: 3900 }, { ...CLOSED, effectiveAfterSeconds: 3600 })).to.deep.equal([
      "the time until it takes effect in seconds is 3900; expected 3600",
    ]);
    expect(await faultsOf({}, { ...CLOSED, effectiveAfterSeconds: 3600 })).to.have.lengthOf(1);
  });

  it("takes a star in an expected message for anything, and every other character for itself", async () => {
    const message = "failed with error RequestId: 1 Error: (x).";

    expect(await faultsOf({ message }, { ...CLOSED, message: "failed with error * Error: (x)." })).to.deep.equal([]);
    expect(await faultsOf({ message }, { ...CLOSED, message: "failed with error * Error: .x.." })).to.have.lengthOf(1);
    expect(await faultsOf({ message }, { ...CLOSED, message: "failed" })).to.have.lengthOf(1);
  });

  it("goes to each surroundings once, and keeps the order of the rows", async () => {
    const { target, entered } = createFakeTarget(REFUSAL);
    const row = (id: string, surroundings?: Situation["surroundings"]) => ({
      ...NO_TOKEN,
      id,
      ...(surroundings === undefined ? {} : { surroundings }),
    });
    const situations = [row("a"), row("b", { cacheTtlSeconds: 0 }), row("c"), row("d", { cacheTtlSeconds: 0 })];
    const progress: string[] = [];

    const report = await runBehaviour(target, {
      situations,
      contracts: CONTRACTS,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });

    expect(entered).to.deep.equal([{}, { cacheTtlSeconds: 0 }]);
    expect(report.situations.map(({ id }) => id)).to.deep.equal(["a", "b", "c", "d"]);
    expect(progress).to.deep.equal(["0/4", "1/4", "2/4", "3/4"]);
  });

  it("names situation and strategy where a situation cannot be made", async () => {
    const broken = { ...NO_TOKEN, run: async () => Promise.reject(new Error("the target is gone")) };

    const error = await run(REFUSAL, broken).catch(String);

    expect(error).to.include("the situation no-token could not be made under first").and.include("the target is gone");
  });

  it("asks nothing for a strategy without a contract, and says where to add it", async () => {
    const { target, entered } = createFakeTarget(REFUSAL, ["access-token-scopes", "verified-permissions"]);

    const error: unknown = await runBehaviour(target, { situations: [NO_TOKEN] }).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(ContractMissingError).and.include({ strategy: "verified-permissions" });
    expect(error)
      .to.have.property("message")
      .that.includes('the strategy "verified-permissions" has no contract')
      .and.includes("comparison/behaviour/contracts/verified-permissions.ts")
      .and.includes("comparison/behaviour/contracts.ts");
    expect(entered).to.deep.equal([]);
  });
});

describe("findContract", () => {
  it("does not take what every object has for a contract", () => {
    for (const name of ["constructor", "toString", "__proto__"])
      expect(() => findContract(name, contracts), name).to.throw(ContractMissingError);
  });

  it("has for every clause a source that names a page and a date, or says why it is assumed", () => {
    for (const [strategy, { cache, failure, outstanding, ...clauses }] of Object.entries(contracts)) {
      const { at: _at, ...failures } = failure;
      const sources = [...Object.values(clauses), ...Object.values(failures)].map(({ source }) => source);
      for (const { confidence, text } of [...sources, outstanding, ...Object.values(cache ?? {})]) {
        if (confidence !== "assumed") expect(text, strategy).to.match(/, read 20\d\d-\d\d|; the text is reported$/);
        expect(text, strategy).not.to.equal("");
      }
    }
  });
});
