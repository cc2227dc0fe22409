import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SignJWT } from "jose";
import { z } from "zod";
import type { ClientModel, UserPoolModel } from "../../local/cognito/resources";
import { loadSigningKeys, type SigningKeys, signingKeysState } from "../../local/cognito/signing-keys";
import type { Stack } from "../../local/stack";
import type { FunctionFailure } from "../../strategies/contract";
import { createFaultyCode, FAULTY_TIMEOUT_SECONDS } from "./faulty-code";
import { UNKNOWN_GROUP } from "./situations/groups";

/** Adds to the pool what an administrator might: a second app client, and a group unknown to the table. */
export function extendPool(stack: Stack): Stack {
  const { pool } = stack;
  const clients = pool.clients.flatMap((client) => [
    client,
    { ...client, id: `${client.id.slice(0, -7)}another`, name: "another" },
  ]);
  const groups = [...pool.groups, { name: UNKNOWN_GROUP, description: undefined, precedence: undefined }];
  return { ...stack, pool: { ...pool, clients, groups } };
}

/** The stack as if its strategy required nothing of tokens. */
export const withoutTrigger = (stack: Stack): Stack => ({ ...stack, pool: { ...stack.pool, preTokenGeneration: undefined } });

/**
 * The stack with replaced code in every deciding function, that is, every one that no route invokes. The results show how API Gateway
 * and Cognito handle failing functions, nothing about the program's own code.
 */
export function breakFunctions(stack: Stack, fault: FunctionFailure): Stack {
  const behind = functionsBehindRoutes(stack);
  const functions = stack.functions.map((fn) => {
    if (behind.has(fn.arn)) return fn;
    return { ...fn, code: createFaultyCode(fn.handlerName, fault), timeoutSeconds: FAULTY_TIMEOUT_SECONDS };
  });
  return { ...stack, functions };
}

/** The stack whose routes' functions answer with what API Gateway tells them of the caller. */
export const withEcho = (stack: Stack): Stack => {
  const behind = functionsBehindRoutes(stack);
  const functions = stack.functions.map((fn) => (behind.has(fn.arn) ? { ...fn, code: echo(fn.handlerName) } : fn));
  return { ...stack, functions };
};

const echo = (handlerName: string) =>
  `exports.${handlerName} = async ({ requestContext }) => ({ statusCode: 200, body: JSON.stringify(requestContext.authorizer) });`;

const functionsBehindRoutes = ({ api }: Stack): ReadonlySet<string> =>
  new Set(api.methods.flatMap(({ integration }) => (integration.type === "AWS_PROXY" ? [integration.functionArn] : [])));

const savedPool = z.looseObject({ keys: signingKeysState });

/**
 * Gives a stopped engine's saved pool new signing keys. After its restart neither policies nor key sets are cached.
 */
export async function replaceKeys(dataFolder: string, { id }: UserPoolModel): Promise<void> {
  const state = await readPool(dataFolder, id);
  const keys = { id: createKey(), access: createKey() };
  await writeFile(fileOf(dataFolder, id), JSON.stringify({ ...state, keys }), { mode: 0o600 });
}

/** A pool's signing keys, from its engine's data folder. */
export async function readSigningKeys(dataFolder: string, { id }: UserPoolModel): Promise<SigningKeys> {
  return loadSigningKeys((await readPool(dataFolder, id)).keys);
}

const fileOf = (dataFolder: string, poolId: string) => join(dataFolder, `${poolId}.json`);
const readPool = async (dataFolder: string, poolId: string) =>
  savedPool.parse(JSON.parse(await readFile(fileOf(dataFolder, poolId), "utf8")));

function createKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomBytes(32).toString("base64") };
}

/**
 * A client-credentials access token, signed with the pool's key from its engine's data folder: the engine itself issues no such tokens.
 * The claims are copied from a decoded real one.
 * Source: zenn.dev/noid11/articles/d36dccd74601ed83d83b, of 2021, read 2026-11.
 */
export async function signMachineToken(
  dataFolder: string,
  pool: UserPoolModel,
  { client, scope, nowMs }: { readonly client: ClientModel; readonly scope: string; readonly nowMs: number },
): Promise<string> {
  const { access } = await readSigningKeys(dataFolder, pool);
  const iat = Math.floor(nowMs / 1000);
  const claims = {
    sub: client.id,
    token_use: "access",
    scope,
    auth_time: iat,
    iss: pool.issuer,
    exp: iat + client.accessTokenValiditySeconds,
    iat,
    version: 2,
    jti: randomUUID(),
    client_id: client.id,
  };
  return new SignJWT(claims).setProtectedHeader({ kid: access.kid, alg: "RS256" }).sign(access.privateKey);
}
