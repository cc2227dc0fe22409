import type { Clock } from "../clock";

/**
 * The token bucket of one method: `burst` requests at once, and `ratePerSecond` of them again each second. What a stage sets for all
 * methods (the path of the settings is then an asterisk for each of resource and verb) is «applied at the API method level»: each has
 * its own bucket, a preflight's OPTIONS too. AWS has one for all of an account's APIs besides, and spread over many machines, so that
 * there it is a target and no ceiling.
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
