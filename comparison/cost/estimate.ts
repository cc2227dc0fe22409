import type { CostInputs } from "./inputs";
import { formatNumber } from "./money";
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
interface RequestEstimate {
  readonly value: string;
  /** Undefined where it says no more than the value. */
  readonly range: { readonly low: string; readonly high: string } | undefined;
}

function estimateRequests(requests: number | null, bounds: Range): RequestEstimate {
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

interface Compared {
  readonly strategy: string;
  readonly variant: string;
  readonly differenceUsdPerMonth: number;
  readonly differenceRange: { readonly low: number; readonly high: number };
  readonly breakEvenRequestsPerUser: number | null;
  readonly breakEvenRange: Range;
}

/** One sentence for a manager. `baseline` is the strategy that all others are compared with. */
export function summarize({ users, requestsPerUser }: CostInputs, comparisons: readonly Compared[], baseline: string): string {
  const month = `With ${formatNumber(users)} users a month and ${formatNumber(requestsPerUser, 2)} requests of each`;
  const strategies = [...new Set(comparisons.map(({ strategy }) => strategy))];
  if (strategies.length === 0) return `${month}, there is nothing to compare ${baseline} with.`;
  const costs = strategies.map((strategy) => {
    const parts = comparisons.filter((one) => one.strategy === strategy).map(describeComparison);
    return `${strategy} costs ${parts.join(", and ")}`;
  });
  return `${month}, ${costs.join("; ")} compared with ${baseline}.`;
}

const describeComparison = (one: Compared) =>
  `${describeDifference(one)} on ${one.variant} (${describeBreakEven(one.breakEvenRequestsPerUser, one.breakEvenRange)})`;

const wordOf = (usd: number) => (usd > 0 ? "more" : "less");

/** `780 USD a month more`, `4 USD a month less, 1 to 11,`, `3 USD a month less, 12 less to 2 more,`. */
function describeDifference({ differenceUsdPerMonth: usd, differenceRange: { low, high } }: Compared): string {
  const hasTwoWords = low < 0 && high > 0;
  const ends = high > 0 ? [low, high] : [high, low];
  const [from, to] = ends.map((end) => `${formatRounded(Math.abs(end))}${hasTwoWords ? ` ${wordOf(end)}` : ""}`);
  const range = from === to ? "" : `, ${from} to ${to},`;
  return usd === 0 ? `the same${range}` : `${formatRounded(Math.abs(usd))} USD a month ${wordOf(usd)}${range}`;
}

const DOUBT = "if every assumed input is halved or doubled";

function describeBreakEven(requests: number | null, bounds: Range): string {
  const { value, range } = estimateRequests(requests, bounds);
  const doubt = range === undefined ? "" : `; ${range.low} to ${range.high} ${DOUBT}`;
  if (requests === null) return `at any number of requests${doubt}`;
  if (requests === 0) return `never more${doubt}`;
  return `until each user sends ${doubt === "" ? "" : "about "}${value} requests a month${doubt}`;
}
