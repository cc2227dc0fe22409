import { BoundedMap } from "../bounded-map";
import type { Clock } from "../clock";
import { CognitoError, notAuthorized } from "./errors";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Maximum number of names counted. The least recently used are evicted, so that invented names cannot exhaust memory. */
const MAX_NAMES = 10_000;

/**
 * Lockout after wrong passwords: one second from the fifth on, doubling with each further one, up to 15 minutes. Attempts during the
 * lockout do not count; 15 minutes without attempts, or a correct password after the lockout, reset it.
 * Documented: developer guide, authentication, "Lockout behavior for failed sign-in attempts", read 2026-11.
 */
export class Lockout {
  readonly #failures: Map<string, { readonly count: number; readonly untilMs: number; readonly lastMs: number }>;

  constructor(
    private readonly clock: Clock,
    maxNames = MAX_NAMES,
  ) {
    this.#failures = new BoundedMap(maxNames);
  }

  /** @throws CognitoError NotAuthorizedException for the right password and the wrong one alike while the name is locked out. */
  check(name: string): void {
    const failure = this.#failures.get(name);
    const now = this.clock.now();
    if (failure === undefined) return;
    if (now - failure.lastMs >= 15 * MINUTE_MS) {
      this.#failures.delete(name);
      return;
    }
    this.#failures.set(name, { ...failure, lastMs: now });
    if (now < failure.untilMs) throw notAuthorized("Password attempts exceeded");
  }

  recordFailure(name: string): void {
    const count = (this.#failures.get(name)?.count ?? 0) + 1;
    const now = this.clock.now();
    const lockedMs = count < 5 ? 0 : Math.min(2 ** (count - 5) * SECOND_MS, 15 * MINUTE_MS);
    this.#failures.set(name, { count, untilMs: now + lockedMs, lastMs: now });
  }

  clear(name: string): void {
    this.#failures.delete(name);
  }
}

/** Per user and hour. Documented: developer guide, quotas, read 2026-11. */
export const CONFIRMATIONS_PER_HOUR = 15;
export const CODES_PER_HOUR = 5;

/** Prevents guessing of six-digit codes and flooding of mailboxes. */
export class HourlyLimit {
  readonly #attempts = new BoundedMap<readonly number[]>(MAX_NAMES);

  constructor(
    private readonly clock: Clock,
    private readonly maxAttempts: number,
  ) {}

  /** @throws CognitoError LimitExceededException for an attempt too many within an hour. It does not count. */
  count(name: string): void {
    const now = this.clock.now();
    const recent = (this.#attempts.get(name) ?? []).filter((attemptMs) => now - attemptMs < 60 * MINUTE_MS);
    if (recent.length >= this.maxAttempts) {
      throw new CognitoError("LimitExceededException", "Attempt limit exceeded, please try after some time.");
    }
    this.#attempts.set(name, [...recent, now]);
  }
}
