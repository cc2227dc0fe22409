import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../comparison/latency/generator";

/** A clock that stands still until everything is waiting, and then jumps to the next awaited time. */
export function createFakeClock() {
  const waiting: { readonly timeMs: number; readonly wake: () => void }[] = [];
  let nowMs = 0;
  const clock: Clock = {
    now: () => nowMs,
    waitUntil: (timeMs) => new Promise((wake) => waiting.push({ timeMs, wake })),
  };
  return {
    clock,
    /** Lets time pass in which nobody can do anything, as while a process is stalled. */
    freeze(ms: number) {
      nowMs += ms;
    },
    async run<T>(work: Promise<T>): Promise<T> {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await setImmediate();
        waiting.sort((a, b) => a.timeMs - b.timeMs);
        const next = waiting.shift();
        if (next === undefined) continue;
        nowMs = Math.max(nowMs, next.timeMs);
        next.wake();
      }
      return done;
    },
  };
}
