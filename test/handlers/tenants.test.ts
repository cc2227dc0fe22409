import { createHash } from "node:crypto";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { expect } from "chai";
import fc from "fast-check";
import type { Pet } from "../../config/pet";
import type { PetStore } from "../../handlers/lib/pet-store";
import { createHandler } from "../../handlers/pets";
import { withoutConsole } from "../support/console";

const ENVIRONMENT = { TABLE_NAME: "pets", CORS_ORIGINS: "*", TENANTS: "on" };

/** A table of both keys, as pages of it are read. */
function createStore(): PetStore {
  const pets = new Map<string, Map<string, Pet>>();
  const of = (tenantId: string) => pets.get(tenantId) ?? new Map<string, Pet>();
  return {
    async list(tenantId, limit, afterId = "") {
      const ids = [...of(tenantId).keys()].sort().filter((id) => id > afterId);
      const page = ids.slice(0, limit);
      const lastId = ids.length > limit ? page.at(-1) : undefined;
      return { pets: page.flatMap((id) => of(tenantId).get(id) ?? []), ...(lastId === undefined ? {} : { lastId }) };
    },
    get: async (tenantId, id) => of(tenantId).get(id),
    add: async (tenantId, pet) => {
      pets.set(tenantId, new Map([...of(tenantId), [pet.id, pet]]));
    },
    remove: async (tenantId, id) => of(tenantId).delete(id),
  };
}

/** A user of a tenant; undefined for one whose token names none. */
function createUser(store: PetStore, tenant: string | undefined, environment: Readonly<Record<string, string>> = ENVIRONMENT) {
  const handle = createHandler(environment, { tenant_id: "text" }, store);
  const claims = { sub: "7d8ca528-4931-4254-9273-ea5ee853f271", ...(tenant === undefined ? {} : { tenant_id: tenant }) };
  return async (route: string, more: Partial<APIGatewayProxyEvent> = {}) => {
    const [httpMethod = "", resource = ""] = route.split(" ");
    const event = {
      httpMethod,
      resource,
      headers: {},
      body: null,
      requestContext: { path: "/live/pets", authorizer: { claims } },
      ...more,
    };
    const { result } = await withoutConsole(() => handle(JSON.parse(JSON.stringify(event))));
    return { status: result.statusCode, body: result.body === "" ? undefined : JSON.parse(result.body) };
  };
}
type User = ReturnType<typeof createUser>;
const add = async (user: User): Promise<string> => (await user("POST /pets", { body: '{"name":"Rex","species":"dog"}' })).body.id;
const at = (petId: string) => ({ pathParameters: { petId } });
const idsOf = async (user: User) =>
  (await user("GET /pets", { queryStringParameters: { limit: "100" } })).body.pets.map(({ id }: Pet) => id);

describe("pets of tenants", () => {
  it("are read, listed and removed by every user of their tenant", async () => {
    const store = createStore();
    const [ada, bob] = [createUser(store, "acme"), createUser(store, "acme")];
    const id = await add(ada);

    expect((await bob("GET /pets/{petId}", at(id))).status).to.equal(200);
    expect(await idsOf(bob)).to.deep.equal([id]);
    expect((await bob("DELETE /pets/{petId}", at(id))).status).to.equal(204);
  });

  it("do not exist for anybody of another tenant", async () => {
    const store = createStore();
    const [ada, eve] = [createUser(store, "acme"), createUser(store, "evil")];
    const id = await add(ada);

    expect(await eve("GET /pets/{petId}", at(id))).to.deep.equal({ status: 404, body: { message: `there is no pet ${id}` } });
    expect((await eve("DELETE /pets/{petId}", at(id))).status).to.equal(404);
    expect(await idsOf(eve)).to.deep.equal([]);
    expect(await idsOf(ada)).to.deep.equal([id]);
  });

  it("never mix, whatever the users of two tenants do", async () => {
    const action = fc.record({ isAda: fc.boolean(), kind: fc.constantFrom("add", "read", "remove", "list"), pick: fc.nat() });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const store = createStore();
        const users = { ada: createUser(store, "acme"), eve: createUser(store, "evil") };
        const own = { ada: new Set<string>(), eve: new Set<string>() };
        for (const { isAda, kind, pick } of actions) {
          const [name, user] = isAda ? (["ada", users.ada] as const) : (["eve", users.eve] as const);
          const all = [...own.ada, ...own.eve];
          const id = all[pick % Math.max(1, all.length)] ?? "00000000-0000-4000-8000-000000000000";
          if (kind === "add") own[name].add(await add(user));
          if (kind === "read") expect((await user("GET /pets/{petId}", at(id))).status).to.equal(own[name].has(id) ? 200 : 404);
          if (kind === "remove")
            expect((await user("DELETE /pets/{petId}", at(id))).status).to.equal(own[name].delete(id) ? 204 : 404);
          if (kind === "list") expect(await idsOf(user)).to.have.members([...own[name]]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("have cursors that are of no use in another tenant", async () => {
    const store = createStore();
    const [ada, eve] = [createUser(store, "acme"), createUser(store, "evil")];
    for (const user of [ada, ada, eve, eve]) await add(user);
    const list = (user: User, cursor: string) => user("GET /pets", { queryStringParameters: { limit: "1", cursor } });

    const { nextCursor } = (await ada("GET /pets", { queryStringParameters: { limit: "1" } })).body;

    expect((await list(ada, nextCursor)).body.pets).to.have.lengthOf(1);
    expect((await list(eve, nextCursor)).status).to.equal(400);
  });

  it("are listed from a pet on, and from nothing else that somebody made a cursor of", async () => {
    const ada = createUser(createStore(), "acme");
    const cursorOf = (id: string) => {
      const sum = createHash("sha256")
        .update(JSON.stringify(["acme", id]))
        .digest("base64url")
        .slice(0, 16);
      return Buffer.from(`${id}.${sum}`).toString("base64url");
    };
    const statusOf = async (id: string) => (await ada("GET /pets", { queryStringParameters: { cursor: cursorOf(id) } })).status;

    expect(await statusOf("00000000-0000-4000-8000-000000000000")).to.equal(200);
    for (const id of ["", "x", "__proto__", "00000000-0000-4000-8000-000000000000 "])
      expect(await statusOf(id), id).to.equal(400);
  });

  it("are out of reach for a token without a tenant", async () => {
    const store = createStore();
    const id = await add(createUser(store, "acme"));
    for (const tenant of [undefined, ""])
      for (const route of ["GET /pets", "GET /pets/{petId}", "POST /pets", "DELETE /pets/{petId}"])
        expect(await createUser(store, tenant)(route, at(id))).to.deep.equal({
          status: 403,
          body: { message: "You belong to no tenant" },
        });
  });

  it("are of one tenant in a stack without a directory, whatever the token says", async () => {
    const { TENANTS, ...without } = ENVIRONMENT;
    const store = createStore();
    const [ada, eve] = [createUser(store, "acme", without), createUser(store, "evil", without)];
    const id = await add(ada);

    expect(await idsOf(eve)).to.deep.equal([id]);
    // The tenant of a stack without a directory is none that a directory could give to anybody.
    expect(await idsOf(createUser(store, "acme"))).to.deep.equal([]);
  });
});
