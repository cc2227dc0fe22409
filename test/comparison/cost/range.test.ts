import { expect } from "chai";
import fc from "fast-check";
import { findBreakEven } from "../../../comparison/cost/break-even";
import { computeDifferenceUsd } from "../../../comparison/cost/difference";
import { findAssumed, withDefaults } from "../../../comparison/cost/inputs";
import { findBreakEvenRange, findDifferenceRange, scaleInput } from "../../../comparison/cost/range";
import { pairOf } from "./models";

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
