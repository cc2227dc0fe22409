import { randomUUID } from "node:crypto";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, type Route } from "../../config/access-rules";
import { listLimit } from "../../config/pet";
import { keys } from "../../config/setting-keys";
import type { Checks } from "./checks";
import type { Emulator, Tokens } from "./emulator";
import type { Target } from "./stack";

/** The users of a stack, who stay the same when its strategy changes. */
export const users: Readonly<Record<string, readonly string[]>> = {
  "reader@example.com": ["ReadPetsAccess"],
  "writer@example.com": ["WritePetsAccess"],
  "both@example.com": ["ReadPetsAccess", "WritePetsAccess"],
  "admin@example.com": ["PetsAdmins"],
  "nobody@example.com": [],
};

/** What a caller without the permission gets: the documented answer of each kind of authorizer. */
const NO_PERMISSION: Readonly<Record<string, number>> = { "access-token-scopes": 401, "id-token-lambda-authorizer": 403 };
const routes: readonly Route[] = accessControl.routes;
const findPermissions = createPermissionLookup(accessControl);

async function send(url: string, method: string, { token, body }: { readonly token?: string; readonly body?: unknown } = {}) {
  const headers: Record<string, string> = { "Content-Type": "application/json", Origin: "http://localhost:3000" };
  if (token !== undefined) headers.Authorization = token;
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  const isJson = text.startsWith("{");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Of every route of the table, in its order: the status of a refusal or a fault, or that the function served it. */
async function askAll({ apiUrl }: Target, token?: string): Promise<(number | "served")[]> {
  const statuses: (number | "served")[] = [];
  for (const { method, path } of routes) {
    const body = method === "POST" ? { body: { name: "Rex", species: "dog" } } : {};
    const { status } = await send(`${apiUrl}${path.replace("{petId}", randomUUID())}`, method, {
      ...(token === undefined ? {} : { token }),
      ...body,
    });
    statuses.push(status === 401 || status === 403 || status >= 500 ? status : "served");
  }
  return statuses;
}

function tamper(token: string): string {
  const [head, body = "", signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const forged = { ...claims, "cognito:groups": ["PetsAdmins"], scope: `${claims.scope ?? ""} petsapi/read petsapi/write` };
  return `${head}.${Buffer.from(JSON.stringify(forged)).toString("base64url")}.${signature}`;
}

/** Every kind of token on every route, and then the API itself. */
export async function checkApi(checks: Checks, emulator: Emulator, target: Target): Promise<void> {
  const { strategy, tokenUse, userPoolId, clientId, apiUrl } = target;
  const of = (tokens: Tokens) => tokens[tokenUse];
  const refused = routes.map(() => 401);
  const admin = await emulator.signIn(clientId, "admin@example.com");
  const expired = await emulator.takeExpiredTokens(userPoolId, clientId, "admin@example.com");
  const foreign = await emulator.takeForeignTokens("admin@example.com");
  const nobody = await emulator.signIn(clientId, "nobody@example.com");
  const wrongKind = tokenUse === "access" ? admin.id : admin.access;

  checks.equal(`${strategy}: no token, every route`, await askAll(target), refused);
  checks.equal(`${strategy}: garbage, every route`, await askAll(target, "Bearer garbage"), refused);
  checks.equal(`${strategy}: a tampered token, every route`, await askAll(target, `Bearer ${tamper(of(nobody))}`), refused);
  checks.equal(`${strategy}: an expired token, every route`, await askAll(target, `Bearer ${of(expired)}`), refused);
  checks.equal(`${strategy}: a foreign pool's token, every route`, await askAll(target, `Bearer ${of(foreign)}`), refused);
  checks.equal(`${strategy}: the wrong kind of token, every route`, await askAll(target, `Bearer ${wrongKind}`), refused);
  checks.equal(
    `${strategy}: the right token without the scheme`,
    (await send(`${apiUrl}/pets`, "GET", { token: of(admin) })).status,
    200,
  );

  for (const [email, groups] of Object.entries(users)) {
    const granted = findPermissions(groups);
    const expected = routes.map(({ permission }) => (granted.includes(permission) ? "served" : NO_PERMISSION[strategy]));
    const token = `Bearer ${of(await emulator.signIn(clientId, email))}`;
    checks.equal(
      `${strategy}: ${email} (${groups.join(", ") || "no group"}), every route`,
      await askAll(target, token),
      expected,
    );
    checks.equal(`${strategy}: ${email} once more, now from the cache`, await askAll(target, token), expected);
  }
  await checkPets(checks, target, `Bearer ${of(admin)}`);
}

async function checkPets(checks: Checks, { strategy, apiUrl }: Target, token: string): Promise<void> {
  const pets = `${apiUrl}/pets`;
  const added = await send(pets, "POST", { token, body: { name: "Tweety", species: "bird", birthDate: "2024-02-29" } });
  const { id, createdAt, ...sent } = added.body;
  const pet = `${pets}/${id}`;

  checks.equal(
    `${strategy}: a pet is added`,
    [added.status, sent],
    [201, { name: "Tweety", species: "bird", birthDate: "2024-02-29" }],
  );
  checks.equal(`${strategy}: its time is ISO 8601`, new Date(createdAt).toISOString(), createdAt);
  checks.equal(`${strategy}: its address is in Location`, added.headers.get("location")?.endsWith(`/pets/${id}`), true);
  checks.equal(`${strategy}: it is found`, (await send(pet, "GET", { token })).body, added.body);
  const page = await send(`${pets}?limit=1`, "GET", { token });
  checks.equal(
    `${strategy}: a page is as long as asked for`,
    [page.body.pets.length, typeof page.body.nextCursor],
    [1, "string"],
  );
  const next = await send(`${pets}?limit=${listLimit.max}&cursor=${page.body.nextCursor}`, "GET", { token });
  const ids = next.body.pets.map((other: { readonly id: string }) => other.id);
  checks.equal(`${strategy}: the next page goes on after it`, [next.status, ids.includes(page.body.pets[0].id)], [200, false]);
  checks.equal(`${strategy}: a bad limit is refused`, (await send(`${pets}?limit=0`, "GET", { token })).status, 400);
  checks.equal(`${strategy}: a bad cursor is refused`, (await send(`${pets}?cursor=x`, "GET", { token })).status, 400);
  const cow = await send(pets, "POST", { token, body: { name: "Berta", species: "cow" } });
  checks.equal(`${strategy}: a bad body is refused`, [cow.status, typeof cow.body.message], [400, "string"]);
  checks.equal(
    `${strategy}: the pet is removed once`,
    [(await send(pet, "DELETE", { token })).status, (await send(pet, "DELETE", { token })).status],
    [204, 404],
  );

  const refusal = await send(pets, "GET");
  const origin = "access-control-allow-origin";
  checks.equal(`${strategy}: a browser can read a refusal`, refusal.headers.get(origin), "http://localhost:3000");
  const preflight = await send(pets, "OPTIONS");
  const allowed = ["access-control-allow-methods", "access-control-allow-headers", origin].map((name) =>
    preflight.headers.get(name),
  );
  checks.equal(
    `${strategy}: a preflight passes`,
    [preflight.status, ...allowed],
    [204, "GET,POST", keys.corsAllowHeaders.default.join(","), "http://localhost:3000"],
  );
}
