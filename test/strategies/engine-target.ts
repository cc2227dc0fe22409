import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { z } from "zod";
import { readSigningKeys } from "../../comparison/behaviour/engine-alterations";
import { claimsOf } from "../../comparison/target/forged-tokens";
import { connectToEngine, createSdkSettings, expectTokens, requestOf } from "../../comparison/target/target-stack";
import { inventUser, type TestUser } from "../../comparison/target/test-users";
import { UNTHROTTLED } from "../../comparison/target/unthrottled";
import { accessControl } from "../../config/access-control";
import type { Route } from "../../config/access-rules";
import type { TokenClaims } from "../../config/claim-rules";
import { tokenClaims } from "../../config/token-claims";
import type { Caller } from "../../handlers/lib/caller";
import type { LogLine } from "../../local/log";
import { pets, startPetsEngine } from "../support/pets";
import { createTestPool } from "../support/user-pool";
import type { ConformanceTarget, Ending, TokenRequest } from "./conformance";

const loggedCaller = z.object({ callerId: z.string() });

/** What is switched on in a stack. */
interface Variation {
  readonly config?: Readonly<Record<string, string>>;
  readonly claims?: TokenClaims;
}

/** The stack as served by the engine: users sign in, and the status of a response is the decision. */
export async function createEngineTarget(
  strategy: string,
  { config = {}, claims = tokenClaims }: Variation = {},
): Promise<ConformanceTarget> {
  const dataFolder = await mkdtemp(join(tmpdir(), "pets-"));
  const callers: Partial<Caller>[] = [];
  const log = (line: LogLine) => {
    const logged = line.kind === "function" ? loggedCaller.safeParse(line.record.message) : undefined;
    if (logged?.success) callers.push({ id: logged.data.callerId });
  };
  const engine = await startPetsEngine({
    program: { ...pets.program, run: () => pets.program.run(accessControl, claims) },
    strategies: [strategy],
    config: { ...UNTHROTTLED, ...config },
    dataFolder,
    log,
  });
  const [served] = engine.stacks;
  const [stack] = connectToEngine(engine);
  if (served === undefined || stack === undefined) throw new Error("the engine serves no such stack");
  const signers = await readSigningKeys(dataFolder, served.pool);
  const pool = createTestPool({ issuer: served.pool.issuer, clientId: stack.clientId, signers });

  const directory = served.tables.find(({ name }) => name === "directory");
  const users = new Map<string, Promise<TestUser>>();
  const createUser = async (groups: readonly string[]): Promise<TestUser> => {
    // Nobody can be in a group that the pool does not have.
    const user = inventUser(groups.filter((group) => served.pool.groups.some(({ name }) => name === group)));
    const userId = await stack.createUser(user);
    if (directory !== undefined) {
      const client = new DynamoDBClient(createSdkSettings(stack.region, engine.url));
      const record = { userId, tenantId: "acme", entitlements: [] };
      await client.send(new PutItemCommand({ TableName: directory.tableName, Item: marshall(record) }));
      client.destroy();
    }
    return user;
  };
  const userIn = (groups: readonly string[]) => {
    const key = groups.toSorted().join();
    const user = users.get(key) ?? createUser(groups);
    users.set(key, user);
    return user;
  };

  const issue = async ({ tokenUse, groups = [], claims, pool: from }: TokenRequest): Promise<string> => {
    const token = expectTokens(await stack.signIn(await userIn(groups)))[tokenUse];
    if (claims === undefined && from === undefined) return token;
    const signer = from ?? pool;
    const client = tokenUse === "access" ? { client_id: signer.clientId } : { aud: signer.clientId };
    const forged = { claims: { ...claimsOf(token), iss: signer.issuer, ...client, ...claims } };
    return tokenUse === "access" ? signer.accessToken(forged) : signer.idToken(forged);
  };
  const ask = async (token: string | undefined, route: Route, ending: Ending = "") => {
    const { path, request } = requestOf(route, { authorization: token });
    return (await stack.ask(`${path}${ending}`, request)).status;
  };
  return {
    pool,
    issue,
    async decide(token, route, ending) {
      const status = await ask(token, route, ending);
      if (status >= 500) throw new Error(`${route.method} ${route.path} failed with ${status}`);
      return status === 401 || status === 403 ? status : 200;
    },
    async observeCallers(token, routes) {
      callers.length = 0;
      for (const route of routes) await ask(token, route);
      return { expected: { id: String(claimsOf(token).sub) }, seen: callers };
    },
    async stop() {
      await engine.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}
