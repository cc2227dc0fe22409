import { expect } from "chai";
import fc from "fast-check";
import { deriveBreakEven, findBreakEven, traceBreakEven } from "../../../comparison/cost/break-even";
import { computeDifferenceUsd } from "../../../comparison/cost/difference";
import { withDefaults } from "../../../comparison/cost/inputs";
import { priceLists } from "../../../comparison/cost/prices";
import { someInputs } from "./arbitraries";

const { current, "before-2024-11": before } = priceLists;

describe("deriveBreakEven", () => {
  const inputs = withDefaults({
    users: 50_000,
    signInsPerUser: 4,
    refreshesPerUser: 16,
    cacheHitRate: 0.5,
    coldShare: 0,
    logBytesPerInvocation: 0,
    functionMemoryMb: 1024,
    authorizerMs: 30,
    triggerMs: 15,
  });

  it("divides the premium and the trigger by what a request costs the authorizer", () => {
    const formula = deriveBreakEven(current, inputs, "plus");

    // (1,000 - 220) / 50,000
    expect(formula.premiumUsdPerUser).to.be.closeTo(0.0156, 1e-12);
    // 20 x (0.20 / 1,000,000 + 0.015 x 0.0000133334)
    expect(formula.triggerUsdPerUser).to.be.closeTo(0.00000800002, 1e-14);
    // 0.20 / 1,000,000 + 0.03 x 0.0000133334
    expect(formula.usdPerAuthorization).to.be.closeTo(6.00002e-7, 1e-15);
    expect(formula.missRate).to.equal(0.5);
    // (0.0156 + 0.00000800002) / (0.5 x 0.000000600002)
    expect(formula.requestsPerUser).to.be.closeTo(52_026.5, 0.1);
  });

  it("has no answer where no request costs the authorizer anything, and without users", () => {
    expect(deriveBreakEven(current, { ...inputs, cacheHitRate: 1 }, "plus").requestsPerUser).to.equal(null);
    expect(deriveBreakEven(current, { ...inputs, users: 0 }, "plus").requestsPerUser).to.equal(null);
  });
});

describe("findBreakEven", () => {
  it("is what the formula says, without free tiers and below the dearer steps", () => {
    const inputs = withDefaults({ users: 2_000, hasFreeTiers: false });

    for (const variant of ["plus", "essentials"]) {
      const expected = deriveBreakEven(current, inputs, variant).requestsPerUser ?? Number.NaN;
      expect(findBreakEven(current, inputs, variant), variant).to.be.closeTo(expected, expected * 1e-6);
    }
  });

  it("is where the two bills meet: below it the scopes cost more, from it on they do not", () => {
    fc.assert(
      fc.property(someInputs, fc.constantFrom("plus", "essentials"), (inputs, variant) => {
        const found = findBreakEven(current, inputs, variant);
        fc.pre(found !== null && found > 0);
        const differenceAt = (requestsPerUser: number) => computeDifferenceUsd(current, { ...inputs, requestsPerUser }, variant);

        expect(differenceAt(found * (1 - 1e-8))).to.be.greaterThan(0);
        expect(differenceAt(found)).to.be.at.most(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it("is where the misses are as many as the trigger's calls when the plans cost the same: essentials and lite up to 10,000 users", () => {
    // 1,000,000 requests and more use up the free ones; 20 calls of the trigger = 0.1 x 200 requests. Compute and logs are free.
    const inputs = withDefaults({ users: 10_000, signInsPerUser: 4, refreshesPerUser: 16, cacheHitRate: 0.9 });

    expect(findBreakEven(current, inputs, "essentials")).to.be.closeTo(200, 1e-4);
  });

  it("is zero where the scopes never cost more", () => {
    const inputs = withDefaults({ users: 10_000, signInsPerUser: 0, refreshesPerUser: 0 });

    expect(findBreakEven(current, inputs, "essentials")).to.equal(0);
  });

  it("is not there where the authorizer never costs as much: with a cache that always hits", () => {
    expect(findBreakEven(current, withDefaults({ cacheHitRate: 1 }), "plus")).to.equal(null);
    expect(findBreakEven(current, withDefaults({ users: 0 }), "plus")).to.equal(null);
  });

  it("names the variants that there are when it is asked for another", () => {
    expect(() => findBreakEven(before, withDefaults(), "plus")).to.throw(RangeError, 'has "advanced-security"');
  });
});

describe("traceBreakEven", () => {
  it("gives the point of each number of users", () => {
    const inputs = withDefaults();

    const points = traceBreakEven(current, inputs, "plus", [10_000, 50_000]);

    expect(points).to.deep.equal([
      { users: 10_000, requestsPerUser: findBreakEven(current, { ...inputs, users: 10_000 }, "plus") },
      { users: 50_000, requestsPerUser: findBreakEven(current, { ...inputs, users: 50_000 }, "plus") },
    ]);
  });
});
