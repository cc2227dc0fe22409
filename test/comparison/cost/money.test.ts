import { expect } from "chai";
import { formatNumber, formatUsd, toCents, toUsd } from "../../../comparison/cost/money";

describe("toCents", () => {
  it("rounds half a cent up, even if the binary fraction is slightly less", () => {
    expect([0.005, 1.005, 8.575, 0.0049999].map(toCents)).to.deep.equal([1, 101, 858, 0]);
  });

  it("returns no negative zero", () => {
    expect(Object.is(toCents(-0.001), 0)).to.equal(true);
  });
});

describe("toUsd", () => {
  it("converts cents back to dollars", () => {
    expect(toUsd(toCents(4_525.37))).to.equal(4_525.37);
  });
});

describe("formatUsd", () => {
  it("always prints cents and groups thousands", () => {
    expect([0, 2_500, -1_234.5].map(formatUsd)).to.deep.equal(["0.00", "2,500.00", "-1,234.50"]);
  });
});

describe("formatNumber", () => {
  it("prints up to the requested digits", () => {
    expect([formatNumber(1_234.5), formatNumber(0.25, 3)]).to.deep.equal(["1,235", "0.25"]);
  });
});
