import { randomUUID } from "node:crypto";
import type { Answer } from "../../comparison/target/http";
import type { Comparison } from "./comparison";
import { isRecord, readText } from "./exchange";
import type { Pair, Side } from "./sides";
import { signIn, userOf } from "./users";

const json = "application/json";
const pet = { name: "Rex", species: "dog" };

/** Bodies of POST /pets: what is wrong with each, the body, and its content type. */
const bodies: readonly (readonly [what: string, body: unknown, contentType?: string | undefined])[] = [
  ["a valid body", pet, json],
  ["a valid body with every property", { ...pet, birthDate: "2024-02-29" }, json],
  ["no name", { species: "dog" }, json],
  ["no species", { name: "Rex" }, json],
  ["neither name nor species", {}, json],
  ["an empty name", { ...pet, name: "" }, json],
  ["a name of 64 characters", { ...pet, name: "x".repeat(64) }, json],
  ["a name of 65 characters", { ...pet, name: "x".repeat(65) }, json],
  ["a name of 64 characters beyond the first plane", { ...pet, name: "🐕".repeat(64) }, json],
  ["a number for a name", { ...pet, name: 7 }, json],
  ["null for a name", { ...pet, name: null }, json],
  ["an unknown species", { ...pet, species: "cow" }, json],
  ["a list for a species", { ...pet, species: ["dog"] }, json],
  ["a date in another format", { ...pet, birthDate: "29.02.2024" }, json],
  ["a date that does not exist", { ...pet, birthDate: "2023-02-30" }, json],
  ["a date with a line feed at its end", { ...pet, birthDate: "2024-02-29\n" }, json],
  ["an unknown property", { ...pet, owner: "Ada" }, json],
  ["two faults at once", { name: "", species: "cow" }, json],
  ["a list", [pet], json],
  ["null", null, json],
  ["a text", '"Rex"', json],
  ["a number", "7", json],
  ["not JSON", "{name: Rex}", json],
  ["truncated JSON", '{"name": "Rex"', json],
  ["the empty body", "", json],
  ["a blank body", "  ", json],
  ["a body with a quote in what is wrong", { ...pet, species: 'a"b' }, json],
  ["valid, with a charset", pet, `${json}; charset=utf-8`],
  ["invalid, with a charset", {}, `${json}; charset=utf-8`],
  ["invalid, with a content type in capitals", {}, "APPLICATION/JSON"],
  ["valid, as text/plain", pet, "text/plain"],
  ["invalid, as text/plain", {}, "text/plain"],
  ["not JSON, as text/plain", "Rex", "text/plain"],
  ["empty, as text/plain", "", "text/plain"],
  ["valid, without a content type", pet, undefined],
  ["invalid, without a content type", {}, undefined],
];

const queries = [
  ["limit=1", "the smallest limit"],
  ["limit=100", "the largest limit"],
  ["limit=0", "a limit too small"],
  ["limit=101", "a limit too large"],
  ["limit=x", "a limit that is not a number"],
  ["limit=", "an empty limit"],
  ["limit", "a limit without a value"],
  ["limit=1.5", "half a limit"],
  ["limit=%31", "an encoded limit"],
  ["limit=0&limit=1", "two limits, the last of them valid"],
  ["limit=1&limit=0", "two limits, the first of them valid"],
  ["cursor=x", "an invalid cursor"],
  ["cursor=", "an empty cursor"],
  ["cursor=a+b", "a cursor with a plus sign"],
  ["cursor=a%2Bb", "a cursor with an encoded plus sign"],
  ["color=brown", "an unknown parameter"],
  ["LIMIT=0", "a parameter in capitals"],
] as const;

/** What reaches the function, and what the model stops. */
export async function comparePets(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const tokens = await signIn(sides, userOf("admin"));
  const call = (side: Side, method: string, path: string, body?: string, contentType?: string): Promise<Answer> =>
    side.ask(path, {
      method,
      headers: {
        Authorization: `Bearer ${tokens[side.name][side.tokenUse]}`,
        Origin: "http://localhost:3000",
        ...(contentType === undefined ? {} : { "Content-Type": contentType }),
      },
      ...(body === undefined ? {} : { body }),
    });

  for (const [what, body, contentType] of bodies) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    await comparison.ask(`POST /pets, ${what}`, (side) => call(side, "POST", "/pets", text, contentType));
  }
  await comparison.ask("POST /pets, no body", (side) => call(side, "POST", "/pets"));
  await comparison.ask("POST /pets, a valid body, no Authorization", ({ ask }) =>
    ask("/pets", { method: "POST", headers: { "Content-Type": json }, body: JSON.stringify(pet) }),
  );
  await comparison.ask("POST /pets, an invalid body, no Authorization", ({ ask }) =>
    ask("/pets", { method: "POST", headers: { "Content-Type": json }, body: "{}" }),
  );

  for (const [query, what] of queries) await comparison.ask(`GET /pets, ${what}`, (side) => call(side, "GET", `/pets?${query}`));

  const missing = randomUUID();
  for (const [id, what] of [
    [missing, "an id that no pet has"],
    [missing.toUpperCase(), "an id in capitals"],
    ["rex", "an id in another format"],
    ["%C3%A4", "an id beyond ASCII"],
    ["%", "an id with a broken escape"],
  ] as const) {
    await comparison.ask(`GET /pets/{petId}, ${what}`, (side) => call(side, "GET", `/pets/${id}`));
    await comparison.ask(`DELETE /pets/{petId}, ${what}`, (side) => call(side, "DELETE", `/pets/${id}`));
  }
  await comparison.ask("DELETE /pets/{petId}, with a body that is not JSON", (side) =>
    call(side, "DELETE", `/pets/${missing}`, "x", json),
  );

  const added = await comparison.ask("a pet is added", (side) =>
    call(side, "POST", "/pets", JSON.stringify({ name: "Tweety", species: "bird" }), json),
  );
  const pathOf = ({ name }: Side) => `/pets/${readText(added[name], "id")}`;
  await comparison.ask("the added pet", (side) => call(side, "GET", pathOf(side)));
  const page = await comparison.ask("a page of one pet", (side) => call(side, "GET", "/pets?limit=1"), countPets);
  await comparison.ask(
    "the page after it",
    (side) => call(side, "GET", `/pets?limit=1&cursor=${readText(page[side.name], "nextCursor")}`),
    countPets,
  );
  await comparison.ask("the added pet is removed", (side) => call(side, "DELETE", pathOf(side)));
  await comparison.ask("the removed pet is removed again", (side) => call(side, "DELETE", pathOf(side)));
  await comparison.ask("the removed pet", (side) => call(side, "GET", pathOf(side)));
}

const countPets = (body: unknown): unknown =>
  isRecord(body) && Array.isArray(body.pets) ? { ...body, petCount: body.pets.length } : body;
