import { compareOnEngine } from "./behaviour/compare";
import { createEngineSite } from "./latency/engine-site";
import { costInputsFrom } from "./latency/function-times";
import { measureLatency } from "./latency/measure";
import { formatLatency } from "./latency/terminal";
import type { Place } from "./place";

/** The local engine: every strategy on this machine, without an account. */
export const createEnginePlace = (): Place => ({
  compareBehaviour: (work) => compareOnEngine(work),
  async measureLatency({ seed, signal, onProgress }) {
    const site = createEngineSite();
    const report = await measureLatency({
      site,
      seed,
      signal,
      onProgress: (what, share) => onProgress(`latency: ${what}`, share),
    });
    const faults = report.scenarios.flatMap(({ series }) => series.map(({ errors, wrong }) => errors + wrong));
    const faultCount = faults.reduce((sum, count) => sum + count, 0);
    return { report, text: formatLatency(report), durations: costInputsFrom(report.functionTimes), faultCount };
  },
  close: async () => [],
});
