import { estimateRequests, formatRounded } from "./estimate";
import type { CostInputs } from "./inputs";
import { formatNumber } from "./money";
import type { Range } from "./range";

interface Compared {
  readonly variant: string;
  readonly differenceUsdPerMonth: number;
  readonly differenceRange: { readonly low: number; readonly high: number };
  readonly breakEvenRequestsPerUser: number | null;
  readonly breakEvenRange: Range;
}

/** What a manager needs to know, in one sentence. */
export function summarize({ users, requestsPerUser }: CostInputs, comparisons: readonly Compared[]): string {
  const parts = comparisons.map(
    (one) =>
      `${describeDifference(one)} on ${one.variant} (${describeBreakEven(one.breakEvenRequestsPerUser, one.breakEvenRange)})`,
  );
  const month = `With ${formatNumber(users)} users a month and ${formatNumber(requestsPerUser, 2)} requests of each`;
  return `${month}, access-token-scopes costs ${parts.join(", and ")} compared with id-token-lambda-authorizer.`;
}

const wordOf = (usd: number) => (usd > 0 ? "more" : "less");

/** `780 USD a month more`, `4 USD a month less, 1 to 11,`, `3 USD a month less, 12 less to 2 more,`. */
function describeDifference({ differenceUsdPerMonth: usd, differenceRange: { low, high } }: Compared): string {
  const hasTwoWords = low < 0 && high > 0;
  const ends = high > 0 ? [low, high] : [high, low];
  const [from, to] = ends.map((end) => `${formatRounded(Math.abs(end))}${hasTwoWords ? ` ${wordOf(end)}` : ""}`);
  const range = from === to ? "" : `, ${from} to ${to},`;
  return usd === 0 ? `the same${range}` : `${formatRounded(Math.abs(usd))} USD a month ${wordOf(usd)}${range}`;
}

const DOUBT = "if every assumed input is half or double";

function describeBreakEven(requests: number | null, bounds: Range): string {
  const { value, range } = estimateRequests(requests, bounds);
  const doubt = range === undefined ? "" : `; ${range.low} to ${range.high} ${DOUBT}`;
  if (requests === null) return `at any number of requests${doubt}`;
  if (requests === 0) return `never more${doubt}`;
  return `until each user sends ${doubt === "" ? "" : "about "}${value} requests a month${doubt}`;
}
