import { expect } from "chai";
import { assess } from "../../../comparison/latency/analysis";
import type { Estimate } from "../../../comparison/latency/bootstrap";
import type { Floor } from "../../../comparison/latency/report";
import { describeDifference, formatMs } from "../../../comparison/latency/trust";

const ERROR: Floor = { floorMs: 0.4, floorIs: "error" };

function describeEstimate(estimate: Estimate, floor = ERROR, confidence = 0.95): string {
  const pair = { scenario: "cache-miss", when: "on a cache miss", a: "one", b: "two", p: 50 };
  const difference = { ...pair, ...estimate, confidence, ...floor, ...assess(estimate, floor) };
  return describeDifference(difference, "measured on AWS in us-east-1");
}

describe("describeDifference", () => {
  it("says how much slower, with the interval and the timing source", () => {
    expect(describeEstimate({ valueMs: 3.1, low: 2.8, high: 3.4 })).to.equal(
      "two is 3.10 ms slower than one at p50 on a cache miss, 95 % 2.80 to 3.40, measured on AWS in us-east-1",
    );
  });

  it("says how much faster in positive numbers, the smaller one first", () => {
    expect(describeEstimate({ valueMs: -3.1, low: -3.4, high: -2.8 })).to.equal(
      "two is 3.10 ms faster than one at p50 on a cache miss, 95 % 2.80 to 3.40, measured on AWS in us-east-1",
    );
  });

  it("claims nothing if the interval contains 0, even at its end", () => {
    for (const [low, high] of [
      [-0.1, 6],
      [-6, 0.1],
      [0, 6],
      [-6, 0],
    ] as const) {
      expect(describeEstimate({ valueMs: 3, low, high })).to.match(/^no difference between one and two/);
    }
  });

  it("says for a clear difference that is too small to claim what it is smaller than", () => {
    const estimate = { valueMs: -0.3, low: -0.35, high: -0.25 };
    const sentence = "two is 0.30 ms faster than one at p50 on a cache miss, 95 % 0.25 to 0.35, measured on AWS in us-east-1";

    expect(describeEstimate(estimate)).to.equal(`too small to tell: ${sentence}; the generator is itself 0.40 ms off`);
    expect(describeEstimate(estimate, { floorMs: 0.5, floorIs: "lateness" })).to.equal(
      `too small to tell: ${sentence}; the generator sent 0.50 ms late`,
    );
    expect(describeEstimate(estimate, { floorMs: 0.29, floorIs: "lateness" })).to.equal(sentence);
  });

  it("names the confidence of a wider interval", () => {
    const verdict = describeEstimate({ valueMs: 0, low: -1, high: 1 }, ERROR, 0.9975);

    expect(verdict).to.contain("99.75 % -1.00 to 1.00 ms");
  });
});

describe("formatMs", () => {
  it("prints no negative zero", () => {
    expect([-0.001, 0.001, -0.5].map(formatMs)).to.deep.equal(["0.00", "0.00", "-0.50"]);
  });
});
