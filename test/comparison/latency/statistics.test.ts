import { expect } from "chai";
import fc from "fast-check";
import { percentileOf, percentilesFor, rankOf } from "../../../comparison/latency/statistics";

const latencies = fc.array(fc.double({ min: 0.01, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 });

describe("percentileOf", () => {
  it("is the smallest value that this percentage does not exceed, for any values", () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom(50, 90, 95, 99, 99.9), (values, p) => {
        const sorted = values.toSorted((a, b) => a - b);
        // In integers, with the percentile in thousandths.
        const oracle = sorted.find((_, i) => (i + 1) * 1000 >= Math.round(p * 10) * values.length);

        expect(percentileOf(values, p)).to.equal(oracle);
      }),
    );
  });

  it("is exact for round numbers, which binary fractions would shift by one", () => {
    const thousand = Array.from({ length: 1000 }, (_, i) => i + 1);

    expect([50, 90, 95, 99, 99.9].map((p) => percentileOf(thousand, p))).to.deep.equal([500, 900, 950, 990, 999]);
    expect(rankOf(99.9, 41_000)).to.equal(40_959);
  });

  it("refuses an empty series", () => {
    expect(() => percentileOf([], 50)).to.throw("cannot take a percentile");
  });
});

describe("percentilesFor", () => {
  it("includes a percentile from the count on that leaves ten values above it", () => {
    expect([19, 20, 99, 100, 199, 200, 999, 1000, 9999, 10_000].map((count) => percentilesFor(count).at(-1))).to.deep.equal([
      undefined,
      50,
      50,
      90,
      90,
      95,
      95,
      99,
      99,
      99.9,
    ]);
  });
});
