import { randomUUID } from "node:crypto";
import { type Answer, send } from "../../comparison/target/http";
import type { Comparison } from "./comparison";
import type { Pair, Side } from "./sides";
import { signIn, userOf } from "./users";

/** The origins that both sides are configured with. */
export const CORS_ORIGINS = ["http://localhost:3000", "https://pets.example"] as const;

type Call = (side: Side, method: string, path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** API Gateway's responses before, or without, any function: paths, methods, stages and preflights. */
export async function compareGateway(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const tokens = await signIn(sides, userOf("admin"));
  const tokenOf = ({ name, tokenUse }: Side) => tokens[name][tokenUse];
  const call: Call = ({ apiUrl }, method, path, headers = {}) => send(`${apiUrl}${path}`, { method, headers });
  const ask = (what: string, request: (side: Side) => Promise<Answer>) => comparison.ask(what, request);

  const unknown: readonly (readonly [method: string, path: string, what: string])[] = [
    ["GET", "/cats", "an unknown path"],
    ["GET", "", "no path at all"],
    ["GET", "/", "the root"],
    ["GET", `/pets/${randomUUID()}/toys`, "a path below a pet"],
    ["PUT", "/pets", "an unknown verb"],
    ["POST", `/pets/${randomUUID()}`, "a verb of another path"],
    ["HEAD", "/pets", "HEAD, which is not GET here"],
  ];
  for (const [method, path, what] of unknown) {
    await ask(`${what}, no Authorization`, (side) => call(side, method, path));
    await ask(`${what}, Authorization: Bearer x`, (side) => call(side, method, path, { Authorization: "Bearer x" }));
    await ask(`${what}, Authorization: x`, (side) => call(side, method, path, { Authorization: "x" }));
    await ask(`${what}, a valid token`, (side) => call(side, method, path, { Authorization: `Bearer ${tokenOf(side)}` }));
  }

  const petId = randomUUID();
  const spellings = [
    ["/pets/", "a slash at the end"],
    [`/pets/${petId}/`, "a slash at the end of a pet"],
    ["//pets", "two slashes at the start"],
    [`/pets//${petId}`, "two slashes in the middle"],
    ["/pets%2F", "an encoded slash at the end"],
    [`/pets%2F${petId}`, "an encoded slash for a slash"],
    ["/pets/a%2Fb", "an encoded slash within an id"],
    ["/pets/a%20b", "an encoded blank within an id"],
    ["/p%65ts", "an encoded letter"],
    ["/Pets", "another case"],
    ["/pets?", "an empty query"],
  ] as const;
  for (const [path, what] of spellings) {
    await ask(`${what}, no Authorization`, (side) => call(side, "GET", path));
    await ask(`${what}, a valid token`, (side) => call(side, "GET", path, { Authorization: `Bearer ${tokenOf(side)}` }));
  }

  const atStage = (side: Side, stage: string) => ({ ...side, apiUrl: side.apiUrl.replace(/[^/]+$/, stage) });
  await ask("an unknown stage, no Authorization", (side) => call(atStage(side, "other"), "GET", "/pets"));
  await ask("an unknown stage, a valid token", (side) =>
    call(atStage(side, "other"), "GET", "/pets", { Authorization: `Bearer ${tokenOf(side)}` }),
  );
  await ask("an unknown stage, a preflight", (side) =>
    call(atStage(side, "other"), "OPTIONS", "/pets", { Origin: CORS_ORIGINS[0], "Access-Control-Request-Method": "GET" }),
  );
  await comparePreflights(comparison, call);
  await compareOrigins(comparison, call, tokenOf);
}

const senders = [
  [CORS_ORIGINS[0], "the first origin"],
  [CORS_ORIGINS[1], "the second origin"],
  ["https://elsewhere.example", "an origin that is not listed"],
  [undefined, "no origin"],
] as const;
const fromOrigin = (origin: string | undefined): Readonly<Record<string, string>> =>
  origin === undefined ? {} : { Origin: origin };

async function comparePreflights(comparison: Comparison, call: Call): Promise<void> {
  for (const [path, verb] of [
    ["/pets", "POST"],
    [`/pets/${randomUUID()}`, "DELETE"],
  ] as const) {
    for (const [origin, from] of senders) {
      const headers = {
        ...fromOrigin(origin),
        "Access-Control-Request-Method": verb,
        "Access-Control-Request-Headers": "authorization",
      };
      await comparison.ask(`a preflight of ${verb} from ${from}`, (side) => call(side, "OPTIONS", path, headers));
    }
  }
  const headers = { Origin: CORS_ORIGINS[0], "Access-Control-Request-Method": "GET" };
  await comparison.ask("a preflight at an unknown path", (side) => call(side, "OPTIONS", "/cats", headers));
  await comparison.ask("OPTIONS that is not a preflight", (side) => call(side, "OPTIONS", "/pets"));
}

/** Who may read a function's response, and a refusal. */
async function compareOrigins(comparison: Comparison, call: Call, tokenOf: (side: Side) => string): Promise<void> {
  for (const [origin, from] of senders) {
    await comparison.ask(`a list for ${from}`, (side) =>
      call(side, "GET", "/pets", { ...fromOrigin(origin), Authorization: `Bearer ${tokenOf(side)}` }),
    );
    await comparison.ask(`a refusal for ${from}`, (side) => call(side, "GET", "/pets", fromOrigin(origin)));
  }
}
