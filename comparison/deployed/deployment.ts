import { setTimeout as sleep } from "node:timers/promises";
import type { Clients } from "./clients";
import type { Configuration } from "./configuration";
import { type DeploymentTarget, type DeploymentTargetName, findDeploymentTarget } from "./deployment-target";
import type { DeployedStack } from "./exported-state";
import { createWorkplace, errorLines } from "./stack";
import { StackSet } from "./stack-set";

export interface DeployOptions {
  readonly target: DeploymentTargetName;
  /** Of the emulator; by default AWS_ENDPOINT_URL, or where emulators usually are. */
  readonly endpoint?: string;
  /** Of the program, each of which gets a stack. */
  readonly strategyNames: readonly string[];
  /** Leaves the stacks where they are at the end. */
  readonly keepStacks: boolean;
  /** Interrupts what is under way. What was deployed until then is destroyed. */
  readonly signal: AbortSignal;
  /** Told what is being done, as a main clause. */
  readonly onProgress?: (what: string) => void;
}

/** All strategies, each deployed as a temporary stack of this program. */
export interface Deployment {
  readonly target: DeploymentTargetName;
  readonly region: string;
  /** One for each strategy of the program, in its order. */
  readonly stacks: readonly DeployedStack[];
  readonly clients: Clients;
  /**
   * Sets keys of the program's configuration on every stack, deploys what changes, and waits until it serves. Ids and addresses stay
   * as they are.
   *
   * @throws DeploymentError
   */
  configure(changes: Configuration): Promise<void>;
  /**
   * Destroys the stacks unless they are to be kept, and asks every service what is left. Has to be called however a comparison ends,
   * and does not listen to the signal.
   *
   * @returns a sentence for each thing that still exists, with the command that removes it: kept stacks, or what was not destroyed
   */
  destroy(): Promise<readonly string[]>;
}

/** The source of a deployment's times, shown beside each of them. */
export const describeTimes = ({ target, region }: Pick<Deployment, "region" | "target">): string =>
  target === "aws" ? `measured on AWS in ${region}` : "on an emulator, simulated on this machine";

/** `pulumi` failed. */
export class DeploymentError extends Error {
  readonly code = "DEPLOYMENT_FAILED";
  constructor(
    cause: unknown,
    /** As of `Deployment.destroy`. */
    readonly leftovers: readonly string[] = [],
  ) {
    const lines = errorLines(cause);
    super(["the stacks could not be deployed:", ...(lines.length === 0 ? [String(cause)] : lines), ...leftovers].join("\n  "), {
      cause,
    });
    this.name = "DeploymentError";
  }
}

/**
 * Deploys all strategies at once. On errors and interruptions, everything deployed so far is destroyed.
 *
 * @throws DeploymentTargetError before anything is created; DeploymentError, with what is left; the signal's reason
 */
export async function deployStacks(options: DeployOptions): Promise<Deployment> {
  const { target, endpoint, strategyNames, keepStacks, signal, onProgress = () => undefined } = options;
  signal.throwIfAborted();
  const found = await findDeploymentTarget(target, endpoint);
  const deploy = () => deploySet(found, strategyNames, signal, onProgress);
  const { stackSet, stacks } = await deploy().catch((error: unknown) => {
    // An emulator loses an answer now and then, after which the provider waits, or repeats a create.
    const isWorthAnother = found.name === "emulator" && error instanceof DeploymentError && error.leftovers.length === 0;
    if (!isWorthAnother || signal.aborted) throw error;
    return deploy();
  });
  return {
    target: found.name,
    region: found.region,
    stacks,
    clients: found.clients,
    configure: async (changes) => {
      const texts = Object.entries(changes).map(([key, value]) => `${key} to ${value}`);
      onProgress(`sets ${texts.join(", ")}`);
      await stackSet.configure(changes, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new DeploymentError(error);
      });
      await settle(found, signal);
    },
    destroy: async () => {
      if (keepStacks) return stackSet.describeKept();
      onProgress("destroys the stacks");
      return stackSet.destroy();
    },
  };
}

/** AWS guarantees no limit for propagating a changed stage to all servers; an emulator has none. */
const SETTLE_MS: Readonly<Record<DeploymentTargetName, number>> = { aws: 30_000, emulator: 0 };
const settle = ({ name }: DeploymentTarget, signal: AbortSignal) => sleep(SETTLE_MS[name], undefined, { signal });

async function deploySet(
  target: DeploymentTarget,
  strategyNames: readonly string[],
  signal: AbortSignal,
  onProgress: (what: string) => void,
) {
  signal.throwIfAborted();
  const stackSet = new StackSet(target, strategyNames, await createWorkplace(target.name === "emulator"));
  try {
    onProgress(`deploys every strategy to ${describeTarget(target)}`);
    const stacks = await stackSet.deploy(signal);
    await settle(target, signal);
    return { stackSet, stacks };
  } catch (error) {
    onProgress("destroys the stacks");
    const leftovers = await stackSet.destroy();
    if (leftovers.length === 0) signal.throwIfAborted();
    throw new DeploymentError(error, leftovers);
  }
}

const describeTarget = ({ endpoint, region }: DeploymentTarget) =>
  endpoint === undefined ? `AWS in ${region}` : `the emulator at ${endpoint}`;
