import type { CompareArguments } from "./arguments";
import { compareOnDeployment, compareOnEngine } from "./behaviour/compare";
import type { BehaviourReports } from "./behaviour/report";
import { createSituations } from "./behaviour/situations";
import { deployStacks } from "./deployed/deployment";
import type { DeploymentTargetName } from "./deployed/deployment-target";
import { createDeployedLatencyTarget } from "./latency/deployed-target";
import { createEngineLatencyTarget } from "./latency/engine-target";
import { measureLatency } from "./latency/measure";
import type { LatencyReport } from "./latency/report";
import { DEFAULT_SCALE, type Scale } from "./latency/scale";
import { confirmSpending, estimateSpending } from "./latency/spending";
import type { LatencyTarget } from "./latency/target";
import type { Compared, Work } from "./work";

/** A target that strategies can be compared on. */
export interface ComparisonTarget {
  compareBehaviour(work: Work): Promise<BehaviourReports>;
  measureLatency(work: Work): Promise<LatencyReport>;
  /** Answers with what is there still, kept or not to be taken down, each with the way to remove it. */
  close(): Promise<readonly string[]>;
}

/** An emulator is one process, mostly beside the generator that measures it: slow, and not worth so many requests. */
const SCALES: Readonly<Record<DeploymentTargetName, Scale>> = {
  aws: DEFAULT_SCALE,
  emulator: { ...DEFAULT_SCALE, rounds: 8, minBlockRequests: 6, maxRatePerSecond: 8 },
};

/** Each situation brings its own user; those who sign in before conditions change come on top. */
const USERS_BEFORE_CHANGES = 10;

/** The local engine: every strategy on this machine, without an account. */
export const openEngine = (compared: Compared): ComparisonTarget => ({
  compareBehaviour: (work) => compareOnEngine(compared, work),
  measureLatency: (work) => measureOn(createEngineLatencyTarget(compared.descriptions), work),
  close: async () => [],
});

/** Stacks that are deployed for this one comparison. On AWS that costs money, which is asked for before. */
export async function openDeployment(
  { target, waitMinutes, keepStacks, isConfirmed }: Omit<CompareArguments, "target"> & { readonly target: DeploymentTargetName },
  { signal, onProgress }: Work,
  compared: Compared,
): Promise<ComparisonTarget> {
  const { descriptions, program } = compared;
  const { strategyNames } = program;
  const scale = SCALES[target];
  if (target === "aws") {
    const otherUsersPerStrategy = createSituations().length + USERS_BEFORE_CHANGES;
    const spending = estimateSpending({ strategies: descriptions, scale, otherUsersPerStrategy });
    await confirmSpending(spending, { input: process.stdin, output: process.stderr, isAnswered: isConfirmed, signal });
  }
  const deployment = await deployStacks({ target, strategyNames, keepStacks, signal, onProgress: (what) => onProgress(what, 0) });
  return {
    compareBehaviour: (work) => compareOnDeployment(compared, deployment, waitMinutes, work),
    measureLatency: async (work) => measureOn(await createDeployedLatencyTarget(deployment, compared, work.signal), work, scale),
    close: () => deployment.destroy(),
  };
}

const measureOn = (
  target: LatencyTarget,
  { seed, signal, onProgress }: Work,
  scale: Scale = DEFAULT_SCALE,
): Promise<LatencyReport> =>
  measureLatency({ target, seed, signal, scale, onProgress: (what, share) => onProgress(`latency: ${what}`, share) });
