import { expect } from "chai";
import fc from "fast-check";
import { newPetSchema, species } from "../../../config/pet";
import type { Stack } from "../../../local/stack";
import { ask, headerOf } from "./raw";
import { AUTHORIZER, SCOPES, useEngine } from "./running";

const RUNS = 200;
const DEPTH = 100_000;
const NAMES = [
  "name",
  "species",
  "birthDate",
  "id",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "\ud800",
  "",
  "%",
  "a/b",
  "~",
  "#",
];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a body is valid; what else may pass as a pet is not stated anywhere. */
function mayBePet(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const keys = Object.keys(newPetSchema.properties);
    return (
      isRecord(value) &&
      Object.keys(value).every((key) => keys.includes(key)) &&
      typeof value.name === "string" &&
      species.some((known) => known === value.species)
    );
  } catch {
    return false;
  }
}

const value = fc.oneof(
  fc.constantFrom("Rex", "dog", "2024-02-30", "", "x".repeat(65), "\ud800", "\u0000", 0, -1, 1e308, true, null),
  fc.constantFrom({}, [], ["dog"], { toString: "dog" }, [[]]),
  fc.jsonValue({ maxDepth: 3 }),
);
const entries = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 6 });
/** JSON text, so that names may be duplicated and `__proto__` is a name like any other. */
const object = entries.map(
  (list) => `{${list.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join(",")}}`,
);
const text = fc.oneof(
  object,
  fc.json({ maxDepth: 4 }),
  fc.string(),
  fc.constantFrom("", "{", "null", "\ufeff{}", "NaN", "1e400", '"\\ud800"'),
);
const contentType = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-16",
  "APPLICATION/JSON",
  "text/plain",
  "",
  "application/xml",
  "multipart/form-data; boundary=x",
  "__proto__",
  "application/json;;;",
);

for (const strategy of [SCOPES, AUTHORIZER]) {
  describe(`arbitrary bodies against a running engine, with ${strategy}`, () => {
    const running = useEngine();
    let stack: Stack;
    let token: string;
    before(async () => {
      stack = running().stack(strategy);
      token = await running().tokenOf(stack, "admin");
    });
    afterEach("the engine still answers", async () => {
      expect((await running().ask(stack, { token })).status).to.equal(200);
    });

    const post = (body: string | Buffer, type = "application/json", authorization = [`Authorization: ${token}`]) =>
      ask(running().port, {
        method: "POST",
        target: `${running().basePath(stack)}/pets`,
        headers: [`Content-Type: ${type}`, ...authorization],
        body: typeof body === "string" ? Buffer.from(body) : body,
      });

    it("create a pet or get 400, whatever their content type", async () => {
      await fc.assert(
        fc.asyncProperty(text, contentType, async (body, type) => {
          const { status } = await post(body, type);

          expect(status).to.be.oneOf(mayBePet(body) ? [201, 400] : [400]);
        }),
        { numRuns: RUNS },
      );
    });

    it("are not inspected without a token", async () => {
      await fc.assert(
        fc.asyncProperty(text, contentType, async (body, type) => {
          expect((await post(body, type, [])).status).to.equal(401);
        }),
        { numRuns: RUNS / 4 },
      );
    });

    it("get 400 if nested too deeply", async () => {
      const nested = `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`;
      const objects = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
      for (const deep of [nested, objects, "[".repeat(DEPTH)]) {
        for (const body of [
          deep,
          `{"name":"Rex","species":${deep}}`,
          `{"name":${deep},"species":"dog"}`,
          `{"name":"Rex","species":"dog","x":${deep}}`,
        ]) {
          for (const type of ["application/json", "text/plain"])
            expect((await post(body, type)).status, body.slice(0, 40)).to.equal(400);
        }
      }
    });

    it("get 400 for property names that no address can hold", async () => {
      for (const name of ["\\ud800", "\\udc00x", "\\ud800\\ud800", "%", "%zz", "\\u0000", "~2", "#", "a/b"]) {
        for (const type of ["application/json", "text/plain"]) {
          expect((await post(`{"name":"Rex","species":"dog","${name}":1}`, type)).status, name).to.equal(400);
        }
      }
    });

    it("get 400 for bytes that are not text", async () => {
      for (const bytes of [[0xff, 0xfe], [0x00], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x1f, 0x8b, 0x08]]) {
        for (const type of ["application/json", "application/octet-stream"])
          expect((await post(Buffer.from(bytes), type)).status).to.equal(400);
      }
    });

    it("cannot pollute prototypes", async () => {
      const prototypes = [
        '{"__proto__":{"name":"Rex","species":"dog"}}',
        '{"constructor":{"prototype":{"name":"Rex","species":"dog"}}}',
      ];

      for (const body of prototypes) expect((await post(body)).status).to.equal(400);

      expect((await post("{}")).status).to.equal(400);
      expect(Reflect.get({}, "species")).to.equal(undefined);
    });

    it("are kept out of the log and the traces, wherever they hold a secret", async () => {
      const { password } = running().user("reader");
      const bodies = [token, password].flatMap((secret) => [
        JSON.stringify({ name: "Rex", species: secret }),
        JSON.stringify({ name: "Rex", species: "dog", [secret]: 1 }),
        JSON.stringify({ name: `${secret}${"x".repeat(64)}`, species: "dog" }),
        JSON.stringify({ name: "Rex", species: "dog", birthDate: secret }),
        secret,
      ]);

      for (const body of bodies) {
        const answer = await post(body);
        expect(answer.status).to.equal(400);
        const trace = await running().askPageApi(`traces/${headerOf(answer, "x-amzn-RequestId")}`);
        expect(running().findLeaks([JSON.stringify(trace)])).to.deep.equal([]);
      }
      expect(running().findLoggedSecrets()).to.deep.equal([]);
    });

    it("leave only a few words in a trace's memory", async () => {
      const answer = await post(JSON.stringify({ name: "x".repeat(1_000_000), species: "dog" }));

      const trace = await running().askPageApi(`traces/${headerOf(answer, "x-amzn-RequestId")}`);

      expect(answer.status).to.equal(400);
      expect(JSON.stringify(trace).length).to.be.below(2000);
    });
  });
}
