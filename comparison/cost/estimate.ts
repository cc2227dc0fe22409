import type { Range } from "./range";

/** Digits imply precision: numbers of requests get two if estimated, three if given. */
const ESTIMATED_DIGITS = 2;
const GIVEN_DIGITS = 3;

/** `410,000`: limits significant digits. */
const formatDigits = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { maximumSignificantDigits: digits });

/** Money outside a bill, and prices of single calls. */
export const formatRounded = (usd: number): string => formatDigits(usd, GIVEN_DIGITS);

/** A size computed by a model. */
export const formatEstimated = (value: number): string => formatDigits(value, ESTIMATED_DIGITS);

/** A break-even and its range with appropriate digits. */
export interface RequestEstimate {
  readonly value: string;
  /** Undefined where it says no more than the value. */
  readonly range: { readonly low: string; readonly high: string } | undefined;
}

export function estimateRequests(requests: number | null, bounds: Range): RequestEstimate {
  const range = { low: roundRequests(bounds.low, bounds), high: roundRequests(bounds.high, bounds) };
  return { value: roundRequests(requests, bounds), range: range.low === range.high ? undefined : range };
}

/** The same without its range. */
export function roundRequests(requests: number | null, { low, high }: Range): string {
  return requests === null ? "never" : formatDigits(requests, low === high ? GIVEN_DIGITS : ESTIMATED_DIGITS);
}

/** `410,000 (100,000 to 1,600,000)`, `never`. */
export function formatRequests(requests: number | null, bounds: Range): string {
  const { value, range } = estimateRequests(requests, bounds);
  return range === undefined ? value : `${value} (${range.low} to ${range.high})`;
}

/** `780`, `0.02 (-0.10 to 0.30)`: a difference that is not a bill's sum. */
export function formatDifference(usd: number, bounds: { readonly low: number; readonly high: number }): string {
  const signed = (value: number) => `${value > 0 ? "+" : ""}${formatRounded(value)}`;
  const [low, high] = [signed(bounds.low), signed(bounds.high)];
  return low === high ? signed(usd) : `${signed(usd)} (${low} to ${high})`;
}
