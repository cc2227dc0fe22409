import { performance } from "node:perf_hooks";
import { setImmediate, setTimeout } from "node:timers/promises";

/** Time as the generator needs it; tests give it another. */
export interface Clock {
  /** Milliseconds since any fixed point. */
  now(): number;
  /** Resolves at that time or as soon as possible after it, and lets answers be read in between. */
  waitUntil(timeMs: number): Promise<void>;
}

/** Node's timers count whole milliseconds and come up to one late, so the last of it is waited out in turns of the event loop. */
const TIMER_SLACK_MS = 1.2;
const MIN_TIMER_MS = 1;

export const machineClock: Clock = {
  now: () => performance.now(),
  async waitUntil(timeMs) {
    do {
      const leftMs = timeMs - performance.now();
      await (leftMs >= TIMER_SLACK_MS + MIN_TIMER_MS ? setTimeout(leftMs - TIMER_SLACK_MS) : setImmediate());
    } while (performance.now() < timeMs);
  },
};
