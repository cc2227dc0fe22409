/** Longer than an idle engine ever is late, and short enough for the 3 s of the shortest timeout. */
const TICK_MS = 100;

/**
 * Calls `give up` after so much time in which this machine let the engine work; the answer ends the wait. On AWS a function never
 * shares its processor with who waits for it. Here they do, and a machine that gives neither of them time would make a function fail
 * that has done nothing wrong: a tick that comes late counts as one tick.
 */
export function waitAtMost(ms: number, giveUp: () => void): () => void {
  const tickMs = Math.min(TICK_MS, ms);
  let leftMs = ms;
  const timer = setInterval(() => {
    leftMs -= tickMs;
    if (leftMs > 0) return;
    clearInterval(timer);
    giveUp();
  }, tickMs);
  return () => clearInterval(timer);
}
