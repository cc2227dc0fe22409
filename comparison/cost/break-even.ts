import type { FunctionCosts } from "../../strategies/costs";
import { chargeVariant, sumUsd } from "./bill";
import { computeDifferenceUsd, type Pair } from "./difference";
import type { CostInputs } from "./inputs";
import type { Variant } from "./variants";

/** From this many requests per user, the variant costs no more than the baseline; null if it always costs more. */
export interface BreakEvenPoint {
  readonly users: number;
  readonly requestsPerUser: number | null;
}

/**
 * The break-even as a formula with its parts: without free tiers of Lambda and logs, at each price's first tier. The variant's extra
 * costs are premium and trigger; its savings are the authorizations.
 */
export interface BreakEvenFormula {
  readonly premiumUsdPerUser: number;
  readonly triggerUsdPerUser: number;
  readonly missRate: number;
  readonly usdPerAuthorization: number;
  /** Of functions that no cache spares; left out where neither side has one. */
  readonly usdPerRequest?: number;
  readonly requestsPerUser: number | null;
}

/** Initial sample points: up to 2^30 requests per user, some 400 a second, beyond any real use. */
const SAMPLES = [0, ...Array.from({ length: 41 }, (_, i) => 2 ** (i - 10))];

/**
 * Where the difference of the two bills becomes zero, searched in the bills themselves with all free tiers and price tiers. It may
 * cross zero more than once, because the pets function uses up the free tier for a trigger; returns the last crossing, or zero if the
 * variant never costs more.
 */
export function findBreakEven(pair: Pair, inputs: CostInputs): number | null {
  // Less than that is no money, but what binary fractions leave.
  const isDearer = (requestsPerUser: number) => computeDifferenceUsd(pair, { ...inputs, requestsPerUser }) > 1e-9;
  const lastDearer = SAMPLES.findLastIndex(isDearer);
  const low = SAMPLES[lastDearer];
  const high = SAMPLES[lastDearer + 1];
  if (inputs.users === 0 || high === undefined) return null;
  return low === undefined ? 0 : bisect(low, high, isDearer);
}

/** The boundary between `low`, where `isBelow` holds, and `high`, where it does not. */
function bisect(low: number, high: number, isBelow: (value: number) => boolean): number {
  const middle = (low + high) / 2;
  if (high - low <= 1e-9 * high) return high;
  return isBelow(middle) ? bisect(middle, high, isBelow) : bisect(low, middle, isBelow);
}

/** The break-even per number of users. */
export const traceBreakEven = (pair: Pair, inputs: CostInputs, users: readonly number[]): readonly BreakEvenPoint[] =>
  users.map((count) => ({ users: count, requestsPerUser: findBreakEven(pair, { ...inputs, users: count }) }));

/** `requests a user = (premium + trigger) / (miss rate x one authorization)`. */
export function deriveBreakEven({ list, variant, baseline }: Pair, inputs: CostInputs): BreakEvenFormula {
  const poolUsdOf = (one: Variant) => sumUsd(chargeVariant(one, list, inputs).pool);
  const premiumUsdPerUser = inputs.users === 0 ? 0 : (poolUsdOf(variant) - poolUsdOf(baseline)) / inputs.users;

  // One user, one sign-in and one miss, at the first step of each price.
  const single = {
    ...inputs,
    hasFreeTiers: false,
    users: 1,
    requestsPerUser: 1,
    signInsPerUser: 1,
    refreshesPerUser: 0,
    cacheHitRate: 0,
  };
  const callsOf = (one: Variant, calledFor: FunctionCosts["calledFor"]) =>
    one.functions.filter((fn) => fn.calledFor === calledFor);
  const callUsdOf = (one: Variant, calledFor: FunctionCosts["calledFor"]) =>
    sumUsd(chargeVariant({ ...one, functions: callsOf(one, calledFor) }, list, single).guard);
  const tokensPerUser = inputs.signInsPerUser + inputs.refreshesPerUser;
  const triggerUsdPerUser = (callUsdOf(variant, "token") - callUsdOf(baseline, "token")) * tokensPerUser;
  const usdPerAuthorization = callUsdOf(baseline, "uncached request") - callUsdOf(variant, "uncached request");
  const usdPerRequest = callUsdOf(baseline, "request") - callUsdOf(variant, "request");

  const missRate = 1 - inputs.cacheHitRate;
  const saved = missRate * usdPerAuthorization + usdPerRequest;
  const requestsPerUser = inputs.users === 0 ? null : divideCosts(premiumUsdPerUser + triggerUsdPerUser, saved);
  const isCalledAlways = [variant, baseline].some((one) => callsOf(one, "request").length > 0);
  return {
    premiumUsdPerUser,
    triggerUsdPerUser,
    missRate,
    usdPerAuthorization,
    ...(isCalledAlways ? { usdPerRequest } : {}),
    requestsPerUser,
  };
}

/** Requests that save a user's extra cost; null if none do. */
function divideCosts(usdPerUser: number, savedUsdPerRequest: number): number | null {
  if (savedUsdPerRequest > 0) return Math.max(0, usdPerUser / savedUsdPerRequest);
  return savedUsdPerRequest === 0 && usdPerUser <= 0 ? 0 : null;
}
