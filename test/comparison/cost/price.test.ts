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
  it("charges nothing for nothing", () => {
    expect(chargeUsd(price, paid, 0)).to.equal(0);
  });

  it("charges each unit at its own step's price, and the unit at a bound at the lower step's", () => {
    expect(chargeUsd(price, paid, 100)).to.equal(300);
    // 100 x 3 + 1 x 2
    expect(chargeUsd(price, paid, 101)).to.equal(302);
    // 100 x 3 + 900 x 2 + 500 x 1
    expect(chargeUsd(price, paid, 1_500)).to.equal(2_600);
  });

  it("deducts free units from the first steps, whose bounds stay", () => {
    expect(chargeUsd(price, free, 10)).to.equal(0);
    // 90 x 3 + 1 x 2
    expect(chargeUsd(price, free, 101)).to.equal(272);
  });

  it("applies the older free tier to accounts from before the date, and the newer one from that date on", () => {
    // 100 units: 50 x 3, or 90 x 3
    expect(chargeUsd(price, { hasFreeTiers: true, accountCreatedOn: "2024-11-21" }, 100)).to.equal(150);
    expect(chargeUsd(price, { hasFreeTiers: true, accountCreatedOn: "2024-11-22" }, 100)).to.equal(270);
  });

  it("divides the price by the number of units that it is published for", () => {
    expect(chargeUsd({ ...price, perUnits: 1_000 }, paid, 100)).to.equal(0.3);
  });

  it("charges units after others for what they add", () => {
    // The 5 before are free, of the next 10 five more are: 5 x 3
    expect(chargeUsd(price, free, 10, 5)).to.equal(15);
    // 90..100 x 3, 100..110 x 2
    expect(chargeUsd(price, free, 20, 90)).to.equal(50);
  });

  const units = fc.double({ min: 0, max: 5_000, noNaN: true });

  it("charges the same at once as in two parts", () => {
    fc.assert(
      fc.property(units, units, (first, second) => {
        const parts = chargeUsd(price, free, first) + chargeUsd(price, free, second, first);

        expect(parts).to.be.closeTo(chargeUsd(price, free, first + second), 1e-6);
      }),
    );
  });

  it("never falls with more units, and does not jump at any bound", () => {
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

  it("never charges more with a free tier than without", () => {
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
  it("states the confidence of the first step, and any that differ", () => {
    expect(describeConfidence(price)).to.equal("documented (higher steps reported, older accounts' free tier recalled)");
    expect(describeConfidence({ tiers: price.tiers.slice(0, 2) })).to.equal("documented");
  });
});
