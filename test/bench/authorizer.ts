import { createPublicKey, verify } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { AccessControl } from "../../config/access-rules";
import { createHandler } from "../../handlers/authorizer";
import { STAGE_ARN } from "../support/policy";
import { bytesOf, createTestPool } from "../support/user-pool";
import { formatRatio, medianOf } from "./statistics";

/**
 * How much one warm authorization (verification and policy) costs above the one thing that it cannot do without: a bare RS256
 * `crypto.verify` of the same token. Both in this process, in alternating blocks; the figure is the ratio of the medians.
 */

const BLOCKS = 60;
const CALLS = 200;

const createTable = (count: number): AccessControl => {
  const names = Array.from({ length: count }, (_, i) => `Permission${i}`);
  return {
    resourceServer: "bench",
    permissions: Object.fromEntries(names.map((name) => [name, { scope: name, description: name }])),
    groups: {},
    routes: names.map((permission, i) => ({ method: "GET", path: `/resources-${i}/{id}`, permission })),
  };
};

async function measure(permissionCount: number): Promise<{ authorizationUs: number; verifyUs: number }> {
  const pool = createTestPool();
  const table = createTable(permissionCount);
  const token = pool.idToken({ groups: Object.keys(table.permissions) });
  const environment = { ISSUER: pool.issuer, USER_POOL_CLIENT_ID: pool.clientId, JWKS_URI: `${pool.issuer}/jwks.json` };
  const authorize = createHandler(environment, table, async () => bytesOf(pool.jwks));
  const event = { type: "TOKEN", authorizationToken: `Bearer ${token}`, methodArn: `${STAGE_ARN}/GET/resources-0/1` } as const;

  const [head, body, signature = ""] = token.split(".");
  const key = createPublicKey({ key: { ...pool.jwks.keys[0] }, format: "jwk" });
  const input = Buffer.from(`${head}.${body}`);
  const signatureBytes = Buffer.from(signature, "base64url");

  const answer = await authorize(event);
  const [statement] = answer.policyDocument.Statement;
  const resources =
    statement !== undefined && "Resource" in statement && Array.isArray(statement.Resource) ? statement.Resource : [];
  if (resources.length !== permissionCount || !verify("RSA-SHA256", input, key, signatureBytes))
    throw new Error("the answers are wrong");

  const authorizations: number[] = [];
  const verifications: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    let start = performance.now();
    for (let i = 0; i < CALLS; i++) await authorize(event);
    authorizations.push(performance.now() - start);
    start = performance.now();
    for (let i = 0; i < CALLS; i++) verify("RSA-SHA256", input, key, signatureBytes);
    verifications.push(performance.now() - start);
  }
  const perCallUs = (blocks: readonly number[]) => (medianOf(blocks) * 1000) / CALLS;
  return { authorizationUs: perCallUs(authorizations), verifyUs: perCallUs(verifications) };
}

async function main(): Promise<void> {
  const few = await measure(2);
  const many = await measure(60);
  const us = (value: number) => `${value.toFixed(1)} us`;
  console.log(`${BLOCKS} alternating blocks of ${CALLS} calls, medians, Node ${process.version}`);
  console.log(`bare RS256 verify                       ${us(few.verifyUs)}   1.00 (the baseline)`);
  console.log(
    `authorization, 2 permissions            ${us(few.authorizationUs)}   ${formatRatio(few.authorizationUs, few.verifyUs)} of its token's verify`,
  );
  console.log(
    `authorization, 60 permissions           ${us(many.authorizationUs)}   ${formatRatio(many.authorizationUs, many.verifyUs)} of its token's verify`,
  );
  console.log(`60 permissions against 2 permissions    ${formatRatio(many.authorizationUs, few.authorizationUs)}`);
}

void main();
