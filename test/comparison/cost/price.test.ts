import { expect } from "chai";
import fc from "fast-check";
import { chargeUsd, describeConfidence, type Price } from "../../../comparison/cost/price";

const price: Price = {
  name: "things",
  region: "us-east-1",
  unit: "things",
  perUnits: 1,
  tiers: [
    { upToUnits: 100, usd: 3, confidence: "documented" },
    { upToUnits: 1_000, usd: 2, confidence: "documented" },
    { upToUnits: Number.POSITIVE_INFINITY, usd: 1, confidence: "reported" },
  ],
  freeTier: { units: 10, confidence: "documented" },
  olderAccounts: { units: 50, createdBefore: "2024-11-22", confidence: "recalled", source: "https://example.com" },
  source: "https://example.com",
  readOn: "2026-01-01",
};
const paid = { hasFreeTiers: false, accountCreatedOn: "2025-01-01" };
const free = { hasFreeTiers: true, accountCreatedOn: "2025-01-01" };

describe("chargeUsd", () => {
  it("takes nothing for nothing", () => {
    expect(chargeUsd(price, paid, 0)).to.equal(0);
  });

  it("takes each unit at its own step's price, the unit at the bound at the step's below", () => {
    expect(chargeUsd(price, paid, 100)).to.equal(300);
    // 100 x 3 + 1 x 2
    expect(chargeUsd(price, paid, 101)).to.equal(302);
    // 100 x 3 + 900 x 2 + 500 x 1
    expect(chargeUsd(price, paid, 1_500)).to.equal(2_600);
  });

  it("leaves the free units out of the first steps, whose bounds stay where they are", () => {
    expect(chargeUsd(price, free, 10)).to.equal(0);
    // 90 x 3 + 1 x 2
    expect(chargeUsd(price, free, 101)).to.equal(272);
  });

  it("gives accounts from before the day the older free tier, and those of the day itself the newer", () => {
    // 100 units: 50 x 3, or 90 x 3
    expect(chargeUsd(price, { hasFreeTiers: true, accountCreatedOn: "2024-11-21" }, 100)).to.equal(150);
    expect(chargeUsd(price, { hasFreeTiers: true, accountCreatedOn: "2024-11-22" }, 100)).to.equal(270);
  });

  it("counts the price for as many units as it is published for", () => {
    expect(chargeUsd({ ...price, perUnits: 1_000 }, paid, 100)).to.equal(0.3);
  });

  it("charges units after others for what they add", () => {
    // The 5 before are free, of the next 10 five more are: 5 x 3
    expect(chargeUsd(price, free, 10, 5)).to.equal(15);
    // 90..100 x 3, 100..110 x 2
    expect(chargeUsd(price, free, 20, 90)).to.equal(50);
  });

  const units = fc.double({ min: 0, max: 5_000, noNaN: true });

  it("charges the same in one go as in two parts", () => {
    fc.assert(
      fc.property(units, units, (first, second) => {
        const parts = chargeUsd(price, free, first) + chargeUsd(price, free, second, first);

        expect(parts).to.be.closeTo(chargeUsd(price, free, first + second), 1e-6);
      }),
    );
  });

  it("never falls with more units, and jumps at no bound", () => {
    fc.assert(
      fc.property(
        fc.oneof(units, fc.constantFrom(10, 50, 100, 1_000)),
        fc.double({ min: 0, max: 0.001, noNaN: true }),
        (at, step) => {
          const below = chargeUsd(price, free, at);
          const above = chargeUsd(price, free, at + step);

          expect(above - below).to.be.within(-1e-9, 3 * step + 1e-9);
        },
      ),
    );
  });

  it("never takes more with a free tier than without", () => {
    fc.assert(
      fc.property(
        units,
        units,
        (count, before) => chargeUsd(price, free, count, before) <= chargeUsd(price, paid, count, before),
      ),
    );
  });
});

describe("describeConfidence", () => {
  it("says how sure the first step is, and what differs from it", () => {
    expect(describeConfidence(price)).to.equal("documented (higher steps reported, older accounts' free tier recalled)");
    expect(describeConfidence({ tiers: price.tiers.slice(0, 2) })).to.equal("documented");
  });
});
