import type { CompareArguments } from "./arguments";
import { compareOnDeployment } from "./behaviour/compare";
import { createSituations } from "./behaviour/situations";
import { deployStacks } from "./deployed/deployment";
import type { PlaceName } from "./deployed/place";
import { confirmSpending } from "./latency/confirmation";
import { createDeployedSite } from "./latency/deployed-site";
import { DEFAULT_SCALE, type Scale } from "./latency/scale";
import { estimateSpending } from "./latency/spending";
import { measureSite } from "./measure-site";
import type { Compared, Place, Work } from "./place";

/** An emulator is one process, mostly beside the generator that measures it: slow, and not worth so many requests. */
const SCALES: Readonly<Record<PlaceName, Scale>> = {
  aws: DEFAULT_SCALE,
  emulator: { ...DEFAULT_SCALE, rounds: 8, minBlockRequests: 6, maxRatePerSecond: 8 },
};

/** Nobody that a situation is about is in another one; those before a change come on top. */
const PEOPLE_BEFORE_CHANGES = 10;

/** Stacks that are deployed for this one comparison. On AWS that costs money, which is asked for before. */
export async function openDeployedPlace(
  { target, waitMinutes, isKept, isAgreed }: Omit<CompareArguments, "target"> & { readonly target: PlaceName },
  { signal, onProgress }: Work,
  compared: Compared,
): Promise<Place> {
  const { strategyNames } = compared.program;
  const scale = SCALES[target];
  if (target === "aws") {
    const otherUsersPerStrategy = createSituations().length + PEOPLE_BEFORE_CHANGES;
    const spending = estimateSpending({ strategies: strategyNames, scale, otherUsersPerStrategy });
    await confirmSpending(spending, { input: process.stdin, output: process.stderr, isAnswered: isAgreed, signal });
  }
  const deployment = await deployStacks({ target, strategyNames, isKept, signal, onProgress: (what) => onProgress(what, 0) });
  return {
    compareBehaviour: (work) => compareOnDeployment(compared, deployment, waitMinutes, work),
    measureLatency: async (work) => measureSite(await createDeployedSite(deployment, work.signal), work, scale),
    close: () => deployment.destroy(),
  };
}
