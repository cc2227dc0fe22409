import { expect } from "chai";
import fc from "fast-check";
import { createContestants, createPlan, isControl } from "../../../comparison/latency/plan";

const seriesOf = (scenarios: readonly string[], contestants: readonly string[]) =>
  scenarios.map((scenario) => contestants.map((contestant) => ({ scenario, contestant })));
const plans = fc.record({
  seed: fc.integer(),
  scenarios: fc
    .tuple(
      fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 5 }),
      fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }),
    )
    .map(([scenarios, contestants]) => seriesOf(scenarios, contestants)),
  warmUpRounds: fc.nat(2),
  rounds: fc.integer({ min: 1, max: 5 }),
});
const CONTESTANTS = ["a", "b", "a (again)"];
const PLAN = { seed: 1, scenarios: seriesOf(["x", "y", "z"], CONTESTANTS), warmUpRounds: 1, rounds: 200 };

describe("createPlan", () => {
  it("has each scenario with each contestant once in every round", () => {
    fc.assert(
      fc.property(plans, (options) => {
        const plan = createPlan(options);

        const keys = plan.map(({ round, series }) => JSON.stringify([round, series]));
        const rounds = options.warmUpRounds + options.rounds;
        expect(new Set(keys).size).to.equal(keys.length);
        expect(keys.length).to.equal(rounds * options.scenarios.flat().length);
      }),
    );
  });

  it("is reproducible with the seed, and only with that one", () => {
    fc.assert(
      fc.property(plans, (options) => {
        expect(createPlan(options)).to.deep.equal(createPlan(options));
      }),
    );
    expect(createPlan(PLAN)).not.to.deep.equal(createPlan({ ...PLAN, seed: 2 }));
  });

  it("warms up first, and orders the rounds", () => {
    fc.assert(
      fc.property(plans, (options) => {
        const plan = createPlan(options);

        expect(plan.map(({ round }) => round)).to.deep.equal(plan.map(({ round }) => round).toSorted((a, b) => a - b));
        expect(plan.every(({ round, isWarmUp }) => isWarmUp === round < 0)).to.equal(true);
      }),
    );
  });

  it("groups the contestants of a scenario, each of them first equally often", () => {
    const plan = createPlan(PLAN);
    const groups = Array.from({ length: plan.length / 3 }, (_, i) => plan.slice(3 * i, 3 * i + 3));

    expect(groups.every((group) => new Set(group.map(({ series }) => series.scenario)).size === 1)).to.equal(true);
    for (const contestant of CONTESTANTS) {
      const first = groups.filter(([block]) => block?.series.contestant === contestant).length;
      expect(first / groups.length).to.be.closeTo(1 / 3, 0.06);
    }
  });
});

describe("createContestants", () => {
  it("adds the first strategy once more as the control", () => {
    const contestants = createContestants(["one", "two"]);

    expect(contestants.map(({ name, strategy }) => [name, strategy])).to.deep.equal([
      ["one", "one"],
      ["two", "two"],
      ["one (again)", "one"],
    ]);
    expect(contestants.map(isControl)).to.deep.equal([false, false, true]);
  });

  it("refuses to compare nothing", () => {
    expect(() => createContestants([])).to.throw("no strategy");
  });
});
