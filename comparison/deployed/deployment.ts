import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import { strategyNames } from "../../local/strategy-names";
import type { Clients } from "./clients";
import type { Configuration } from "./configuration";
import { type DeployedStack, findLambdaAuthorizers, readExportedState } from "./exported-state";
import { findLeftovers, removeLeftovers } from "./leftovers";
import type { Patience } from "./operation";
import { findPlace, type Place, type PlaceName } from "./place";
import {
  configureStack,
  createStack,
  createWorkplace,
  deployStack,
  describeRemoval,
  errorLines,
  removeStack,
  removeWorkplace,
  type Workplace,
} from "./stack";

export interface DeployOptions {
  readonly target: PlaceName;
  /** Of the emulator; by default AWS_ENDPOINT_URL, or where emulators usually are. */
  readonly endpoint?: string;
  /** Leaves the stacks where they are at the end. */
  readonly isKept: boolean;
  /** Interrupts what is under way. What was deployed until then is destroyed. */
  readonly signal: AbortSignal;
  /** Told what is being done, as a main clause. */
  readonly onProgress?: (what: string) => void;
}

/** Every strategy, each deployed as a throw-away stack of this program. */
export interface Deployment {
  readonly target: PlaceName;
  readonly region: string;
  /** One for each strategy of the program, in its order. */
  readonly stacks: readonly DeployedStack[];
  readonly clients: Clients;
  /**
   * Sets keys of the program's configuration on every stack, and deploys what changes. Ids and addresses stay as they are.
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
 * Deploys every strategy at once. Somebody who only wants to look need not clean up: whatever goes wrong here, or interrupts it, what
 * was deployed is destroyed.
 *
 * @throws PlaceError before anything is created; DeploymentError, with what is left; the signal's reason
 */
export async function deployStacks(options: DeployOptions): Promise<Deployment> {
  const { target, endpoint, isKept, signal, onProgress = () => undefined } = options;
  signal.throwIfAborted();
  const place = await findPlace(target, endpoint);
  signal.throwIfAborted();
  const site = new Site(place, await createWorkplace(place.name === "emulator"));
  try {
    onProgress(`deploys ${strategyNames.join(" and ")} to ${describePlace(place)}`);
    const stacks = await site.deploy(signal);
    return {
      target: place.name,
      region: place.region,
      stacks,
      clients: place.clients,
      configure: async (changes) => {
        onProgress(
          `sets ${Object.entries(changes)
            .map((change) => change.join(" to "))
            .join(", ")}`,
        );
        await site.configure(changes, signal).catch((error: unknown) => {
          signal.throwIfAborted();
          throw new DeploymentError(error);
        });
      },
      destroy: async () => {
        if (isKept) return site.describeKept();
        onProgress("destroys the stacks");
        return site.destroy();
      },
    };
  } catch (error) {
    onProgress("destroys the stacks");
    const leftovers = await site.destroy();
    if (!signal.aborted) throw new DeploymentError(error, leftovers);
    throw leftovers.length === 0 ? signal.reason : new DeploymentError(signal.reason, leftovers);
  }
}

const describePlace = ({ endpoint, region }: Place) =>
  endpoint === undefined ? `AWS in ${region}` : `the emulator at ${endpoint}`;

/** A deployment takes half a minute on an emulator, and some minutes on AWS, where what was begun should be ended. */
const PATIENCE: Readonly<Record<PlaceName, Patience>> = {
  emulator: { limitMs: 120_000, endMs: 10_000 },
  aws: { limitMs: 900_000, endMs: 180_000 },
};
/** Clocks differ. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;
/** A service may still list for a moment what it has deleted. */
const SETTLE_MS = 5000;

/**
 * MiniStack 1.5.33 answers the patch of an authorizer with its seconds as a text, where the provider wants a number and fails. To a
 * new authorizer it answers with a number.
 */
const findUnpatchable = async (stack: Stack) => findLambdaAuthorizers((await stack.exportStack()).deployment);

/** The stacks of one deployment, however far they have come. */
class Site {
  readonly #startedAt = new Date();
  readonly #stacks: Stack[] = [];
  #deployed: readonly DeployedStack[] = [];

  constructor(
    private readonly place: Place,
    private readonly workplace: Workplace,
  ) {}

  async deploy(signal: AbortSignal): Promise<readonly DeployedStack[]> {
    const suffix = randomBytes(4).toString("hex");
    for (const strategy of strategyNames) {
      signal.throwIfAborted();
      this.#stacks.push(
        await createStack(this.workplace, `compare-${strategy}-${suffix}`, { ...this.place.configuration, strategy }),
      );
    }
    await this.#onEach((stack) => this.#up(stack, signal));
    this.#deployed = await this.#onEach(async (stack) => {
      const { deployment } = await stack.exportStack();
      return readExportedState(deployment, this.place.endpoint);
    });
    return this.#deployed;
  }

  async configure(changes: Configuration, signal: AbortSignal): Promise<void> {
    await this.#onEach(async (stack) => {
      await configureStack(stack, changes);
      await this.#up(stack, signal, this.place.name === "emulator" ? await findUnpatchable(stack) : []);
    });
  }

  /** Once more where an emulator fails, which loses an answer now and then: the provider waits for it, or repeats a create. */
  async #up(stack: Stack, stop: AbortSignal, replace: readonly string[] = []): Promise<void> {
    const limits = { ...PATIENCE[this.place.name], stop };
    await deployStack(stack, limits, replace).catch((error: unknown) => {
      if (this.place.name !== "emulator" || stop.aborted) throw error;
      return deployStack(stack, limits, replace);
    });
  }

  describeKept(): readonly string[] {
    const stacks = this.#stacks.map(({ name }) => `the stack ${name}: ${describeRemoval(this.workplace, name)}`);
    return [...stacks, `the folder of these stacks, after them: rm -r '${this.workplace.folder}'`];
  }

  async destroy(): Promise<readonly string[]> {
    const ends = await Promise.allSettled(this.#stacks.map((stack) => this.#remove(stack)));
    const failed = ends.flatMap((end, i) => {
      const name = this.#stacks[i]?.name ?? "";
      return end.status === "fulfilled"
        ? []
        : [`the stack ${name} (${errorLines(end.reason).join(" ")}): ${describeRemoval(this.workplace, name)}`];
    });
    const wanted = {
      stackNames: this.#stacks.map(({ name }) => name),
      stacks: this.#deployed,
      createdAfter: new Date(this.#startedAt.getTime() - CLOCK_TOLERANCE_MS),
    };
    // The state of what was not destroyed is in there.
    if (failed.length === 0) await removeWorkplace(this.workplace);
    // What an interrupted or repeated create has left is in no state, but it has the stack's tags.
    if (failed.length === 0 && (await removeLeftovers(this.place, wanted))) await sleep(SETTLE_MS);
    return [...failed, ...(await findLeftovers(this.place, wanted))];
  }

  async #remove(stack: Stack): Promise<void> {
    const patience = PATIENCE[this.place.name];
    await removeStack(stack, patience).catch((error: unknown) => {
      if (this.place.name !== "emulator") throw error;
      return removeStack(stack, patience);
    });
  }

  /** Waits for all of them also where one fails, so that nothing goes on behind the caller's back. */
  async #onEach<T>(act: (stack: Stack) => Promise<T>): Promise<readonly T[]> {
    const ends = await Promise.allSettled(this.#stacks.map(act));
    return ends.map((end) => {
      if (end.status === "rejected") throw end.reason;
      return end.value;
    });
  }
}
