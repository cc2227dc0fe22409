import { sumUsd } from "./bill";
import { computeDifferenceUsd, computeSides } from "./difference";
import type { CostInputs } from "./inputs";
import type { PriceList } from "./price-list";

/** From this many requests a user on, the scopes cost no more than the authorizer; null where they always do. */
export interface BreakEvenPoint {
  readonly users: number;
  readonly requestsPerUser: number | null;
}

/** The break-even as a formula, with every part of it: without free tiers of Lambda and logs, at the first step of each price. */
export interface BreakEvenFormula {
  readonly premiumUsdPerUser: number;
  readonly triggerUsdPerUser: number;
  readonly missRate: number;
  readonly usdPerAuthorization: number;
  readonly requestsPerUser: number | null;
}

/** Where the bills are compared first: up to 2^30 requests of each user, some 400 a second, above which nobody uses an API. */
const SAMPLES = [0, ...Array.from({ length: 41 }, (_, i) => 2 ** (i - 10))];

/**
 * Where the difference of the two bills becomes zero. It is looked for in the bills themselves, with all their free tiers and steps.
 * These may let it cross zero more than once, for the pets function's requests use up what is free for the trigger; the last crossing
 * is the answer, and zero where the scopes cost no more at any number.
 */
export function findBreakEven(list: PriceList, inputs: CostInputs, variant: string): number | null {
  const differenceAt = (requestsPerUser: number) => computeDifferenceUsd(list, { ...inputs, requestsPerUser }, variant);
  // Less than that is no money, but what binary fractions leave.
  const areScopesDearer = (requestsPerUser: number) => differenceAt(requestsPerUser) > 1e-9;
  const lastDearer = SAMPLES.findLastIndex(areScopesDearer);
  const low = SAMPLES[lastDearer];
  const high = SAMPLES[lastDearer + 1];
  if (inputs.users === 0 || high === undefined) return null;
  return low === undefined ? 0 : bisect(low, high, areScopesDearer);
}

/** Where `isBelow` ends between `low`, where it holds, and `high`, where it does not. */
function bisect(low: number, high: number, isBelow: (value: number) => boolean): number {
  const middle = (low + high) / 2;
  if (high - low <= 1e-9 * high) return high;
  return isBelow(middle) ? bisect(middle, high, isBelow) : bisect(low, middle, isBelow);
}

/** The break-even for each number of users: the line at which the plan's premium equals what the authorizer costs. */
export function traceBreakEven(
  list: PriceList,
  inputs: CostInputs,
  variant: string,
  users: readonly number[],
): readonly BreakEvenPoint[] {
  return users.map((count) => ({ users: count, requestsPerUser: findBreakEven(list, { ...inputs, users: count }, variant) }));
}

/** `requests a user = (premium + trigger) / (miss rate x one authorization)`. */
export function deriveBreakEven(list: PriceList, inputs: CostInputs, variant: string): BreakEvenFormula {
  const { scopes, authorizer } = computeSides(list, inputs, variant);
  const premiumUsdPerUser = inputs.users === 0 ? 0 : (sumUsd(scopes.pool) - sumUsd(authorizer.pool)) / inputs.users;

  // One user, one sign-in and one miss, at the first step of each price.
  const one = {
    ...inputs,
    hasFreeTiers: false,
    users: 1,
    requestsPerUser: 1,
    signInsPerUser: 1,
    refreshesPerUser: 0,
    cacheHitRate: 0,
  };
  const single = computeSides(list, one, variant);
  const usdPerAuthorization = sumUsd(single.authorizer.guard);
  const triggerUsdPerUser = sumUsd(single.scopes.guard) * (inputs.signInsPerUser + inputs.refreshesPerUser);

  const missRate = 1 - inputs.cacheHitRate;
  const usdPerRequest = missRate * usdPerAuthorization;
  const requestsPerUser =
    inputs.users === 0 || usdPerRequest === 0 ? null : Math.max(0, (premiumUsdPerUser + triggerUsdPerUser) / usdPerRequest);
  return { premiumUsdPerUser, triggerUsdPerUser, missRate, usdPerAuthorization, requestsPerUser };
}
