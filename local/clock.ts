/** Keeps all dates within four-digit years, including expiries after the end. */
const MAX_AHEAD_MS = 100 * 365 * 24 * 3_600_000;

/** The engine's time: for tokens, codes, lockouts, cached policies, and `Date` in the functions' processes. */
export class Clock {
  #aheadMs = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** How far this clock is ahead of the machine's. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** By how much it can still be moved. */
  get leftMs(): number {
    return MAX_AHEAD_MS - this.#aheadMs;
  }

  /** Lets time pass without anybody waiting. It cannot go back: what has expired stays expired. */
  advance(ms: number): void {
    if (!(ms >= 0 && ms <= this.leftMs)) throw new RangeError(`the clock can advance by 0 to ${this.leftMs} ms, got ${ms}`);
    this.#aheadMs += ms;
  }
}
