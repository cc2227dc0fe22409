import { costInputsFrom } from "./latency/function-times";
import { measureLatency } from "./latency/measure";
import type { Scale } from "./latency/scale";
import type { Site } from "./latency/site";
import { formatLatency } from "./latency/terminal";
import type { LatencyResult, Work } from "./place";

/** Measures the latency where a place has it measured. */
export async function measureSite(site: Site, { seed, signal, onProgress }: Work, scale?: Scale): Promise<LatencyResult> {
  const report = await measureLatency({
    site,
    seed,
    signal,
    ...(scale === undefined ? {} : { scale }),
    onProgress: (what, share) => onProgress(`latency: ${what}`, share),
  });
  const faults = report.scenarios.flatMap(({ series }) => series.map(({ errors, wrong }) => errors + wrong));
  const faultCount = faults.reduce((sum, count) => sum + count, 0);
  // What a busy machine measures does not take the place of an assumption either.
  const durations = report.isBusy ? {} : costInputsFrom(report.functionTimes);
  return { report, text: formatLatency(report), durations, faultCount };
}
