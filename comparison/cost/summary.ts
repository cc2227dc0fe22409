import { estimateRequests, formatRounded } from "./estimate";
import type { CostInputs } from "./inputs";
import { formatNumber } from "./money";
import type { Range } from "./range";

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
