import { expect } from "chai";
import { formatDifference, formatRequests, roundRequests } from "../../../comparison/cost/estimate";

describe("formatRequests", () => {
  it("prints two digits for assumed inputs, and three if all are given", () => {
    expect(formatRequests(477_163, { low: 139_601, high: 1_109_338 })).to.equal("480,000 (140,000 to 1,100,000)");
    expect(formatRequests(477_163, { low: 477_163, high: 477_163 })).to.equal("477,000");
    expect(formatRequests(199.99, { low: 0, high: 799.9 })).to.equal("200 (0 to 800)");
    expect(formatRequests(0.0123, { low: 0.0123, high: 0.02 })).to.equal("0.012 (0.012 to 0.02)");
  });

  it("omits a range that adds nothing", () => {
    expect(formatRequests(412_917, { low: 412_001, high: 413_002 })).to.equal("410,000");
  });

  it("prints never if there is none, even as the end of a range", () => {
    expect(formatRequests(null, { low: null, high: null })).to.equal("never");
    expect(formatRequests(500, { low: 200, high: null })).to.equal("500 (200 to never)");
    expect(formatRequests(null, { low: 200, high: null })).to.equal("never (200 to never)");
  });
});

describe("roundRequests", () => {
  it("returns the figure without its range", () => {
    expect(roundRequests(412_917, { low: 1, high: 2 })).to.equal("410,000");
  });
});

describe("formatDifference", () => {
  it("prints three digits, the sign, and a range if that adds something", () => {
    expect(formatDifference(14_636.55, { low: 14_630.1, high: 14_637.2 })).to.equal("+14,600");
    expect(formatDifference(-3.71, { low: -11.41, high: 1.3 })).to.equal("-3.71 (-11.4 to +1.3)");
  });
});
