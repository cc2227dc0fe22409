import type { Deployment } from "../deployed/deployment";
import type { Compared, Work } from "../work";
import { findDisagreements } from "./agreement";
import { createDeployedBehaviourTarget } from "./deployed-target";
import { createEngineBehaviourTarget } from "./engine-target";
import type { BehaviourReport } from "./report";
import { type BehaviourOptions, runBehaviour } from "./run";
import type { BehaviourTarget } from "./target";
import { renderBehaviour, renderDisagreements } from "./terminal";

export interface BehaviourResult {
  /** The target's and then, where that is another, the engine's. */
  readonly reports: readonly [BehaviourReport, ...BehaviourReport[]];
  /** The same for a terminal of 120 columns; wherever it shows times, it says whose. */
  readonly text: string;
  /** How many cells are not as expected. */
  readonly differenceCount: number;
}

type BehaviourWork = Pick<Work, "onProgress" | "signal">;
/** Other rows, for tests. */
type Asked = Pick<BehaviourOptions, "situations">;

/** Each strategy's behaviour in each situation on the local engine. */
export async function compareOnEngine(compared: Compared, work: BehaviourWork, asked: Asked = {}): Promise<BehaviourResult> {
  const report = await ask(await createEngineBehaviourTarget(compared), compared, work, asked);
  return { reports: [report], text: renderBehaviour(report), differenceCount: report.differences.length };
}

/** The same on deployed stacks, with disagreements from the engine. These are not mismatches: the engine may be wrong. */
export async function compareOnDeployment(
  compared: Compared,
  deployment: Deployment,
  waitMinutes: number,
  work: BehaviourWork,
  asked: Asked = {},
): Promise<BehaviourResult> {
  const { signal } = work;
  const report = await ask(
    await createDeployedBehaviourTarget({ deployment, maxWaitSeconds: waitMinutes * 60, signal }),
    compared,
    work,
    asked,
  );
  const engine = await ask(await createEngineBehaviourTarget(compared), compared, work, asked);
  const text = `${renderBehaviour(report)}\n\n${renderDisagreements(report, engine, findDisagreements(report, engine))}`;
  return { reports: [report, engine], text, differenceCount: report.differences.length };
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
