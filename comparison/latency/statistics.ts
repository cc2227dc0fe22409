/** Percentiles in reports. */
const PERCENTILES = [50, 90, 95, 99, 99.9] as const;

/** Minimum number of values above a percentile; with fewer, a handful of requests would decide it. */
const MIN_VALUES_ABOVE = 10;

/** Tolerates floating-point error, since 99.9 has no exact binary representation. */
const ROUNDING = 1e-9;

/** Percentiles supported by a sample size: those with n(1 - p) of at least 10. */
export const percentilesFor = (count: number): readonly number[] =>
  PERCENTILES.filter((p) => (count * (100 - p)) / 100 >= MIN_VALUES_ABOVE - ROUNDING);

/** The nearest rank of a percentile among `count` sorted values. */
export const rankOf = (p: number, count: number) => Math.max(1, Math.ceil((p * count) / 100 - ROUNDING));

/** The smallest value that at least p per cent of the values do not exceed (nearest rank). */
export function percentileOf(values: readonly number[], p: number): number {
  const value = values.toSorted((a, b) => a - b)[rankOf(p, values.length) - 1];
  if (value === undefined) throw new Error("cannot take a percentile of no values");
  return value;
}
