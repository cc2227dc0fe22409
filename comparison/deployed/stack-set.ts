import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Configuration } from "./configuration";
import type { DeploymentTarget, DeploymentTargetName } from "./deployment-target";
import {
  type CreatedNames,
  type DeployedStack,
  findLambdaAuthorizers,
  readCreatedNames,
  readExportedState,
} from "./exported-state";
import { findLeftovers, removeLeftovers } from "./leftovers";
import type { Patience } from "./operation";
import {
  configureStack,
  createStack,
  deployStack,
  describeRemoval,
  errorLines,
  findStack,
  removeStack,
  removeWorkplace,
  type Workplace,
} from "./stack";

/** Deployments take half a minute on an emulator and minutes on AWS, where they should run to their end. */
const PATIENCE: Readonly<Record<DeploymentTargetName, Patience>> = {
  emulator: { limitMs: 120_000, endMs: 10_000 },
  aws: { limitMs: 900_000, endMs: 180_000 },
};
/** Tolerates clock skew. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;
/** Services may briefly list deleted resources. */
const SETTLE_MS = 5000;

/**
 * MiniStack 1.5.33 returns a patched authorizer's TTL as a string, on which the provider fails; a new authorizer's is a number.
 */
const findUnpatchable = async (stack: Stack) => findLambdaAuthorizers((await stack.exportStack()).deployment);

/** Failures here must not prevent a stack from being destroyed. */
const readNames = (stack: Stack): Promise<CreatedNames> =>
  stack
    .exportStack()
    .then(({ deployment }) => readCreatedNames(deployment))
    .catch(() => ({ apiIds: [], functionNames: [] }));

/** The stacks of one deployment, complete or not. */
export class StackSet {
  readonly #startedAt = new Date();
  readonly #stacks: Stack[] = [];
  /** The stack that is being created. */
  #begun: string | undefined;

  constructor(
    private readonly target: DeploymentTarget,
    private readonly strategyNames: readonly string[],
    private readonly workplace: Workplace,
  ) {}

  async deploy(signal: AbortSignal): Promise<readonly DeployedStack[]> {
    const suffix = randomBytes(4).toString("hex");
    for (const [i, strategy] of this.strategyNames.entries()) {
      signal.throwIfAborted();
      // Short, because names of roles and functions have room for no more and would be cut.
      this.#begun = `compare-${suffix}-${i + 1}`;
      const stack = await createStack(this.workplace, this.#begun);
      this.#stacks.push(stack);
      this.#begun = undefined;
      await configureStack(stack, { ...this.target.configuration, strategy });
    }
    const limits = { ...PATIENCE[this.target.name], stop: signal };
    return this.#onEach(async (stack) => {
      await deployStack(stack, limits);
      return readExportedState((await stack.exportStack()).deployment, this.target.endpoint);
    });
  }

  async configure(changes: Configuration, signal: AbortSignal): Promise<void> {
    const limits = { ...PATIENCE[this.target.name], stop: signal };
    await this.#onEach(async (stack) => {
      await configureStack(stack, changes);
      const replace = this.target.name === "emulator" ? await findUnpatchable(stack) : [];
      await this.#twiceOnEmulator(() => deployStack(stack, limits, replace), signal);
    });
  }

  /** An emulator loses an answer now and then, for which the provider waits, or repeats a create. */
  async #twiceOnEmulator(act: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    await act().catch((error: unknown) => {
      if (this.target.name !== "emulator" || signal?.aborted) throw error;
      return act();
    });
  }

  describeKept(): readonly string[] {
    const stacks = this.#stacks.map(
      ({ name }, i) => `the stack ${name} with ${this.strategyNames[i]}: ${describeRemoval(this.workplace, name)}`,
    );
    return [...stacks, `the folder of these stacks, after them: rm -r '${this.workplace.folder}'`];
  }

  async destroy(): Promise<readonly string[]> {
    const begun = this.#begun === undefined ? undefined : await findStack(this.workplace, this.#begun);
    if (begun !== undefined) this.#stacks.push(begun);
    const created = await Promise.all(this.#stacks.map(readNames));
    const ends = await Promise.allSettled(
      this.#stacks.map((stack) => this.#twiceOnEmulator(() => removeStack(stack, PATIENCE[this.target.name]))),
    );
    const failed = ends.flatMap((end, i) => {
      const name = this.#stacks[i]?.name ?? "";
      return end.status === "fulfilled"
        ? []
        : [`the stack ${name} (${errorLines(end.reason).join(" ")}): ${describeRemoval(this.workplace, name)}`];
    });
    const wanted = {
      stackNames: this.#stacks.map(({ name }) => name),
      created: {
        apiIds: created.flatMap(({ apiIds }) => apiIds),
        functionNames: created.flatMap(({ functionNames }) => functionNames),
      },
      createdAfter: new Date(this.#startedAt.getTime() - CLOCK_TOLERANCE_MS),
    };
    // The state of what was not destroyed is in there.
    if (failed.length === 0) await removeWorkplace(this.workplace);
    // What an interrupted or repeated create has left is in no state, but it has the stack's tags.
    if (failed.length === 0 && (await removeLeftovers(this.target, wanted))) await sleep(SETTLE_MS);
    return [...failed, ...(await findLeftovers(this.target, wanted))];
  }

  /** Waits for all of them even if one fails, so that nothing keeps running in the background. */
  async #onEach<T>(act: (stack: Stack) => Promise<T>): Promise<readonly T[]> {
    const ends = await Promise.allSettled(this.#stacks.map(act));
    return ends.map((end) => {
      if (end.status === "rejected") throw end.reason;
      return end.value;
    });
  }
}
