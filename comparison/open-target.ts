import type { CompareArguments } from "./arguments";
import { type BehaviourResult, compareOnDeployment, compareOnEngine } from "./behaviour/compare";
import { createSituations } from "./behaviour/situations";
import type { MeasuredDurations } from "./cost-report";
import { deployStacks } from "./deployed/deployment";
import type { DeploymentTargetName } from "./deployed/deployment-target";
import { confirmSpending } from "./latency/confirmation";
import { createDeployedLatencyTarget } from "./latency/deployed-target";
import { createEngineLatencyTarget } from "./latency/engine-target";
import { costInputsFrom } from "./latency/function-times";
import { measureLatency } from "./latency/measure";
import type { LatencyReport } from "./latency/report";
import { DEFAULT_SCALE, type Scale } from "./latency/scale";
import { estimateSpending } from "./latency/spending";
import type { LatencyTarget } from "./latency/target";
import { formatLatency } from "./latency/terminal";
import type { Compared, Work } from "./work";

export interface LatencyResult {
  readonly report: LatencyReport;
  readonly text: string;
  /** Of the functions, where they were measured. */
  readonly durations: MeasuredDurations;
  /** How many answers failed or were wrong: a slow one is a result, these are faults. */
  readonly faultCount: number;
}

/** A target that strategies can be compared on. */
export interface ComparisonTarget {
  compareBehaviour(work: Work): Promise<BehaviourResult>;
  measureLatency(work: Work): Promise<LatencyResult>;
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
  measureLatency: (work) => measureOn(createEngineLatencyTarget(compared.descriptions), compared, work),
  close: async () => [],
});

/** Stacks that are deployed for this one comparison. On AWS that costs money, which is asked for before. */
export async function openDeployment(
  { target, waitMinutes, isKept, isAgreed }: Omit<CompareArguments, "target"> & { readonly target: DeploymentTargetName },
  { signal, onProgress }: Work,
  compared: Compared,
): Promise<ComparisonTarget> {
  const { descriptions, program } = compared;
  const { strategyNames } = program;
  const scale = SCALES[target];
  if (target === "aws") {
    const otherUsersPerStrategy = createSituations().length + USERS_BEFORE_CHANGES;
    const spending = estimateSpending({ strategies: descriptions, scale, otherUsersPerStrategy });
    await confirmSpending(spending, { input: process.stdin, output: process.stderr, isAnswered: isAgreed, signal });
  }
  const deployment = await deployStacks({ target, strategyNames, isKept, signal, onProgress: (what) => onProgress(what, 0) });
  return {
    compareBehaviour: (work) => compareOnDeployment(compared, deployment, waitMinutes, work),
    measureLatency: async (work) =>
      measureOn(await createDeployedLatencyTarget(deployment, compared, work.signal), compared, work, scale),
    close: () => deployment.destroy(),
  };
}

async function measureOn(
  target: LatencyTarget,
  { descriptions }: Compared,
  { seed, signal, onProgress }: Work,
  scale: Scale = DEFAULT_SCALE,
): Promise<LatencyResult> {
  const onShare = (what: string, share: number) => onProgress(`latency: ${what}`, share);
  const report = await measureLatency({ target, seed, signal, scale, onProgress: onShare });
  const faults = report.scenarios.flatMap(({ series }) => series.map(({ errors, wrong }) => errors + wrong));
  const faultCount = faults.reduce((sum, count) => sum + count, 0);
  // What a busy machine measures does not take the place of an assumption either.
  const durations = report.isBusy ? {} : costInputsFrom(report.functionTimes, descriptions);
  return { report, text: formatLatency(report), durations, faultCount };
}
