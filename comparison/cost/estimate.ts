import type { Range } from "./range";

/** A reader takes digits for knowledge: of requests, estimates carry two, and what somebody gave three. */
const ESTIMATED_DIGITS = 2;
const GIVEN_DIGITS = 3;

/** `410,000`: so many significant digits. */
const formatDigits = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { maximumSignificantDigits: digits });

/** Money where it is no item of a bill, and prices of single calls. */
export const formatRounded = (usd: number): string => formatDigits(usd, GIVEN_DIGITS);

/** A size that a model finds. */
export const formatEstimated = (value: number): string => formatDigits(value, ESTIMATED_DIGITS);

/** A break-even and its range as numbers with the digits that they carry. */
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

/** `780`, `0.02 (-0.10 to 0.30)`: a difference that is no sum of a bill. */
export function formatDifference(usd: number, bounds: { readonly low: number; readonly high: number }): string {
  const signed = (value: number) => `${value > 0 ? "+" : ""}${formatRounded(value)}`;
  const [low, high] = [signed(bounds.low), signed(bounds.high)];
  return low === high ? signed(usd) : `${signed(usd)} (${low} to ${high})`;
}
