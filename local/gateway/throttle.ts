import type { Clock } from "../clock";

/**
 * The token bucket of one method: `burst` requests at once, refilled by `ratePerSecond`. Settings for all methods (an asterisk each for
 * resource and verb) are "applied at the API method level": every method has a bucket of its own, including OPTIONS of preflights.
 * AWS additionally has an account-wide one, distributed over many machines, so that it is a target rather than a ceiling.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html, read 2026-11.
 */
export function createThrottle(
  { ratePerSecond, burst }: { readonly ratePerSecond: number; readonly burst: number },
  clock: Clock,
): () => boolean {
  let tokens = burst;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * ratePerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}
