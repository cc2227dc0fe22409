import { createRandom } from "./plan";
import { percentileOf, rankOf } from "./statistics";

/**
 * Intervals by resampling whole rounds, because requests of one round share the machine's state. A resample uses the same rounds of all
 * series, so that common effects of a round cancel out in differences.
 */

/** The latencies of one series, by round. */
export type Blocks = readonly (readonly number[])[];

export interface Estimate {
  readonly valueMs: number;
  readonly low: number;
  readonly high: number;
}

export interface ResamplingOptions {
  readonly seed: number;
  readonly resamples: number;
}

export interface Resampled {
  /** Of all values. */
  readonly value: number;
  /** One for each resample. */
  readonly values: readonly number[];
}

/** A percentile of each resample. Series with equally many blocks get the same rounds for the same seed. */
export function resamplePercentile(blocks: Blocks, p: number, { seed, resamples }: ResamplingOptions): Resampled {
  const sorted = blocks.flatMap((values, block) => values.map((value) => ({ value, block }))).sort((a, b) => a.value - b.value);
  const random = createRandom(seed);
  const values = Array.from({ length: resamples }, () => {
    const draws = new Uint32Array(blocks.length);
    for (let i = 0; i < blocks.length; i++) {
      const block = random(blocks.length);
      draws[block] = (draws[block] ?? 0) + 1;
    }
    const count = blocks.reduce((sum, block, i) => sum + block.length * (draws[i] ?? 0), 0);
    const rank = rankOf(p, count);
    let reached = 0;
    for (const { value, block } of sorted) {
      reached += draws[block] ?? 0;
      if (reached >= rank) return value;
    }
    // Only empty blocks were drawn.
    return Number.NaN;
  });
  return { value: percentileOf(blocks.flat(), p), values };
}

/** The interval of a percentile. */
export const estimate = (resampled: Resampled, confidence: number, blockCount: number): Estimate => ({
  valueMs: resampled.value,
  ...intervalOf(resampled.values, confidence, blockCount),
});

/** The interval of b minus a. */
export function estimateDifference(a: Resampled, b: Resampled, confidence: number, blockCount: number): Estimate {
  const differences = b.values.map((value, i) => value - (a.values[i] ?? Number.NaN));
  return { valueMs: b.value - a.value, ...intervalOf(differences, confidence, blockCount) };
}

/** b as a multiple of a, with its interval. */
export function estimateRatio(a: Resampled, b: Resampled, confidence: number, blockCount: number) {
  const ratios = b.values.map((value, i) => value / (a.values[i] ?? Number.NaN));
  return { ratio: b.value / a.value, ...intervalOf(ratios, confidence, blockCount) };
}

/**
 * The expanded percentile interval: with few blocks, a bootstrap is too narrow by the factor sqrt((n-1)/n) and by using the normal
 * instead of Student's distribution; this corrects both. Source: Hesterberg, "What Teachers Should Know About the Bootstrap", 2015.
 */
function intervalOf(resampled: readonly number[], confidence: number, blockCount: number) {
  const values = resampled.filter(Number.isFinite).sort((a, b) => a - b);
  const degrees = Math.max(1, blockCount - 1);
  const z = Math.sqrt(blockCount / degrees) * studentQuantile(1 - (1 - confidence) / 2, degrees);
  const tail = 1 - normalProbability(z);
  const at = (fraction: number) => values[Math.min(values.length - 1, Math.max(0, Math.round(fraction)))] ?? Number.NaN;
  return { low: at(tail * values.length - 1), high: at((1 - tail) * values.length) };
}

/** Expansion in 1/degrees, accurate to 0.01 from 5 degrees of freedom. Source: Abramowitz and Stegun 26.7.5. */
function studentQuantile(probability: number, degrees: number): number {
  const z = normalQuantile(probability);
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}

/** Accurate to 7.5e-8. Source: Abramowitz and Stegun 26.2.17. */
function normalProbability(z: number): number {
  if (z < 0) return 1 - normalProbability(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduceRight((sum, c) => (sum + c) * t, 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** Its inverse, by bisection. */
function normalQuantile(probability: number): number {
  let [low, high] = [-8, 8];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < probability) low = middle;
    else high = middle;
  }
  return low;
}
