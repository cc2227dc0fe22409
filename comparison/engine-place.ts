import { createEngineTarget } from "./behaviour/engine-target";
import { runBehaviour } from "./behaviour/run";
import { renderBehaviour } from "./behaviour/terminal";
import { createEngineSite } from "./latency/engine-site";
import { costInputsFrom } from "./latency/function-times";
import { measureLatency } from "./latency/measure";
import { formatLatency } from "./latency/terminal";
import type { Place } from "./place";

/** The local engine: every strategy on this machine, without an account. */
export const createEnginePlace = (): Place => ({
  async compareBehaviour({ onProgress }) {
    const target = await createEngineTarget();
    try {
      const report = await runBehaviour(target, { onProgress: (done, total) => onProgress("behaviour", done / total) });
      return { reports: [report], text: renderBehaviour(report), differenceCount: report.differences.length };
    } finally {
      await target.stop();
    }
  },
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
