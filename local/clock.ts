/** So far ahead every date still has a year of four digits, with whatever lives on from there. */
const MAX_AHEAD_MS = 100 * 365 * 24 * 3_600_000;

/** The time that everything in the engine goes by: tokens, codes, lockouts, cached policies, and `Date` in the functions' processes. */
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
    if (!(ms >= 0 && ms <= this.leftMs)) throw new RangeError(`the clock can advance by 0 to ${this.leftMs} ms, not by ${ms}`);
    this.#aheadMs += ms;
  }
}
