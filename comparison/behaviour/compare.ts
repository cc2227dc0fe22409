import type { Deployment } from "../deployed/deployment";
import type { Compared, Work } from "../work";
import { createDeployedBehaviourTarget } from "./deployed-target";
import { createEngineBehaviourTarget } from "./engine-target";
import type { BehaviourReport, BehaviourReports } from "./report";
import { type BehaviourOptions, runBehaviour } from "./run";
import type { BehaviourTarget } from "./target";

type BehaviourWork = Pick<Work, "onProgress" | "signal">;
/** Other rows, for tests. */
type Asked = Pick<BehaviourOptions, "situations">;

/** Each strategy's behaviour in each situation on the local engine. */
export async function compareOnEngine(compared: Compared, work: BehaviourWork, asked: Asked = {}): Promise<BehaviourReports> {
  return [await ask(await createEngineBehaviourTarget(compared), compared, work, asked)];
}

/** The same on deployed stacks, with disagreements from the engine. These are not mismatches: the engine may be wrong. */
export async function compareOnDeployment(
  compared: Compared,
  deployment: Deployment,
  waitMinutes: number,
  work: BehaviourWork,
  asked: Asked = {},
): Promise<BehaviourReports> {
  const { signal } = work;
  const report = await ask(
    await createDeployedBehaviourTarget({ deployment, maxWaitSeconds: waitMinutes * 60, signal }),
    compared,
    work,
    asked,
  );
  return [report, ...(await compareOnEngine(compared, work, asked))];
}

async function ask(
  target: BehaviourTarget,
  { descriptions }: Compared,
  { onProgress, signal }: BehaviourWork,
  asked: Asked,
): Promise<BehaviourReport> {
  const run = runBehaviour(target, {
    ...asked,
    contracts: Object.fromEntries(descriptions.map(({ name, contract }) => [name, contract])),
    signal,
    onProgress: (done, total) => onProgress(`behaviour on the ${target.name}`, done / total),
  });
  // What went wrong first is what there is to tell.
  const report = await run.catch(async (error: unknown) => {
    await target.stop().catch(() => undefined);
    throw error;
  });
  await target.stop();
  return report;
}
