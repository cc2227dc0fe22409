import { cpus } from "node:os";
import { setTimeout } from "node:timers/promises";

/** Cumulative CPU times of this machine, in milliseconds. */
interface ProcessorTimes {
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Dependencies of waiting. */
export interface QuietContext {
  readonly readTimes: () => ProcessorTimes;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const machine: QuietContext = {
  readTimes() {
    const all = cpus().map(({ times }) => times);
    return { idleMs: sumOf(all.map(({ idle }) => idle)), totalMs: sumOf(all.flatMap((times) => Object.values(times))) };
  },
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};

const WINDOW_MS = 1_000;
const MAX_WINDOWS = 30;
/** Generator and engine need most of two cores. */
const MAX_BUSY_SHARE = 0.25;

/** Waits for other work on this machine to end, up to a limit, and says so. A busy machine shows in the results. */
export async function waitForQuiet(
  tell: (text: string) => void,
  signal: AbortSignal,
  { readTimes, sleep }: QuietContext = machine,
): Promise<void> {
  let before = readTimes();
  for (let windows = 1; windows <= MAX_WINDOWS; windows++) {
    await sleep(WINDOW_MS, signal);
    const now = readTimes();
    const busyShare = 1 - (now.idleMs - before.idleMs) / Math.max(1, now.totalMs - before.totalMs);
    before = now;
    const busy = `${Math.round(busyShare * 100)} % busy`;
    if (busyShare <= MAX_BUSY_SHARE) {
      if (windows > 1) tell(`quiet after ${windows} s: measuring latencies`);
      return;
    }
    if (windows === 1)
      tell(`this machine is ${busy} with other work: waiting up to ${MAX_WINDOWS} s before latencies are measured`);
    if (windows === MAX_WINDOWS) tell(`still ${busy} after ${MAX_WINDOWS} s: measuring latencies all the same`);
  }
}
