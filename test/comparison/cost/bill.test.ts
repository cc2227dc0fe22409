import { expect } from "chai";
import fc from "fast-check";
import { type Bill, computeBill, itemsOf, sumUsd } from "../../../comparison/cost/bill";
import { type NumericInputName, numericInputNames, numericInputs, withDefaults } from "../../../comparison/cost/inputs";
import { someInputs, someModel } from "./arbitraries";
import { before, current } from "./models";

const totalsOf = ({ shared, variants }: Bill) => variants.map((variant) => sumUsd(shared) + sumUsd(itemsOf(variant)));

/** Equal except for the last digit of a double. */
const slack = (usd: number) => 1e-9 * (1 + Math.abs(usd));

describe("computeBill", () => {
  const example = withDefaults({
    users: 1_000,
    requestsPerUser: 1_000,
    signInsPerUser: 4,
    refreshesPerUser: 16,
    cacheHitRate: 0.9,
    hasFreeTiers: false,
  });
  const usdOf = (items: Bill["shared"], name: string) => items.find((item) => item.name === name)?.usd;

  const itemsOfVariant = (name: string) =>
    computeBill(current, example)
      .variants.filter(({ variant }) => variant === name)
      .flatMap(itemsOf);

  it("charges once what every strategy pays", () => {
    const { shared } = computeBill(current, example);

    const expected: readonly [string, number][] = [
      // 1,000 users x 1,000 = 1,000,000 requests x 3.50 / 1,000,000
      ["REST requests", 3.5],
      // 1,000,000 x 0.20 / 1,000,000
      ["Pets function invocations", 0.2],
      // 1,000,000 x (30 + 0.01 x 255) ms x 0.25 GB = 8,137.5 GB-s x 0.0000133334
      ["Pets function compute", 0.10850054],
      // 0.2 GB x 0.50 + 0.2 GB x 14/30 months x 0.03
      ["Pets function logs", 0.1028],
      // 900,000 x 0.125 / 1,000,000
      ["Table reads", 0.1125],
      // 100,000 x 0.625 / 1,000,000
      ["Table writes", 0.0625],
      // 1,000 x 4 KB = 0.004 GB x 0.25
      ["Table storage", 0.001],
    ];
    expect(shared.map(({ name }) => name)).to.deep.equal(expected.map(([name]) => name));
    for (const [name, usd] of expected) expect(usdOf(shared, name), name).to.be.closeTo(usd, 1e-8);
  });

  it("charges the trigger for each sign-in and each refresh", () => {
    const items = itemsOfVariant("plus");

    // 1,000 x 0.02; 1,000 x (4 + 16) = 20,000 calls x 0.20 / 1,000,000; x 12.55 ms x 0.25 GB = 62.75 GB-s; 0.004 GB of logs
    expect(usdOf(items, "Cognito users")).to.equal(20);
    expect(usdOf(items, "Cognito advanced security")).to.equal(0);
    expect(usdOf(items, "Trigger invocations")).to.be.closeTo(0.004, 1e-9);
    expect(usdOf(items, "Trigger compute")).to.be.closeTo(0.00083667, 1e-8);
    expect(usdOf(items, "Trigger logs")).to.be.closeTo(0.002056, 1e-9);
    expect(items).to.have.lengthOf(5);
  });

  it("charges the authorizer for each cache miss", () => {
    const items = itemsOfVariant("lite");

    // 1,000 x 0.0055; 1,000,000 x 0.1 = 100,000 calls; x 22.55 ms x 0.25 GB = 563.75 GB-s; 0.02 GB of logs
    expect(usdOf(items, "Cognito users")).to.be.closeTo(5.5, 1e-9);
    expect(usdOf(items, "Authorizer invocations")).to.be.closeTo(0.02, 1e-9);
    expect(usdOf(items, "Authorizer compute")).to.be.closeTo(0.0075167, 1e-7);
    expect(usdOf(items, "Authorizer logs")).to.be.closeTo(0.01028, 1e-9);
    expect(items).to.have.lengthOf(5);
  });

  it("lets the pets function use the free tiers first, so that shared items are the same for every strategy", () => {
    // 600,000 calls of the pets function, then 600,000 of the authorizer: 200,000 of them exceed the free million
    const inputs = withDefaults({ users: 1_000, requestsPerUser: 600, cacheHitRate: 0 });

    const { shared, variants } = computeBill(current, inputs);

    expect(usdOf(shared, "Pets function invocations")).to.equal(0);
    expect(usdOf(variants.at(-1)?.guard ?? [], "Authorizer invocations")).to.be.closeTo(0.04, 1e-9);
  });

  it("charges cold starts with today's prices, but not with the old ones", () => {
    const cold = { ...example, coldShare: 1, initMs: 1_000, petsMs: 0 };

    // 1,000,000 x 1 s x 0.25 GB x 0.0000133334
    expect(usdOf(computeBill(current, cold).shared, "Pets function compute")).to.be.closeTo(3.33335, 1e-8);
    expect(usdOf(computeBill(before, cold).shared, "Pets function compute")).to.equal(0);
  });

  it("is zero without users, and only Cognito's price without requests, sign-ins and data", () => {
    fc.assert(
      fc.property(someModel, someInputs, (model, inputs) => {
        const idle = { requestsPerUser: 0, signInsPerUser: 0, refreshesPerUser: 0, tableKbPerUser: 0 };

        const empty = computeBill(model, { ...inputs, users: 0 });
        const idleGuards = computeBill(model, { ...inputs, ...idle }).variants.flatMap(({ guard }) => guard);

        expect(totalsOf(empty)).to.deep.equal(empty.variants.map(() => 0));
        expect(idleGuards.filter(({ usd }) => usd > 0)).to.deep.equal([]);
      }),
    );
  });

  for (const input of numericInputNames.filter((name) => name !== "cacheHitRate")) {
    it(`never falls as ${input} grows`, () => {
      assertDirection(input, (less, more) => more - less);
    });
  }

  it("never rises as cacheHitRate grows", () => {
    assertDirection("cacheHitRate", (less, more) => less - more);
  });

  function assertDirection(input: NumericInputName, gain: (less: number, more: number) => number) {
    const { min, max } = numericInputs[input];
    fc.assert(
      fc.property(someModel, someInputs, fc.double({ min: 1, max: 10, noNaN: true }), (model, inputs, factor) => {
        const larger = Math.min(max, Math.max(min, inputs[input] * factor));

        const less = totalsOf(computeBill(model, inputs));
        const more = totalsOf(computeBill(model, { ...inputs, [input]: larger }));

        for (const [i, usd] of less.entries()) expect(gain(usd, more[i] ?? Number.NaN)).to.be.at.least(-slack(usd));
      }),
    );
  }

  it("has no jumps: an additional user costs no more than the dearest one", () => {
    const atEdges = fc.constantFrom(9_999, 10_000, 49_999, 50_000, 99_999, 100_000, 999_999, 1_000_000, 9_999_999, 10_000_000);
    fc.assert(
      fc.property(someModel, atEdges, fc.boolean(), (model, users, hasFreeTiers) => {
        const at = (count: number) => totalsOf(computeBill(model, withDefaults({ users: count, hasFreeTiers })));
        const [less, more] = [at(users), at(users + 1)];

        // The dearest: 0.05 + 0.0055 for Cognito, below 0.01 for the default's 300 requests and 20 tokens
        for (const [i, usd] of less.entries()) expect((more[i] ?? Number.NaN) - usd).to.be.within(0, 0.0655);
      }),
    );
  });

  it("is never higher with free tiers than without", () => {
    fc.assert(
      fc.property(someModel, someInputs, (model, inputs) => {
        const free = totalsOf(computeBill(model, { ...inputs, hasFreeTiers: true }));
        const paid = totalsOf(computeBill(model, { ...inputs, hasFreeTiers: false }));

        for (const [i, usd] of free.entries()) expect(usd).to.be.at.most((paid[i] ?? Number.NaN) + slack(usd));
      }),
    );
  });

  it("is never higher for an older account than for a newer one", () => {
    fc.assert(
      fc.property(someModel, someInputs, (model, inputs) => {
        const older = totalsOf(computeBill(model, { ...inputs, accountCreatedOn: "2024-11-21" }));
        const newer = totalsOf(computeBill(model, { ...inputs, accountCreatedOn: "2024-11-22" }));

        for (const [i, usd] of older.entries()) expect(usd).to.be.at.most((newer[i] ?? Number.NaN) + slack(usd));
      }),
    );
  });
});
