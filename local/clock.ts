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

  /** Lets time pass without anybody waiting. It cannot go back: what has expired stays expired. */
  advance(ms: number): void {
    if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`a clock advances by 0 ms or more, not by ${ms}`);
    this.#aheadMs += ms;
  }
}
