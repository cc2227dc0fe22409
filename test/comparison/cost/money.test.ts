import { expect } from "chai";
import { formatNumber, formatUsd, toCents, toUsd } from "../../../comparison/cost/money";

describe("toCents", () => {
  it("rounds half a cent up, also where a binary fraction is a little less", () => {
    expect([0.005, 1.005, 8.575, 0.0049999].map(toCents)).to.deep.equal([1, 101, 858, 0]);
  });

  it("knows no zero with a sign", () => {
    expect(Object.is(toCents(-0.001), 0)).to.equal(true);
  });
});

describe("toUsd", () => {
  it("gives cents back as dollars", () => {
    expect(toUsd(toCents(4_525.37))).to.equal(4_525.37);
  });
});

describe("formatUsd", () => {
  it("writes cents always and groups thousands", () => {
    expect([0, 2_500, -1_234.5].map(formatUsd)).to.deep.equal(["0.00", "2,500.00", "-1,234.50"]);
  });
});

describe("formatNumber", () => {
  it("writes up to the digits that are asked for", () => {
    expect([formatNumber(1_234.5), formatNumber(0.25, 3)]).to.deep.equal(["1,235", "0.25"]);
  });
});
