import { performance } from "node:perf_hooks";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Clock } from "./generator";

/** Node's timers are up to a millisecond late, so the rest is spent polling the event loop. */
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
