import { expect } from "chai";
import { numericInputNames, withDefaults } from "../../../comparison/cost/inputs";
import { rankSensitivities } from "../../../comparison/cost/range";
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
