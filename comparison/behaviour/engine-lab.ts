import { z } from "zod";
import { keys } from "../../config/setting-keys";
import type { Engine } from "../../local/engine";
import type { Stack } from "../../local/stack";
import { readSigningKeys, signMachineToken } from "./engine-alterations";
import type { EngineClient } from "./engine-client";
import { claimsOf, signAnew } from "./forge";
import { type Attempt, type Lab, type Person, requireTokens, type Surroundings, type Tokens } from "./target";

const PASSWORD = "Correct-horse-9";
const REFRESHING = { AuthFlow: "REFRESH_TOKEN_AUTH" };

const answerSchema = z.object({
  AuthenticationResult: z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string().default("") }),
});

interface LabOptions {
  readonly client: EngineClient;
  readonly engine: Engine;
  /** Where the engine keeps its pools. */
  readonly dataFolder: string;
  readonly stack: Stack;
  readonly surroundings: Surroundings;
  /** By strategy, of the time before the surroundings changed. */
  readonly before: ReadonlyMap<string, Tokens>;
  /** A name that no pool has had yet. */
  readonly createUsername: () => string;
}

/** One of an engine's stacks, as a lab. */
export function createEngineLab({ client, engine, dataFolder, stack, surroundings, before, createUsername }: LabOptions): Lab {
  const { strategy, tokenUse, pool } = stack;
  const [web, another] = pool.clients;
  if (web === undefined || another === undefined) throw new Error(`the pool of ${strategy} lacks an app client`);

  const administer = async ({ id }: Stack["pool"], operation: string, input: Readonly<Record<string, unknown>>) => {
    const { finding } = await client.callCognito(operation, { UserPoolId: id, ...input });
    if (!finding.isPassed) throw new Error(`${operation} was refused: ${finding.message}`);
  };
  const change = (operation: string, { username }: Person, input: Readonly<Record<string, unknown>> = {}) =>
    administer(pool, operation, { Username: username, ...input });
  const addPersonTo = async (to: Stack["pool"], groups: readonly string[]): Promise<Person> => {
    const username = createUsername();
    const user = { Username: username };
    await administer(to, "AdminCreateUser", { ...user, MessageAction: "SUPPRESS" });
    await administer(to, "AdminSetUserPassword", { ...user, Password: PASSWORD, Permanent: true });
    for (const GroupName of groups) await administer(to, "AdminAddUserToGroup", { ...user, GroupName });
    return { username };
  };
  const attempt = async (input: Readonly<Record<string, unknown>>): Promise<Attempt> => {
    const { finding, output } = await client.callCognito("InitiateAuth", input);
    return { finding, tokens: finding.isPassed ? readTokens(output) : undefined };
  };
  const readTokens = (output: unknown): Tokens => {
    const { AccessToken, IdToken, RefreshToken } = answerSchema.parse(output).AuthenticationResult;
    const [sent, other] = tokenUse === "access" ? [AccessToken, IdToken] : [IdToken, AccessToken];
    return { sent, other, refresh: RefreshToken, issuedAtSeconds: z.number().parse(claimsOf(sent).iat) };
  };
  const signInBy = ({ username }: Person, ClientId: string) =>
    attempt({ AuthFlow: "USER_PASSWORD_AUTH", ClientId, AuthParameters: { USERNAME: username, PASSWORD } });

  return {
    strategy,
    tokenValiditySeconds: tokenUse === "access" ? web.accessTokenValiditySeconds : web.idTokenValiditySeconds,
    cacheTtlSeconds: surroundings.cacheTtlSeconds ?? keys.authorizerCacheTtlSeconds.default,
    addPerson: (groups) => addPersonTo(pool, groups),
    addToGroup: (person, GroupName) => change("AdminAddUserToGroup", person, { GroupName }),
    removeFromGroup: (person, GroupName) => change("AdminRemoveUserFromGroup", person, { GroupName }),
    disable: (person) => change("AdminDisableUser", person),
    signOutEverywhere: (person) => change("AdminUserGlobalSignOut", person),
    async revoke({ refresh }) {
      const { finding } = await client.callCognito("RevokeToken", { ClientId: web.id, Token: refresh });
      if (!finding.isPassed) throw new Error(`RevokeToken was refused: ${finding.message}`);
    },
    signIn: (person, by = "the API's") => signInBy(person, by === "another" ? another.id : web.id),
    refresh: ({ refresh }) => attempt({ ...REFRESHING, ClientId: web.id, AuthParameters: { REFRESH_TOKEN: refresh } }),
    async signInElsewhere(groups) {
      const other = engine.stacks.find((candidate) => candidate !== stack)?.pool;
      const otherClient = other?.clients[0];
      if (other === undefined || otherClient === undefined)
        throw new Error("no other strategy is served, so there is no other pool");
      return requireTokens(await signInBy(await addPersonTo(other, groups), otherClient.id));
    },
    requestMachineToken: (scope) => signMachineToken(dataFolder, pool, { client: another, scope, nowMs: engine.clock.now() }),
    tokensFromBefore() {
      const tokens = before.get(strategy);
      if (tokens === undefined) throw new Error("these surroundings have nothing before them");
      return tokens;
    },
    rotateKeys: () => engine.rotateKeys(),
    signAnew: async (token, members) => signAnew(token, members, (await readSigningKeys(dataFolder, pool))[tokenUse].privateKey),
    ask: (route, authorization) => client.askRoute(stack, route, authorization),
    async waitUntil({ issuedAtSeconds }, seconds) {
      const { clock } = engine;
      clock.advance(Math.max(0, (issuedAtSeconds + seconds) * 1000 - clock.now()));
    },
  };
}
