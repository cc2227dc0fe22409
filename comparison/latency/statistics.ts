/** The percentiles that a report may show. */
const PERCENTILES = [50, 90, 95, 99, 99.9] as const;

/** A percentile with fewer values above it is left out: a handful of requests would decide it. */
const MIN_VALUES_ABOVE = 10;

/** 99.9 is no binary fraction; what is that close to a whole number is meant to be it. */
const ROUNDING = 1e-9;

/** The percentiles that so many values carry: p where n(1 - p) is 10 or more. */
export const percentilesFor = (count: number): readonly number[] =>
  PERCENTILES.filter((p) => (count * (100 - p)) / 100 >= MIN_VALUES_ABOVE - ROUNDING);

/** How many of `count` values, counted from the smallest, reach the percentile (the nearest rank). */
export const rankOf = (p: number, count: number) => Math.max(1, Math.ceil((p * count) / 100 - ROUNDING));

/** The smallest value that at least p per cent of the values do not exceed. */
export function percentileOf(values: readonly number[], p: number): number {
  const value = values.toSorted((a, b) => a - b)[rankOf(p, values.length) - 1];
  if (value === undefined) throw new Error("there is no percentile of no values");
  return value;
}
