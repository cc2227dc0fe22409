import { expect } from "chai";
import { chargeUsd, type Price, pricesOf } from "../../../comparison/cost/price";
import { priceLists } from "../../../comparison/cost/prices";

const { current, "before-2024-11": before } = priceLists;
const newer = { hasFreeTiers: true, accountCreatedOn: "2025-01-01" };
const older = { hasFreeTiers: true, accountCreatedOn: "2024-11-21" };
const { lite, essentials, plus } = current.users;
const { base } = before.users;
const { advancedSecurity } = before;

describe("price lists", () => {
  for (const list of Object.values(priceLists)) {
    it(`${list.id} has a unit, region, source and date for every price`, () => {
      for (const { name, unit, region, source, readOn, perUnits } of pricesOf(list)) {
        expect(name, name).not.to.equal("");
        expect(unit, name).not.to.equal("");
        expect(region, name).to.equal("us-east-1");
        expect(source, name).to.match(/^https:\/\/\S+$/);
        expect(readOn, name).to.match(/^20\d\d-\d\d-\d\d$/);
        expect(perUnits, name).to.be.greaterThan(0);
      }
    });

    it(`${list.id} has steps that end at infinity and get cheaper`, () => {
      for (const { name, tiers } of pricesOf(list)) {
        tiers.slice(1).forEach((tier, i) => {
          expect(tier.upToUnits, name).to.be.greaterThan(tiers[i]?.upToUnits ?? Number.NaN);
          expect(tier.usd, name).to.be.lessThan(tiers[i]?.usd ?? Number.NaN);
        });
        expect(tiers.at(-1)?.upToUnits, name).to.equal(Number.POSITIVE_INFINITY);
      }
    });
  }

  it("match the worked example of AWS's own page for lite: 90,000 x 0.0055 = 495 and 850,000 x 0.0046 = 3,910", () => {
    // 100,000 users, of whom 10,000 are free; then 850,000 more, up to 950,000
    expect(chargeUsd(lite, newer, 100_000)).to.be.closeTo(495, 1e-9);
    expect(chargeUsd(lite, newer, 850_000, 100_000)).to.be.closeTo(3_910, 1e-9);
    expect(chargeUsd(lite, newer, 950_000)).to.be.closeTo(4_405, 1e-9);
  });

  // users, lite, lite of an account from before 2024-11-22, essentials, plus, and before that the users with advanced security
  const monthlyUsd = [
    [0, 0, 0, 0, 0, 0],
    [10_000, 0, 0, 0, 200, 500],
    [50_000, 220, 0, 600, 1_000, 2_500],
    [100_000, 495, 275, 1_350, 2_000, 4_525],
    [1_000_000, 4_635, 4_415, 14_850, 20_000, 26_665],
  ] as const;
  for (const [users, ofLite, ofLiteOlder, ofEssentials, ofPlus, ofAdvanced] of monthlyUsd) {
    it(`charge ${users} users what was calculated by hand`, () => {
      expect(chargeUsd(lite, newer, users)).to.be.closeTo(ofLite, 1e-6);
      expect(chargeUsd(lite, older, users)).to.be.closeTo(ofLiteOlder, 1e-6);
      expect(chargeUsd(essentials, newer, users)).to.be.closeTo(ofEssentials, 1e-6);
      expect(chargeUsd(plus, newer, users)).to.be.closeTo(ofPlus, 1e-6);
      expect(chargeUsd(base, newer, users) + chargeUsd(advancedSecurity, newer, users)).to.be.closeTo(ofAdvanced, 1e-6);
    });
  }

  describe("charge each step at its own price", () => {
    const terms = { hasFreeTiers: false, accountCreatedOn: "2025-01-01" };
    const { restRequests, lambdaCompute, logStorage, tableStorage } = current;
    const sums: readonly (readonly [string, readonly Price[], number, number])[] = [
      // 333 x 3.50 + 667 x 2.80 + 19,000 x 2.38 + 1,000 x 1.51, in millions of requests
      ["REST requests", [restRequests], 21e9, 49_763.1],
      // 7.5e9 x 0.0000133334 + 11.25e9 x 0.0000120001 + 1.25e9 x 0.0000106667
      ["compute on arm64", [lambdaCompute.arm64], 20e9, 248_335],
      // 6e9 x 0.0000166667 + 9e9 x 0.000015 + 1e9 x 0.0000133334
      ["compute on x86_64", [lambdaCompute.x86_64], 16e9, 248_333.6],
      // 100,000 x 0.0055 + 900,000 x 0.0046 + 9,000,000 x 0.00325 + 10,000,000 x 0.0025
      ["users on lite and before the plans", [lite, base], 20e6, 58_940],
      // 50,000 x 0.05 + 50,000 x 0.035 + 900,000 x 0.02 + 9,000,000 x 0.015 + 10,000,000 x 0.01
      ["advanced security", [advancedSecurity], 20e6, 257_250],
      ["stored logs", [logStorage], 100, 3],
      ["the table", [tableStorage], 100, 25],
    ];
    for (const [name, prices, units, usd] of sums) {
      it(name, () => {
        expect(prices).not.to.deep.equal([]);
        for (const price of prices) expect(chargeUsd(price, terms, units)).to.be.closeTo(usd, 1e-6);
      });
    }
  });

  it("charge about 0.267 USD for a million uncached authorizations of 20 ms and 256 MB on arm64 without free tiers", () => {
    const terms = { hasFreeTiers: false, accountCreatedOn: "2025-01-01" };

    // 1,000,000 x 0.2 / 1,000,000 + 1,000,000 x 0.02 s x 0.25 GB x 0.0000133334 = 0.2 + 0.066667
    const usd = chargeUsd(current.lambdaRequests, terms, 1e6) + chargeUsd(current.lambdaCompute.arm64, terms, 5_000);

    expect(usd).to.be.closeTo(0.266667, 1e-6);
  });

  it("charge 12,500 USD for 60 TB of Lambda logs as reported, by the steps that are only recalled", () => {
    // 10,000 x 0.5 + 20,000 x 0.25 + 20,000 x 0.1 + 10,000 x 0.05
    expect(chargeUsd(current.logIngestion, { ...newer, hasFreeTiers: false }, 60_000)).to.be.closeTo(12_500, 1e-6);
    expect(current.logIngestion.tiers.map(({ confidence }) => confidence)).to.deep.equal([
      "reported",
      "recalled",
      "recalled",
      "recalled",
    ]);
  });

  it("charge cold starts now and not before, and half for DynamoDB since its price cut", () => {
    expect([current.isInitBilled, before.isInitBilled]).to.deep.equal([true, false]);
    expect([current.tableReads, before.tableReads].map(({ tiers }) => tiers[0]?.usd)).to.deep.equal([0.125, 0.25]);
    expect([current.tableWrites, before.tableWrites].map(({ tiers }) => tiers[0]?.usd)).to.deep.equal([0.625, 1.25]);
  });
});
