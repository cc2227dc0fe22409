import type { CostInputs } from "./inputs";
import { formatNumber, formatUsd } from "./money";

interface Compared {
  readonly variant: string;
  readonly differenceUsdPerMonth: number;
  readonly breakEvenRequestsPerUser: number | null;
}

/** What a manager needs to know, in one sentence. */
export function summarize({ users, requestsPerUser }: CostInputs, comparisons: readonly Compared[]): string {
  const parts = comparisons.map(
    ({ variant, differenceUsdPerMonth, breakEvenRequestsPerUser }) =>
      `${describeDifference(differenceUsdPerMonth)} on ${variant} (${describeBreakEven(breakEvenRequestsPerUser)})`,
  );
  const month = `With ${formatNumber(users)} users a month and ${formatNumber(requestsPerUser, 2)} requests of each`;
  return `${month}, access-token-scopes costs ${parts.join(", and ")} compared with id-token-lambda-authorizer.`;
}

function describeDifference(usd: number): string {
  if (usd === 0) return "the same";
  return `${formatUsd(Math.abs(usd))} USD a month ${usd > 0 ? "more" : "less"}`;
}

function describeBreakEven(requestsPerUser: number | null): string {
  if (requestsPerUser === null) return "at any number of requests";
  if (requestsPerUser === 0) return "never more";
  return `until each user sends ${formatNumber(Math.ceil(requestsPerUser))} requests a month`;
}
