import { randomUUID } from "node:crypto";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { tamper } from "../../comparison/target/forged-tokens";
import { expectTokens, requestOf, type TargetStack } from "../../comparison/target/target-stack";
import type { NamedUser } from "../../comparison/target/test-users";
import { otherUse, type Tokens } from "../../comparison/target/tokens";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, type Route } from "../../config/access-rules";
import { listLimit } from "../../config/pet";
import { keys } from "../../config/setting-keys";
import type { Clause, Contract } from "../../strategies/contract";
import type { Checks } from "../emulator/checks";
import { takeExpiredTokens, takeForeignTokens } from "../emulator/tokens";
import { findUser } from "../emulator/users";

const routes: readonly Route[] = accessControl.routes;
const findPermissions = createPermissionLookup(accessControl);
const ORIGIN = "http://localhost:3000";

/** Sends requests as a browser does. */
async function ask(stack: TargetStack, path: string, { method = "GET", token, body }: AskOptions = {}) {
  const headers = {
    "Content-Type": "application/json",
    Origin: ORIGIN,
    ...(token === undefined ? {} : { Authorization: token }),
  };
  const answer = await stack.ask(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { status, text } = answer;
  return { status, headers: answer.headers, body: text.startsWith("{") ? JSON.parse(text) : text };
}
interface AskOptions {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
}

/** The outcome for every route of the table, in its order: the status of a refusal or an error, or that the function served it. */
async function askAll(stack: TargetStack, authorization?: string): Promise<(number | "served")[]> {
  const outcomes: (number | "served")[] = [];
  for (const route of routes) {
    const { path, request } = requestOf(route, { authorization, id: randomUUID() });
    const { status } = await stack.ask(path, request);
    outcomes.push(status === 401 || status === 403 || status >= 500 ? status : "served");
  }
  return outcomes;
}

const outcomeOf = ({ status }: Clause) => (status === "passed" ? "served" : status);

interface Subject {
  readonly stack: TargetStack;
  /** The contract of the stack's current strategy. */
  readonly contract: Contract;
  readonly users: readonly NamedUser[];
}

/** Every kind of token on every route, and then the API itself. */
export async function checkApi(
  checks: Checks,
  cognito: CognitoIdentityProviderClient,
  { stack, contract, users }: Subject,
): Promise<void> {
  const { strategy, tokenUse } = stack;
  const sent = (tokens: Tokens) => tokens[tokenUse];
  const signIn = async (name: string) => expectTokens(await stack.signIn(findUser(users, name)));
  const admin = await signIn("admin");
  const expired = await takeExpiredTokens(cognito, stack, findUser(users, "admin"));
  const foreign = await takeForeignTokens(cognito, stack);
  const forged = tamper(sent(await signIn("nobody")), accessControl);

  const check = async (what: string, clause: Clause, authorization?: string) => {
    const expected = routes.map(() => outcomeOf(clause));
    checks.equal(`${strategy}: ${what}, every route`, await askAll(stack, authorization), expected);
  };
  await check("no token", contract.noToken);
  await check("garbage", contract.notAToken, "Bearer garbage");
  await check("a tampered token", contract.forged, `Bearer ${forged}`);
  await check("an expired token", contract.expired, `Bearer ${sent(expired)}`);
  await check("a foreign pool's token", contract.otherPool, `Bearer ${sent(foreign)}`);
  await check("the wrong kind of token", contract.otherKind, `Bearer ${admin[otherUse(tokenUse)]}`);
  checks.equal(
    `${strategy}: the right token without the scheme`,
    (await ask(stack, "/pets", { token: sent(admin) })).status,
    200,
  );

  for (const { name, groups } of users) {
    const granted = findPermissions(groups);
    const expected = routes.map(({ permission }) =>
      outcomeOf(granted.includes(permission) ? contract.permitted : contract.notPermitted),
    );
    const token = `Bearer ${sent(await signIn(name))}`;
    checks.equal(`${strategy}: ${name} (${groups.join(", ") || "no group"}), every route`, await askAll(stack, token), expected);
    checks.equal(`${strategy}: ${name} once more, now from the cache`, await askAll(stack, token), expected);
  }
  await checkPets(checks, stack, `Bearer ${sent(admin)}`);
}

async function checkPets(checks: Checks, stack: TargetStack, token: string): Promise<void> {
  const { strategy } = stack;
  const rest = { token, method: "POST" };
  const added = await ask(stack, "/pets", { ...rest, body: { name: "Tweety", species: "bird", birthDate: "2024-02-29" } });
  const { id, createdAt, ...sent } = added.body;
  const pet = `/pets/${id}`;

  checks.equal(
    `${strategy}: a pet is added`,
    [added.status, sent],
    [201, { name: "Tweety", species: "bird", birthDate: "2024-02-29" }],
  );
  checks.equal(`${strategy}: its time is ISO 8601`, new Date(createdAt).toISOString(), createdAt);
  checks.equal(`${strategy}: its address is in Location`, added.headers.get("location")?.endsWith(pet), true);
  checks.equal(`${strategy}: it is found`, (await ask(stack, pet, { token })).body, added.body);
  const page = await ask(stack, "/pets?limit=1", { token });
  checks.equal(
    `${strategy}: a page has the requested length`,
    [page.body.pets.length, typeof page.body.nextCursor],
    [1, "string"],
  );
  const next = await ask(stack, `/pets?limit=${listLimit.max}&cursor=${page.body.nextCursor}`, { token });
  const ids = next.body.pets.map((other: { readonly id: string }) => other.id);
  checks.equal(`${strategy}: the next page goes on after it`, [next.status, ids.includes(page.body.pets[0].id)], [200, false]);
  checks.equal(`${strategy}: a bad limit is refused`, (await ask(stack, "/pets?limit=0", { token })).status, 400);
  checks.equal(`${strategy}: a bad cursor is refused`, (await ask(stack, "/pets?cursor=x", { token })).status, 400);
  const cow = await ask(stack, "/pets", { ...rest, body: { name: "Berta", species: "cow" } });
  checks.equal(`${strategy}: a bad body is refused`, [cow.status, typeof cow.body.message], [400, "string"]);
  const remove = { token, method: "DELETE" };
  checks.equal(
    `${strategy}: the pet is removed once`,
    [(await ask(stack, pet, remove)).status, (await ask(stack, pet, remove)).status],
    [204, 404],
  );

  const refusal = await ask(stack, "/pets");
  const allowOrigin = "access-control-allow-origin";
  checks.equal(`${strategy}: a browser can read a refusal`, refusal.headers.get(allowOrigin), ORIGIN);
  const preflight = await ask(stack, "/pets", { method: "OPTIONS" });
  const allowed = ["access-control-allow-methods", "access-control-allow-headers", allowOrigin].map((name) =>
    preflight.headers.get(name),
  );
  checks.equal(
    `${strategy}: a preflight passes`,
    [preflight.status, ...allowed],
    [204, "GET,POST", keys.corsAllowHeaders.default.join(","), ORIGIN],
  );
}
