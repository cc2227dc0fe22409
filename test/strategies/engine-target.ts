import { createPrivateKey } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Route } from "../../config/access-rules";
import type { Caller } from "../../handlers/lib/caller";
import type { LogLine } from "../../local/log";
import { startPetsEngine } from "../support/pets";
import { createTestPool } from "../support/user-pool";
import type { Ending, Target, TokenRequest } from "./conformance";

/** So little throttled that no case runs into it. */
const CONFIG = { throttleRatePerSecond: "10000", throttleBurst: "5000" };
const PASSWORD = "Correct-horse-9";
const POSTED = JSON.stringify({ name: "Rex", species: "dog" });

const signedIn = z.object({ AuthenticationResult: z.object({ AccessToken: z.string(), IdToken: z.string() }) });
const privateJwk = z.looseObject({ kid: z.string() });
const savedPool = z.object({ keys: z.object({ id: privateJwk, access: privateJwk }) });

/** The stack as the engine serves it: users sign in, and decisions are the statuses of answers. */
export async function createEngineTarget(strategy: string): Promise<Target> {
  const dataFolder = await mkdtemp(join(tmpdir(), "pets-"));
  const callers: Partial<Caller>[] = [];
  const log = (line: LogLine) => {
    const logged = line.kind === "function" ? z.object({ callerId: z.string() }).safeParse(line.record.message) : undefined;
    if (logged?.success) callers.push({ id: logged.data.callerId });
  };
  const engine = await startPetsEngine({ strategies: [strategy], config: CONFIG, dataFolder, log });
  const [stack] = engine.stacks;
  const client = stack?.pool.clients[0];
  if (stack === undefined || client === undefined) throw new Error("the engine serves no such stack");

  const { keys } = savedPool.parse(JSON.parse(await readFile(join(dataFolder, `${stack.pool.id}.json`), "utf8")));
  const signerOf = (jwk: z.infer<typeof privateJwk>) => ({
    kid: jwk.kid,
    privateKey: createPrivateKey({ key: { ...jwk }, format: "jwk" }),
  });
  const signers = { id: signerOf(keys.id), access: signerOf(keys.access) };
  const pool = createTestPool({ issuer: stack.pool.issuer, clientId: client.id, signers });

  const call = async (operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const response = await fetch(engine.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
        Authorization: "AWS4-HMAC-SHA256 Credential=local",
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  };

  const users = new Map<string, Promise<string>>();
  const createUser = async (name: string, groups: readonly string[]): Promise<string> => {
    const user = { UserPoolId: stack.pool.id, Username: `${name}@example.org` };
    await call("AdminCreateUser", { ...user, MessageAction: "SUPPRESS" });
    await call("AdminSetUserPassword", { ...user, Password: PASSWORD, Permanent: true });
    // Nobody can be in a group that the pool does not have.
    const known = groups.filter((group) => stack.pool.groups.some((recorded) => recorded.name === group));
    for (const GroupName of known) await call("AdminAddUserToGroup", { ...user, GroupName });
    return user.Username;
  };
  const userWith = (groups: readonly string[]) => {
    const name = `user-${[...groups].sort().join(".")}`;
    const user = users.get(name) ?? createUser(name, groups);
    users.set(name, user);
    return user;
  };

  const issue = async ({ tokenUse, groups = [], claims, pool: from }: TokenRequest): Promise<string> => {
    const AuthParameters = { USERNAME: await userWith(groups), PASSWORD };
    const answer = await call("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", ClientId: client.id, AuthParameters });
    const { AccessToken, IdToken } = signedIn.parse(answer).AuthenticationResult;
    const token = tokenUse === "access" ? AccessToken : IdToken;
    if (claims === undefined && from === undefined) return token;
    const signer = from ?? pool;
    const who = tokenUse === "access" ? { client_id: signer.clientId } : { aud: signer.clientId };
    const forged = { claims: { ...claimsOf(token), iss: signer.issuer, ...who, ...claims } };
    return tokenUse === "access" ? signer.accessToken(forged) : signer.idToken(forged);
  };

  const ask = async (token: string | undefined, { method, path }: Route, ending: Ending = "") => {
    const response = await fetch(`${stack.apiUrl}${path.replace(/\{\w+\}/g, "x1")}${ending}`, {
      method,
      headers: { "Content-Type": "application/json", ...(token === undefined ? {} : { Authorization: token }) },
      ...(method === "POST" ? { body: POSTED } : {}),
    });
    await response.arrayBuffer();
    return response.status;
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

const claimsOf = (token: string): Record<string, unknown> =>
  z.looseObject({}).parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()));
