import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateGroupCommand, CreateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { keys } from "../../config/setting-keys";
import { TOKEN_VALIDITY_MINUTES } from "../deployed/configuration";
import { type Deployment, describeTimes } from "../deployed/deployment";
import type { DeployedStack } from "../deployed/exported-state";
import { startAnew } from "../deployed/function-updates";
import { createTargetStack } from "../target/target-stack";
import { breakFunction, MACHINES_COST, type Restore, requestMachineToken } from "./deployed-alterations";
import { createDeployedWitness, readDeciders } from "./deployed-witness";
import { createLabs, type Subject } from "./lab";
import { UNKNOWN_GROUP } from "./situations/groups";
import { type BehaviourTarget, type Conditions, signInEveryGroup } from "./target";

const CHANGED_OVER_ELSEWHERE =
  "each stack of a comparison keeps its strategy; npm run test:deploy changes stacks over and asks them all the while";
const AS_THE_PROGRAM_HAS_IT =
  "each stack of a comparison has neither claims, a user directory nor a permission map of its own; npm run test:deploy asks stacks " +
  "with all three";
const KEYS_STAY = "nobody can make a deployed pool sign with other keys; ask the target engine";

interface DeployedTargetOptions {
  readonly deployment: Deployment;
  /** How long a situation may wait. */
  readonly maxWaitSeconds: number;
  readonly signal: AbortSignal;
}

const tokenValiditySeconds = TOKEN_VALIDITY_MINUTES * 60;

/** Deployed stacks, in real time. `stop` restores their configuration and leaves them deployed. */
export async function createDeployedBehaviourTarget(options: DeployedTargetOptions): Promise<BehaviourTarget> {
  const { deployment, maxWaitSeconds, signal } = options;
  const { stacks, clients, target } = deployment;
  const startedAtMs = Date.now();
  const run = randomBytes(4).toString("hex");
  const subjects = await Promise.all(stacks.map((stack) => createSubject(options, stack)));

  const undo: Restore[] = [];
  /** Each is tried, also where another fails. */
  const leave = async () => {
    const ends = await Promise.allSettled(undo.splice(0).map((restore) => restore()));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };
  const setCacheTtl = (seconds: number) => deployment.configure({ authorizerCacheTtlSeconds: `${seconds}` });
  const change = async ({ cacheTtlSeconds, failure, areFresh }: Conditions) => {
    const usualSeconds = keys.authorizerCacheTtlSeconds.default;
    if (cacheTtlSeconds !== undefined && cacheTtlSeconds !== usualSeconds) {
      undo.push(() => setCacheTtl(usualSeconds));
      await setCacheTtl(cacheTtlSeconds);
    }
    const deciding = stacks.flatMap(({ functions }) => functions.filter(({ role }) => role !== "pets"));
    for (const { name } of deciding) {
      if (failure !== undefined) undo.push(await breakFunction(clients.lambda, name, failure));
      if (areFresh) await startAnew(clients.lambda, name, `Starts anew for the comparison ${run}`);
    }
  };

  return {
    name: target,
    timingSource: describeTimes(deployment),
    strategies: stacks.map(({ strategy }) => strategy),
    tokenValiditySeconds,
    hasPoolKeys: false,
    maxWaitSeconds,
    findObstacle({ changedOver, hasNewKeys, canRotateKeys, hasMachines, hasClaims, userDirectory }) {
      if (hasClaims || userDirectory !== undefined) return AS_THE_PROGRAM_HAS_IT;
      if (changedOver !== undefined) return CHANGED_OVER_ELSEWHERE;
      if (hasNewKeys || canRotateKeys) return KEYS_STAY;
      return hasMachines && target === "aws" ? MACHINES_COST : undefined;
    },
    async enter(conditions) {
      await leave();
      const before = conditions.failure === undefined ? undefined : await signInEveryGroup(createLabs(subjects));
      await change(conditions);
      return createLabs(subjects, { cacheTtlSeconds: conditions.cacheTtlSeconds, before });
    },
    complete: (findings) => readDeciders(deployment, { findings, startedAtMs, signal }),
    stop: leave,
  };
}

/** Adds to the pool what an administrator might: a second app client, and a group unknown to the table. */
async function createSubject({ deployment, signal }: DeployedTargetOptions, stack: DeployedStack): Promise<Subject> {
  const { cognito } = deployment.clients;
  const { userPoolId: UserPoolId } = stack;
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: UNKNOWN_GROUP }), { abortSignal: signal });
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "another",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
    { abortSignal: signal },
  );
  if (UserPoolClient?.ClientId === undefined) throw new Error(`Cognito gave the second app client of ${stack.strategy} no id`);
  return {
    stack: createTargetStack(stack, cognito, signal),
    anotherClientId: UserPoolClient.ClientId,
    tokenValiditySeconds,
    witness: createDeployedWitness(deployment, stack),
    clock: {
      now: () => Date.now(),
      async waitUntil(ms) {
        await sleep(Math.max(0, ms - Date.now()), undefined, { signal });
      },
    },
    requestMachineToken: (scope) => requestMachineToken(cognito, stack, scope, signal),
    async rotateKeys() {
      throw new Error(KEYS_STAY);
    },
    async signAnew() {
      throw new Error("the private key of a deployed pool is not accessible");
    },
    async setRecord() {
      throw new Error(AS_THE_PROGRAM_HAS_IT);
    },
    async grant() {
      throw new Error(AS_THE_PROGRAM_HAS_IT);
    },
    setDirectory() {
      throw new Error(AS_THE_PROGRAM_HAS_IT);
    },
  };
}
