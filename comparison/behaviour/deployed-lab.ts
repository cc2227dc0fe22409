import { setTimeout as sleep } from "node:timers/promises";
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { keys } from "../../config/setting-keys";
import type { Clients } from "../deployed/clients";
import type { DeployedStack } from "../deployed/exported-state";
import { addPerson, createPassword } from "../deployed/people";
import type { DeployedClient } from "./deployed-client";
import { requestMachineToken } from "./deployed-machine";
import { type Lab, type Person, requireTokens, type Surroundings, type Tokens } from "./target";

const PASSWORD = createPassword();

/** A deployed stack as situations use it: with a second app client, which the API does not know. */
export interface Subject {
  readonly stack: DeployedStack;
  readonly client: DeployedClient;
  readonly anotherClientId: string;
}

interface LabOptions {
  readonly clients: Clients;
  readonly subject: Subject;
  /** Another strategy's. */
  readonly other: Subject | undefined;
  readonly surroundings: Surroundings;
  readonly tokenValiditySeconds: number;
  /** By strategy, of the time before the surroundings changed. */
  readonly before: ReadonlyMap<string, Tokens>;
  /** A name that no pool has had yet. */
  readonly createUsername: () => string;
  readonly signal: AbortSignal;
}

/** A deployed stack, as a lab in which time is real. */
export function createDeployedLab(options: LabOptions): Lab {
  const { clients, subject, other, surroundings, tokenValiditySeconds, before, createUsername, signal } = options;
  const { cognito } = clients;
  const { stack, client, anotherClientId } = subject;
  const { strategy, userPoolId: UserPoolId, clientId } = stack;
  const userOf = ({ username: Username }: Person) => ({ UserPoolId, Username });
  const abort = { abortSignal: signal };
  const addPersonTo = async (pool: string, groups: readonly string[]): Promise<Person> => {
    const username = createUsername();
    await addPerson(cognito, pool, { username, password: PASSWORD, groups }, signal);
    return { username };
  };
  const signInBy = (by: DeployedClient, { username: USERNAME }: Person, id: string) =>
    by.authenticate({ AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } }, id);

  return {
    strategy,
    tokenValiditySeconds,
    cacheTtlSeconds: surroundings.cacheTtlSeconds ?? keys.authorizerCacheTtlSeconds.default,
    addPerson: (groups) => addPersonTo(UserPoolId, groups),
    async addToGroup(person, GroupName) {
      await cognito.send(new AdminAddUserToGroupCommand({ ...userOf(person), GroupName }), abort);
    },
    async removeFromGroup(person, GroupName) {
      await cognito.send(new AdminRemoveUserFromGroupCommand({ ...userOf(person), GroupName }), abort);
    },
    async disable(person) {
      await cognito.send(new AdminDisableUserCommand(userOf(person)), abort);
    },
    async signOutEverywhere(person) {
      await cognito.send(new AdminUserGlobalSignOutCommand(userOf(person)), abort);
    },
    async revoke({ refresh }) {
      await cognito.send(new RevokeTokenCommand({ ClientId: clientId, Token: refresh }), abort);
    },
    signIn: (person, by = "the API's") => signInBy(client, person, by === "another" ? anotherClientId : clientId),
    refresh: ({ refresh: REFRESH_TOKEN }) =>
      client.authenticate({ AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } }, clientId),
    async signInElsewhere(groups) {
      if (other === undefined) throw new Error("no other strategy is deployed, so there is no other pool");
      const person = await addPersonTo(other.stack.userPoolId, groups);
      const tokens = requireTokens(await signInBy(other.client, person, other.stack.clientId));
      // The kind that this strategy's clients send, not the other's.
      return stack.tokenUse === other.stack.tokenUse ? tokens : { ...tokens, sent: tokens.other, other: tokens.sent };
    },
    requestMachineToken: (scope) => requestMachineToken(cognito, stack, scope, signal),
    tokensFromBefore() {
      const tokens = before.get(strategy);
      if (tokens === undefined) throw new Error("these surroundings have nothing before them");
      return tokens;
    },
    async rotateKeys() {
      throw new Error(KEYS_STAY);
    },
    async signAnew() {
      throw new Error("nobody has the private key of a deployed pool");
    },
    ask: (route, authorization) => client.askRoute(route, authorization),
    async waitUntil({ issuedAtSeconds }, seconds) {
      await sleep(Math.max(0, (issuedAtSeconds + seconds) * 1000 - Date.now()), undefined, { signal });
    },
  };
}

export const KEYS_STAY = "nobody can make a deployed pool sign with other keys; ask the target engine";
