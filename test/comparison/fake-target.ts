import type { BehaviourReport } from "../../comparison/behaviour/report";
import type { LatencyReport } from "../../comparison/latency/report";
import { SMALL_SCALE } from "../../comparison/latency/scale";
import type { ComparisonTarget } from "../../comparison/open-target";

export const behaviourReport: BehaviourReport = {
  target: "engine",
  startedAt: "2026-01-02T03:04:05.678Z",
  timingSource: "simulated on this machine",
  strategies: ["s"],
  situations: [],
  differences: [],
};

export const latencyReport: LatencyReport = {
  timingSource: "simulated on this machine",
  timingMeaning: "it compares nothing",
  isBusy: false,
  isTrustworthy: true,
  reasons: [],
  environment: {
    target: "engine",
    measuredAt: "2026-01-02T03:04:05.678Z",
    cpuModel: "a processor",
    cpuCount: 2,
    memoryBytes: 1024,
    operatingSystem: "Linux",
    architecture: "x64",
    nodeVersion: "v20",
    clockResolutionMs: 0.001,
    seed: 1,
    scale: SMALL_SCALE,
    ratesPerSecond: {},
    tokenBytes: {},
  },
  selfCheck: { sentence: "", n: 1, errors: 0, wrong: 0, late: 0, dropped: 0, lateness: { p50Ms: 0, p99Ms: 0 }, percentiles: [] },
  control: { strategy: "s", differences: [] },
  scenarios: [],
  coldStarts: [],
  functionTimes: [],
  gatewayTimes: { times: [], asked: 0, missing: 0 },
  rateNotes: [],
  elapsedSeconds: 1,
};

/** A target that is never asked: its answers are given. */
export const createFakeComparison = (changes: Partial<ComparisonTarget> = {}): ComparisonTarget => ({
  compareBehaviour: async () => [behaviourReport],
  measureLatency: async () => latencyReport,
  close: async () => [],
  ...changes,
});
