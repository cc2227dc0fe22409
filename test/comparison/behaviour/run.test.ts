import { expect } from "chai";
import type { Finding, Mismatch } from "../../../comparison/behaviour/report";
import { type BehaviourOptions, runBehaviour } from "../../../comparison/behaviour/run";
import type { Expectation, Situation, Times } from "../../../comparison/behaviour/situation";
import type { BehaviourTarget } from "../../../comparison/behaviour/target";
import { CLOSED, CONTRACT, createFakeTarget, NO_TOKEN, OPEN, REFUSAL } from "./fake-target";

const ask = (target: BehaviourTarget, situations: readonly Situation[], more: Partial<BehaviourOptions> = {}) =>
  runBehaviour(target, { situations, contracts: { first: CONTRACT, second: CONTRACT }, ...more });

describe("runBehaviour", () => {
  const run = (finding: Finding, ...situations: readonly Situation[]) => ask(createFakeTarget(finding).target, situations);
  const mismatchesOf = async (finding: Partial<Finding>, expectation: Expectation) => {
    const { differences } = await run({ ...REFUSAL, ...finding }, { ...NO_TOKEN, expect: () => expectation });
    return differences[0]?.mismatches ?? [];
  };

  it("reports for each strategy what was seen, what was expected, and the source", async () => {
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
    expect(head).to.include({ target: "fake", timingSource: "simulated on this machine" });
    expect(JSON.parse(JSON.stringify(situations))).to.deep.equal(situations);
  });

  it("marks only the cell that its strategy's contract does not expect", async () => {
    const { target } = createFakeTarget(REFUSAL);
    const wrong = { ...CONTRACT, noToken: { ...CLOSED, status: 403 } };

    const report = await runBehaviour(target, { situations: [NO_TOKEN], contracts: { first: CONTRACT, second: wrong } });

    expect(report.situations[0]?.cells.map(({ isAsExpected }) => isAsExpected)).to.deep.equal([true, false]);
    expect(report.differences).to.deep.equal([
      {
        situation: "no-token",
        strategy: "second",
        mismatches: [{ what: "status", seen: 401, expected: 403 }],
        source: CLOSED.source,
      },
    ]);
  });

  it("compares status, message, decider, cold start and time wherever they are expected", async () => {
    const passed = { isPassed: true, status: 404, message: "there is no pet x1" };
    const cases: readonly (readonly [Partial<Finding>, Expectation, Partial<Mismatch>?])[] = [
      [passed, OPEN],
      [{}, OPEN, { what: "status", seen: 401, expected: "passed" }],
      // The function behind the route answered so, and nobody refused anything.
      [{ isPassed: true }, CLOSED, { what: "status", seen: 401, expected: 401 }],
      [{ message: null }, CLOSED, { what: "message", seen: null, expected: "Unauthorized" }],
      [{ message: "x" }, { ...CLOSED, message: null }, { what: "message", seen: "x", expected: null }],
      [{ decidedBy: "cached policy" }, CLOSED, { what: "decider", seen: "cached policy", expected: "API Gateway" }],
      [{}, { ...CLOSED, isColdStart: true }, { what: "cold start", seen: false, expected: true }],
      [{ effectiveAfterSeconds: 3900 }, { ...CLOSED, effectiveAfterSeconds: 3600 }, { what: "time", seen: 3900, expected: 3600 }],
      [{}, { ...CLOSED, effectiveAfterSeconds: 3600 }, { what: "time", seen: null, expected: 3600 }],
    ];
    for (const [finding, expectation, ...mismatches] of cases)
      expect(await mismatchesOf(finding, expectation)).to.deep.equal(mismatches);
  });

  it("treats a star in an expected message as a wildcard, and every other character literally", async () => {
    const message = "failed with error RequestId: 1 Error: (x).";

    expect(await mismatchesOf({ message }, { ...CLOSED, message: "failed with error * Error: (x)." })).to.deep.equal([]);
    expect(await mismatchesOf({ message }, { ...CLOSED, message: "failed with error * Error: .x.." })).to.have.lengthOf(1);
    expect(await mismatchesOf({ message }, { ...CLOSED, message: "failed" })).to.have.lengthOf(1);
  });

  it("enters each of the conditions once, and keeps the order of the rows", async () => {
    const { target, entered } = createFakeTarget(REFUSAL);
    const row = (id: string, conditions?: Situation["conditions"]) => ({
      ...NO_TOKEN,
      id,
      ...(conditions === undefined ? {} : { conditions }),
    });
    const situations = [row("a"), row("b", { cacheTtlSeconds: 0 }), row("c"), row("d", { cacheTtlSeconds: 0 })];
    const progress: string[] = [];

    const report = await ask(target, situations, { onProgress: (done, total) => progress.push(`${done}/${total}`) });

    expect(entered).to.deep.equal([{}, { cacheTtlSeconds: 0 }]);
    expect(report.situations.map(({ id }) => id)).to.deep.equal(["a", "b", "c", "d"]);
    expect(progress).to.deep.equal(["0/4", "1/4", "2/4", "3/4"]);
  });

  it("names situation and strategy if a situation cannot be created", async () => {
    const broken = { ...NO_TOKEN, run: async () => Promise.reject(new Error("the target is gone")) };

    const error = await run(REFUSAL, broken).catch(String);

    expect(error).to.include("could not set up the situation no-token under first").and.include("the target is gone");
  });

  it("does not count what a target cannot report as a mismatch", async () => {
    const { decidedBy: _decidedBy, isColdStart: _isColdStart, ...untold } = REFUSAL;
    const told: Situation["expect"] = () => ({ ...CLOSED, decidedBy: "cached policy", isColdStart: true });
    const { target } = createFakeTarget(untold);

    const { differences } = await ask(target, [{ ...NO_TOKEN, expect: told }]);

    expect(differences).to.deep.equal([]);
  });

  it("adds what is reported later before comparing with a contract", async () => {
    const { target } = createFakeTarget(REFUSAL);
    const complete: BehaviourTarget["complete"] = async (findings) =>
      findings.map((finding) => ({ ...finding, decidedBy: "cached policy" as const }));

    const { differences } = await ask({ ...target, complete }, [NO_TOKEN]);

    expect(differences.map(({ mismatches }) => mismatches)).to.deep.equal(
      ["first", "second"].map(() => [{ what: "decider", seen: "cached policy", expected: "API Gateway" }]),
    );
  });

  describe("in real time", () => {
    const slow = (id: string, seconds: number): Situation => ({ ...NO_TOKEN, id, needsSeconds: () => seconds });

    it("skips what takes longer than allowed, and says how to include it", async () => {
      const { target, entered } = createFakeTarget(REFUSAL);
      const conditions = { cacheTtlSeconds: 3600 };
      const situations = [slow("short", 60), { ...slow("long", 61), conditions }];
      const progress: string[] = [];

      const report = await ask({ ...target, maxWaitSeconds: 60 }, situations, {
        onProgress: (done, total) => progress.push(`${done}/${total}`),
      });

      expect(report.situations.map(({ notAsked }) => notAsked)).to.deep.equal([
        undefined,
        "it takes 2 minutes of real time; it is asked with --wait 2",
      ]);
      expect(report.situations.map(({ cells }) => cells.length)).to.deep.equal([2, 0]);
      expect(report.differences).to.deep.equal([]);
      expect(entered).to.deep.equal([{}]);
      expect(progress.at(-1)).to.equal("1/1");
    });

    it("passes the lifetimes of tokens and policies to a situation", async () => {
      const { target } = createFakeTarget(REFUSAL);
      const facts: Times[] = [];
      const situation: Situation = {
        ...NO_TOKEN,
        conditions: { cacheTtlSeconds: 60 },
        needsSeconds: (told) => facts.push(told),
      };

      await ask({ ...target, tokenValiditySeconds: 300 }, [situation]);

      expect(facts[0]).to.deep.equal({ tokenValiditySeconds: 300, cacheTtlSeconds: 60 });
    });

    it("runs waiting rows concurrently, after the others", async () => {
      const { target } = createFakeTarget(REFUSAL);
      let arrived = 0;
      let openAll: () => void = () => undefined;
      const everybody = new Promise<void>((resolve) => {
        openAll = resolve;
      });
      // Each continues only once all have started: in sequence they would never end.
      const meet: Situation["run"] = async (lab) => {
        if (++arrived === 4) openAll();
        await everybody;
        return NO_TOKEN.run(lab);
      };
      const order: string[] = [];
      const quick: Situation = {
        ...NO_TOKEN,
        id: "quick",
        run: (lab) => {
          order.push(`quick ${arrived}`);
          return NO_TOKEN.run(lab);
        },
      };
      const situations = [{ ...slow("a", 60), run: meet }, quick, { ...slow("b", 60), run: meet }];

      const report = await ask({ ...target, maxWaitSeconds: 60 }, situations);

      expect(order).to.deep.equal(["quick 0", "quick 0"]);
      expect(report.situations.map(({ id, cells }) => [id, ...cells.map(({ strategy }) => strategy)])).to.deep.equal(
        ["a", "quick", "b"].map((id) => [id, "first", "second"]),
      );
    });
  });

  it("skips conditions that the target cannot create, with a reason", async () => {
    const { target, entered } = createFakeTarget(REFUSAL);
    const findObstacle: BehaviourTarget["findObstacle"] = ({ hasNewKeys }) => (hasNewKeys ? "nobody can rotate keys" : undefined);
    const situations = [{ ...NO_TOKEN, conditions: { hasNewKeys: true } as const }];

    const report = await ask({ ...target, findObstacle }, situations);

    expect(report.situations[0]).to.deep.include({ notAsked: "nobody can rotate keys", cells: [] });
    expect(entered).to.deep.equal([]);
  });

  it("skips the token of another pool if there is only one", async () => {
    const { target } = createFakeTarget(REFUSAL, ["first"]);

    const report = await ask(target, [{ ...NO_TOKEN, needsAnotherPool: true }]);

    expect(report.situations[0]?.notAsked).to.include("there is only one strategy");
  });

  it("skips what needs the pool's signature if its key is not available", async () => {
    const { target } = createFakeTarget(REFUSAL);
    const asked = [{ ...NO_TOKEN, needsPoolKey: true } as const];

    const [withKeys, without] = [await ask(target, asked), await ask({ ...target, hasPoolKeys: false }, asked)];

    expect(withKeys.situations[0]?.cells).to.have.lengthOf(2);
    expect(without.situations[0]?.notAsked).to.include("ask the target engine");
  });

  it("does not change a cache TTL that the program has anyway", async () => {
    const { target, entered } = createFakeTarget(REFUSAL);
    const situations = [NO_TOKEN, { ...NO_TOKEN, id: "b", conditions: { cacheTtlSeconds: 300 } }];

    await ask(target, situations);

    expect(entered).to.deep.equal([{}]);
  });

  it("stops before the next situation, with the given reason", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped by SIGINT");
    const asked: string[] = [];
    const situation = (id: string): Situation => ({
      ...NO_TOKEN,
      id,
      run: (lab) => {
        asked.push(`${id} ${lab.strategy}`);
        stop.abort(reason);
        return NO_TOKEN.run(lab);
      },
    });
    const { target } = createFakeTarget(REFUSAL, ["first"]);

    const error: unknown = await ask(target, [situation("a"), situation("b")], { signal: stop.signal }).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.equal(reason);
    expect(asked).to.deep.equal(["a first"]);
  });

  it("fails without a strategy's contract", async () => {
    const error: unknown = await ask(createFakeTarget(REFUSAL, ["first", "third"]).target, [NO_TOKEN]).catch(
      (reason: unknown) => reason,
    );

    expect(String(error)).to.include("no contract for third");
  });
});
