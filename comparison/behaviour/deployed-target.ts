import { randomBytes } from "node:crypto";
import { CreateGroupCommand, CreateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { keys } from "../../config/setting-keys";
import { TOKEN_VALIDITY_MINUTES } from "../deployed/configuration";
import { type Deployment, describeTimes } from "../deployed/deployment";
import type { DeployedStack } from "../deployed/exported-state";
import { startAnew } from "../deployed/function-updates";
import { readDeciders } from "./access-logs";
import { breakFunction, type Restore } from "./deployed-alterations";
import { DeployedClient } from "./deployed-client";
import { createDeployedLab, KEYS_STAY, type Subject } from "./deployed-lab";
import { MACHINES_COST } from "./deployed-machine";
import { UNKNOWN_GROUP } from "./situations/groups";
import { type Surroundings, signInEveryGroup, type Target, type Tokens } from "./target";

const CHANGED_OVER_ELSEWHERE =
  "each stack of a comparison keeps its strategy; npm run test:deploy changes stacks over and asks them all the while";

interface DeployedTargetOptions {
  readonly deployment: Deployment;
  /** How long a situation may wait. */
  readonly maxWaitSeconds: number;
  readonly signal: AbortSignal;
}

/** Deployed stacks, in which time is real. `stop` puts them back as they were, and leaves them deployed. */
export async function createDeployedTarget(options: DeployedTargetOptions): Promise<Target> {
  const { deployment, maxWaitSeconds, signal } = options;
  const { stacks, clients, target } = deployment;
  const tokenValiditySeconds = TOKEN_VALIDITY_MINUTES * 60;
  const startedAtMs = Date.now();
  const suffix = randomBytes(4).toString("hex");
  const subjects = await Promise.all(stacks.map((stack) => extendPool(options, stack)));
  let people = 0;
  const createUsername = () => `person-${++people}-${suffix}@example.org`;

  const undo: Restore[] = [];
  /** Each is tried, also where another fails. */
  const leave = async () => {
    const ends = await Promise.allSettled(undo.splice(0).map((restore) => restore()));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  };
  const setCacheTtl = (seconds: number) => deployment.configure({ authorizerCacheTtlSeconds: `${seconds}` });
  const change = async ({ cacheTtlSeconds, fault, areFresh }: Surroundings) => {
    const usualSeconds = keys.authorizerCacheTtlSeconds.default;
    if (cacheTtlSeconds !== undefined && cacheTtlSeconds !== usualSeconds) {
      undo.push(() => setCacheTtl(usualSeconds));
      await setCacheTtl(cacheTtlSeconds);
    }
    const deciding = stacks.flatMap(({ functions }) => functions.filter(({ place }) => place !== "pets"));
    for (const { name } of deciding) {
      if (fault !== undefined) undo.push(await breakFunction(clients.lambda, name, fault));
      if (areFresh) await startAnew(clients.lambda, name, `Starts anew for the comparison ${suffix}`);
    }
  };
  const createLabs = (surroundings: Surroundings, before: ReadonlyMap<string, Tokens>) =>
    subjects.map((subject) =>
      createDeployedLab({
        clients,
        subject,
        other: subjects.find((candidate) => candidate !== subject),
        surroundings,
        tokenValiditySeconds,
        before,
        createUsername,
        signal,
      }),
    );

  return {
    name: target,
    times: describeTimes(deployment),
    strategies: stacks.map(({ strategy }) => strategy),
    tokenValiditySeconds,
    hasPoolKeys: false,
    maxWaitSeconds,
    findObstacle({ changedOver, hasNewKeys, canRotateKeys, hasMachines }) {
      if (changedOver !== undefined) return CHANGED_OVER_ELSEWHERE;
      if (hasNewKeys || canRotateKeys) return KEYS_STAY;
      return hasMachines && target === "aws" ? MACHINES_COST : undefined;
    },
    async enter(surroundings) {
      await leave();
      const before =
        surroundings.fault === undefined ? new Map<string, Tokens>() : await signInEveryGroup(createLabs({}, new Map()));
      await change(surroundings);
      return createLabs(surroundings, before);
    },
    complete: (findings) => readDeciders(deployment, { findings, startedAtMs, signal }),
    stop: leave,
  };
}

/** What an administrator might add to a pool: a second app client, and a group that the access-control table does not have. */
async function extendPool({ deployment, signal }: DeployedTargetOptions, stack: DeployedStack): Promise<Subject> {
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
  return { stack, client: new DeployedClient(deployment, stack, signal), anotherClientId: UserPoolClient.ClientId };
}
