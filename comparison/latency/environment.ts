import { execFile } from "node:child_process";
import { arch, availableParallelism, cpus, release, totalmem, type } from "node:os";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import type { Environment } from "./report";

type Given = Pick<Environment, "target" | "seed" | "scale" | "ratesPerSecond" | "tokenBytes">;

/** Facts needed to judge and reproduce the figures. */
export async function describeEnvironment(given: Given): Promise<Environment> {
  const commit = await readCommit();
  return {
    measuredAt: new Date().toISOString(),
    cpuModel: cpus()[0]?.model ?? "unknown",
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    operatingSystem: `${type()} ${release()}`,
    architecture: arch(),
    nodeVersion: process.version,
    clockResolutionMs: measureClockResolutionMs(() => performance.now()),
    ...(commit === undefined ? {} : { commit }),
    ...given,
  };
}

/** The clock's resolution. */
export function measureClockResolutionMs(now: () => number): number {
  const steps = Array.from({ length: 100 }, () => {
    const before = now();
    let after = now();
    while (after === before) after = now();
    return after - before;
  });
  return Math.min(...steps);
}

async function readCommit(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: __dirname });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
