import { expect } from "chai";
import fc from "fast-check";
import {
  type Blocks,
  estimate,
  estimateDifference,
  estimateRatio,
  resamplePercentile,
} from "../../../comparison/latency/bootstrap";
import { createRandom, type RandomBelow } from "../../../comparison/latency/plan";
import { percentileOf } from "../../../comparison/latency/statistics";

const OPTIONS = { seed: 7, resamples: 600 };
const CONFIDENCE = 0.95;

const uniform = (random: RandomBelow) => (random(1_000_000) + 0.5) / 1_000_000;
/** Exponential latencies, with a shift shared by all requests of a block, like a machine's noise. */
function drawBlocks(random: RandomBelow, { blocks = 20, perBlock = 10, shiftMs = 0, noiseMs = 0 } = {}): Blocks {
  return Array.from({ length: blocks }, () => {
    const shared = shiftMs + noiseMs * uniform(random);
    return Array.from({ length: perBlock }, () => shared - 5 * Math.log(uniform(random)));
  });
}
const TRUE_MEDIAN_MS = 5 * Math.log(2);

/** How many of these repetitions have the true value in their interval. */
function coverage(repetitions: number, isCovered: (random: RandomBelow) => boolean): number {
  const random = createRandom(11);
  return Array.from({ length: repetitions }, () => isCovered(random)).filter(Boolean).length / repetitions;
}

describe("resamplePercentile", () => {
  it("returns the percentile of all values, and resamples within their range", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(1000), { minLength: 1 }), { minLength: 1, maxLength: 12 }), (blocks) => {
        const { value, values } = resamplePercentile(blocks, 90, { seed: 1, resamples: 20 });

        expect(value).to.equal(percentileOf(blocks.flat(), 90));
        expect(values.every((one) => blocks.flat().includes(one))).to.equal(true);
      }),
    );
  });

  it("always returns the same percentile for a single block", () => {
    const { values } = resamplePercentile([[3, 1, 2]], 50, { seed: 1, resamples: 5 });

    expect(values).to.deep.equal([2, 2, 2, 2, 2]);
  });

  it("is reproducible with the seed", () => {
    const blocks = drawBlocks(createRandom(3));

    expect(resamplePercentile(blocks, 50, OPTIONS)).to.deep.equal(resamplePercentile(blocks, 50, OPTIONS));
    expect(resamplePercentile(blocks, 50, OPTIONS)).not.to.deep.equal(resamplePercentile(blocks, 50, { ...OPTIONS, seed: 8 }));
  });

  it("draws whole blocks: equal values within blocks never mix", () => {
    const blocks = [
      [1, 1, 1],
      [9, 9, 9],
    ];

    const { values } = resamplePercentile(blocks, 100, { seed: 1, resamples: 400 });

    // Both draws from the first block have one chance in four; six single draws would have one in 64.
    expect(values.filter((value) => value === 1).length / 400).to.be.closeTo(0.25, 0.08);
  });
});

describe("estimate", () => {
  it("contains the true median in about 95 % of the cases", function () {
    this.timeout(60_000);
    const covered = coverage(300, (random) => {
      const { low, high } = estimate(resamplePercentile(drawBlocks(random), 50, OPTIONS), CONFIDENCE, 20);
      return low <= TRUE_MEDIAN_MS && TRUE_MEDIAN_MS <= high;
    });

    expect(covered).to.be.within(0.92, 0.985);
  });

  it("is wider for few blocks than their resamples alone", () => {
    const blocks = drawBlocks(createRandom(5), { blocks: 6, perBlock: 100, noiseMs: 10 });
    const resampled = resamplePercentile(blocks, 50, { seed: 1, resamples: 4000 });
    const widthFor = (blockCount: number) => {
      const { low, high } = estimate(resampled, CONFIDENCE, blockCount);
      return high - low;
    };

    expect(widthFor(6)).to.be.greaterThan(1.2 * widthFor(1_000_000));
  });
});

describe("estimateDifference", () => {
  const between = (a: Blocks, b: Blocks) =>
    estimateDifference(resamplePercentile(a, 50, OPTIONS), resamplePercentile(b, 50, OPTIONS), CONFIDENCE, a.length);

  it("contains the true difference in about 95 % of the cases, even if requests of a block are correlated", function () {
    this.timeout(60_000);
    const covered = coverage(300, (random) => {
      const a = drawBlocks(random, { noiseMs: 10 });
      const { low, high } = between(a, drawBlocks(random, { noiseMs: 10, shiftMs: 3 }));
      return low <= 3 && 3 <= high;
    });

    expect(covered).to.be.within(0.92, 0.985);
  });

  it("finds none between a series and itself, and all of a shift", () => {
    const a = drawBlocks(createRandom(9));

    expect(between(a, a)).to.deep.equal({ valueMs: 0, low: 0, high: 0 });
    const { low, high } = between(
      a,
      a.map((block) => block.map((value) => value + 3)),
    );
    expect([low, high].map((value) => value.toFixed(6))).to.deep.equal(["3.000000", "3.000000"]);
  });

  it("finds a multiple of itself to be exactly that", () => {
    const a = drawBlocks(createRandom(9));
    const [ofA, ofB] = [a, a.map((block) => block.map((value) => value * 2))].map((blocks) =>
      resamplePercentile(blocks, 50, { seed: 1, resamples: 200 }),
    );
    if (ofA === undefined || ofB === undefined) throw new Error("nothing was resampled");

    const { ratio, low, high } = estimateRatio(ofA, ofB, 0.95, a.length);

    expect([ratio, low, high].map((value) => value.toFixed(6))).to.deep.equal(["2.000000", "2.000000", "2.000000"]);
  });

  it("is narrow if a round's noise affects both series", () => {
    const random = createRandom(13);
    const a = drawBlocks(random);
    const rounds = a.map(() => 50 * uniform(random));
    const noisy = (blocks: Blocks) => blocks.map((block, i) => block.map((value) => value + (rounds[i] ?? 0)));
    const b = drawBlocks(random, { shiftMs: 3 });

    const together = between(noisy(a), noisy(b));
    const apart = between(noisy(a), noisy(b).toReversed());

    expect(together.high - together.low).to.be.lessThan((apart.high - apart.low) / 2);
  });
});
