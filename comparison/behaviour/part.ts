import type { Part } from "../part";
import { createEngineTarget } from "./engine-target";
import { type BehaviourOptions, runBehaviour } from "./run";
import { renderBehaviour } from "./terminal";

/** What each strategy does in each situation. */
export const createBehaviourPart = (options: Omit<BehaviourOptions, "onProgress"> = {}): Part => ({
  name: "behaviour",
  async run(onProgress) {
    const target = await createEngineTarget();
    try {
      const report = await runBehaviour(target, { ...options, onProgress });
      return { report, text: renderBehaviour(report), differenceCount: report.differences.length };
    } finally {
      await target.stop();
    }
  },
});
