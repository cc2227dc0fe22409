import type { Part } from "../part";
import { type MeasureOptions, measureLatency } from "./measure";
import { formatLatency } from "./terminal";

/** How long each way from the sign-in to the answer takes under each strategy. */
export const createLatencyPart = ({ scale }: Pick<MeasureOptions, "scale"> = {}): Part => ({
  name: "latency",
  async run(onProgress, { seed }) {
    const report = await measureLatency({
      seed,
      ...(scale === undefined ? {} : { scale }),
      onProgress: (_what, share) => onProgress(Math.round(share * 100), 100),
    });
    // A slow answer is a result; one that failed or was another than it had to be is a fault.
    const faults = report.scenarios.flatMap(({ series }) => series.map(({ errors, wrong }) => errors + wrong));
    return { report, text: formatLatency(report), differenceCount: faults.reduce((sum, count) => sum + count, 0) };
  },
});
