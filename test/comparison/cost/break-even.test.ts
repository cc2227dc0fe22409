import { expect } from "chai";
import fc from "fast-check";
import { deriveBreakEven, findBreakEven, traceBreakEven } from "../../../comparison/cost/break-even";
import { computeDifferenceUsd } from "../../../comparison/cost/difference";
import { withDefaults } from "../../../comparison/cost/inputs";
import { authorizer } from "../../../strategies/id-token-lambda-authorizer/costs";
import { someInputs } from "./arbitraries";
import { pairOf } from "./models";

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

  it("divides the premium and the trigger by the authorizer's cost per request", () => {
    const formula = deriveBreakEven(pairOf("plus"), inputs);

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

  it("is undefined if requests cost the authorizer nothing, and without users", () => {
    expect(deriveBreakEven(pairOf("plus"), { ...inputs, cacheHitRate: 1 }).requestsPerUser).to.equal(null);
    expect(deriveBreakEven(pairOf("plus"), { ...inputs, users: 0 }).requestsPerUser).to.equal(null);
  });
});

describe("function called for each request", () => {
  const { list, variant, baseline } = pairOf("plus");
  const check = { ...authorizer, calledFor: "request", durationInput: "triggerMs" } as const;
  const inputs = withDefaults({ users: 2_000, hasFreeTiers: false, cacheHitRate: 0.9, authorizerMs: 20, triggerMs: 10 });

  it("is in the formula beside what the cache saves, and the bills are equal at its result", () => {
    const pair = { list, variant, baseline: { ...baseline, functions: [...baseline.functions, check] } };

    const { usdPerRequest, usdPerAuthorization, requestsPerUser } = deriveBreakEven(pair, inputs);

    expect(usdPerRequest).to.be.greaterThan(0).and.lessThan(usdPerAuthorization);
    expect(requestsPerUser).to.be.lessThan(deriveBreakEven(pairOf("plus"), inputs).requestsPerUser ?? 0);
    expect(findBreakEven(pair, inputs)).to.be.closeTo(requestsPerUser ?? Number.NaN, (requestsPerUser ?? 0) * 1e-6);
  });

  it("never breaks even if it belongs to the dearer side", () => {
    const pair = { list, variant: { ...variant, functions: [check] }, baseline };

    expect(deriveBreakEven(pair, inputs).requestsPerUser).to.equal(null);
    expect(findBreakEven(pair, inputs)).to.equal(null);
  });

  it("changes no break-even if both sides have the same", () => {
    const pair = { list, variant: { ...baseline, functions: [check] }, baseline: { ...baseline, functions: [check] } };

    expect(deriveBreakEven(pair, inputs).requestsPerUser).to.equal(0);
    expect(findBreakEven(pair, inputs)).to.equal(0);
  });
});

describe("findBreakEven", () => {
  it("matches the formula without free tiers and below the dearer steps", () => {
    const inputs = withDefaults({ users: 2_000, hasFreeTiers: false });

    for (const variant of ["plus", "essentials"]) {
      const expected = deriveBreakEven(pairOf(variant), inputs).requestsPerUser ?? Number.NaN;
      expect(findBreakEven(pairOf(variant), inputs), variant).to.be.closeTo(expected, expected * 1e-6);
    }
  });

  it("is where the bills are equal: below it the scopes cost more, from there on they do not", () => {
    fc.assert(
      fc.property(someInputs, fc.constantFrom("plus", "essentials"), (inputs, variant) => {
        const found = findBreakEven(pairOf(variant), inputs);
        fc.pre(found !== null && found > 0);
        const differenceAt = (requestsPerUser: number) => computeDifferenceUsd(pairOf(variant), { ...inputs, requestsPerUser });

        expect(differenceAt(found * (1 - 1e-8))).to.be.greaterThan(0);
        expect(differenceAt(found)).to.be.at.most(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it("is where misses equal the trigger's calls if the plans cost the same: essentials and lite up to 10,000 users", () => {
    // 1,000,000 requests or more exhaust the free ones; 20 calls of the trigger = 0.1 x 200 requests. Compute and logs are free.
    const inputs = withDefaults({ users: 10_000, signInsPerUser: 4, refreshesPerUser: 16, cacheHitRate: 0.9 });

    expect(findBreakEven(pairOf("essentials"), inputs)).to.be.closeTo(200, 1e-4);
  });

  it("is zero if the scopes never cost more", () => {
    const inputs = withDefaults({ users: 10_000, signInsPerUser: 0, refreshesPerUser: 0 });

    expect(findBreakEven(pairOf("essentials"), inputs)).to.equal(0);
  });

  it("is undefined if the authorizer never costs as much: with a cache that always hits", () => {
    expect(findBreakEven(pairOf("plus"), withDefaults({ cacheHitRate: 1 }))).to.equal(null);
    expect(findBreakEven(pairOf("plus"), withDefaults({ users: 0 }))).to.equal(null);
  });
});

describe("traceBreakEven", () => {
  it("returns the point for each number of users", () => {
    const inputs = withDefaults();

    const points = traceBreakEven(pairOf("plus"), inputs, [10_000, 50_000]);

    expect(points).to.deep.equal([
      { users: 10_000, requestsPerUser: findBreakEven(pairOf("plus"), { ...inputs, users: 10_000 }) },
      { users: 50_000, requestsPerUser: findBreakEven(pairOf("plus"), { ...inputs, users: 50_000 }) },
    ]);
  });
});
