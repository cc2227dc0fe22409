/** Longer than the delays of an idle engine, and short compared to the shortest timeout of 3 s. */
const TICK_MS = 100;

/**
 * Calls `giveUp` after a waiting time that excludes stalls of this machine; the returned function cancels it. On AWS a function never
 * shares a processor with its caller. Here it does, and on a stalled machine a function would time out through no fault of its own: a
 * late tick counts as one tick.
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
