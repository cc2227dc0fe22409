import { expect } from "chai";
import fc from "fast-check";
import { findBreakEven } from "../../../comparison/cost/break-even";
import { computeDifferenceUsd } from "../../../comparison/cost/difference";
import { findAssumed, numericInputNames, withDefaults } from "../../../comparison/cost/inputs";
import { findBreakEvenRange, findDifferenceRange, rankSensitivities, scaleInput } from "../../../comparison/cost/range";
import { pairOf } from "./models";

describe("rankSensitivities", () => {
  it("tries every number, and ranks first what moves the difference most", () => {
    const ranked = rankSensitivities(pairOf("plus"), withDefaults());

    expect(ranked.map(({ input }) => input)).to.have.members([...numericInputNames]);
    expect(ranked[0]?.input).to.equal("users");
    const swings = ranked.map(({ swingUsdPerMonth }) => swingUsdPerMonth);
    expect(swings).to.deep.equal([...swings].sort((a, b) => b - a));
  });

  it("halves and doubles one input and keeps the others", () => {
    const inputs = withDefaults({ users: 50_000, requestsPerUser: 0, signInsPerUser: 0, refreshesPerUser: 0 });

    const users = rankSensitivities(pairOf("plus"), inputs).find(({ input }) => input === "users");

    // 25,000 x 0.02 - 15,000 x 0.0055 = 500 - 82.50; 100,000 x 0.02 - 90,000 x 0.0055 = 2,000 - 495
    expect(users).to.deep.equal({
      input: "users",
      half: { value: 25_000, differenceUsdPerMonth: 417.5 },
      double: { value: 100_000, differenceUsdPerMonth: 1_505 },
      swingUsdPerMonth: 1_087.5,
    });
  });

  it("halves and doubles the cache misses, within the bounds of every input", () => {
    const valuesOf = (given: Parameters<typeof withDefaults>[0], name: string) => {
      const found = rankSensitivities(pairOf("plus"), withDefaults(given)).find(({ input }) => input === name);
      return [found?.half.value, found?.double.value].map((value) => Number(value?.toFixed(6)));
    };

    expect(valuesOf({ cacheHitRate: 0.9 }, "cacheHitRate")).to.deep.equal([0.95, 0.8]);
    expect(valuesOf({ cacheHitRate: 0.2 }, "cacheHitRate")).to.deep.equal([0.6, 0]);
    expect(valuesOf({ functionMemoryMb: 128 }, "functionMemoryMb")).to.deep.equal([128, 256]);
    expect(valuesOf({ coldShare: 0.8 }, "coldShare")).to.deep.equal([0.4, 1]);
  });
});

const pair = pairOf("plus");
const inputs = withDefaults();
const question = { pair, inputs, assumed: findAssumed({}) };
const value = findBreakEven(pair, inputs);

describe("findBreakEvenRange", () => {
  it("is the figure itself without assumptions", () => {
    expect(findBreakEvenRange({ ...question, assumed: [] }, value)).to.deep.equal({ low: value, high: value });
  });

  it("gets wider with more assumptions", () => {
    const one = findBreakEvenRange({ ...question, assumed: ["cacheHitRate"] }, value);
    const all = findBreakEvenRange(question, value);

    // Twice the misses halve the break-even, and half of them double it.
    expect(one.low).to.be.closeTo((value ?? 0) / 2, 15_000);
    expect(one.high).to.be.closeTo((value ?? 0) * 2, 60_000);
    expect(all.low).to.be.below(one.low ?? 0);
    expect(all.high).to.be.above(one.high ?? 0);
  });

  it("ends with never if the assumed misses may be few enough", () => {
    const few = { ...inputs, users: 1e9, cacheHitRate: 1 - 1e-6 };

    expect(findBreakEvenRange({ ...question, inputs: few }, findBreakEven(pair, few)).high).to.equal(null);
  });
});

describe("findDifferenceRange", () => {
  it("includes the difference for any single assumption halved or doubled", () => {
    const { low, high } = findDifferenceRange(question);

    fc.assert(
      fc.property(fc.constantFrom(...question.assumed), fc.constantFrom(0.5, 1, 2), (name, factor) => {
        const changed = { ...inputs, [name]: scaleInput(name, inputs[name], factor) };
        expect(computeDifferenceUsd(pair, changed)).to.be.within(low - 1e-9, high + 1e-9);
      }),
    );
  });
});

describe("findAssumed", () => {
  it("omits what is given, what the program chooses, and the quantity in question", () => {
    const assumed = findAssumed({ authorizerMs: 7 });

    expect(assumed).to.include("cacheHitRate").and.include("triggerMs");
    for (const name of ["authorizerMs", "functionMemoryMb", "logRetentionDays", "users", "requestsPerUser"])
      expect(assumed).not.to.include(name);
  });
});
