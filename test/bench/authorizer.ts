import { createPublicKey, verify } from "node:crypto";
import { performance } from "node:perf_hooks";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import type { AccessControl } from "../../config/access-rules";
import { createHandler } from "../../handlers/authorizer";
import { STAGE_ARN } from "../support/policy";
import { bytesOf, createTestPool } from "../support/user-pool";
import { formatRatio, medianOf } from "./statistics";

/**
 * What one warm authorization (verification and policy) costs on top of the two things that it needs in any case: a bare RS256
 * `crypto.verify` of the same token, and its verification by aws-jwt-verify. All in this process, in alternating blocks, so short
 * that other work on the machine falls between most of them; the figures are ratios of the medians.
 *
 * The peer is `CognitoJwtVerifier.verify`, which also checks issuer, client, use and times, and can fetch a new key. `verifySync`
 * cannot fetch one; it is printed to show that it gains little.
 */

const BLOCKS = 3000;
const CALLS = 5;

const BARE = "bare RS256 verify";
const PEER = "aws-jwt-verify, verify";
const PEER_SYNC = "aws-jwt-verify, verifySync";
const OURS = "authorization";

const createTable = (count: number): AccessControl => {
  const names = Array.from({ length: count }, (_, i) => `Permission${i}`);
  return {
    resourceServer: "bench",
    permissions: Object.fromEntries(names.map((name) => [name, { scope: name, description: name }])),
    groups: {},
    routes: names.map((permission, i) => ({ method: "GET", path: `/resources-${i}/{id}`, permission })),
  };
};

async function createContestants(permissionCount: number) {
  const pool = createTestPool();
  const table = createTable(permissionCount);
  const token = pool.idToken({ groups: Object.keys(table.permissions) });
  const environment = { ISSUER: pool.issuer, USER_POOL_CLIENT_ID: pool.clientId, JWKS_URI: `${pool.issuer}/jwks.json` };
  const fetchKeySet = async () => bytesOf(pool.jwks);
  const authorize = createHandler(environment, table, fetchKeySet);
  const event = { type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn: `${STAGE_ARN}/GET/resources-0/1` } as const;

  const [head, body, signature = ""] = token.split(".");
  const key = createPublicKey({ key: { ...pool.jwks.keys[0] }, format: "jwk" });
  const input = Buffer.from(`${head}.${body}`);
  const signatureBytes = Buffer.from(signature, "base64url");

  const library = CognitoJwtVerifier.create(
    { userPoolId: pool.issuer.slice(pool.issuer.lastIndexOf("/") + 1), clientId: pool.clientId, tokenUse: "id" },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeySet } }) },
  );
  await library.hydrate();

  const answer = await authorize(event);
  const [statement] = answer.policyDocument.Statement;
  const resources =
    statement !== undefined && "Resource" in statement && Array.isArray(statement.Resource) ? statement.Resource : [];
  if (resources.length !== permissionCount || !verify("RSA-SHA256", input, key, signatureBytes))
    throw new Error("the answers are wrong");

  return [
    { name: BARE, call: () => verify("RSA-SHA256", input, key, signatureBytes) },
    { name: PEER_SYNC, call: () => library.verifySync(token) },
    { name: PEER, call: () => library.verify(token) },
    { name: OURS, call: () => authorize(event) },
  ];
}

/** Microseconds per call of each contestant. */
async function measure(permissionCount: number): Promise<ReadonlyMap<string, number>> {
  const contestants = (await createContestants(permissionCount)).map((contestant) => ({
    ...contestant,
    times: Array.of<number>(),
  }));
  for (let block = 0; block < BLOCKS; block++) {
    const first = block % contestants.length;
    for (const { call, times } of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const start = performance.now();
      for (let i = 0; i < CALLS; i++) await call();
      times.push(performance.now() - start);
    }
  }
  return new Map(contestants.map(({ name, times }) => [name, (medianOf(times) * 1000) / CALLS]));
}

async function main(): Promise<void> {
  console.log(`${BLOCKS} alternating blocks of ${CALLS} calls, medians, Node ${process.version}`);
  const authorizations: number[] = [];
  for (const permissionCount of [2, 60]) {
    const times = await measure(permissionCount);
    const timeOf = (name: string) => times.get(name) ?? Number.NaN;
    console.log(`${permissionCount} permissions`.padEnd(40), "to bare verify", "to aws-jwt-verify");
    for (const [name, us] of times) {
      const ratios = [formatRatio(us, timeOf(BARE)).padStart(14), formatRatio(us, timeOf(PEER)).padStart(17)];
      console.log(`  ${name.padEnd(28)}${us.toFixed(1).padStart(7)} us`, ...ratios);
    }
    authorizations.push(timeOf(OURS));
  }
  const [few = Number.NaN, many = Number.NaN] = authorizations;
  console.log(`60 permissions against 2 permissions    ${formatRatio(many, few).padStart(15)}`);
}

void main();
