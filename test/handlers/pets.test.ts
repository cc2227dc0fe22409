import type { APIGatewayProxyEvent } from "aws-lambda";
import { expect } from "chai";
import fc from "fast-check";
import type { Pet } from "../../config/pet";
import type { PetStore } from "../../handlers/lib/pet-store";
import { createHandler } from "../../handlers/pets";

const ENVIRONMENT = { TABLE_NAME: "pets-0000000", CORS_ORIGINS: "http://localhost:3000 https://app.example.com" };
const SUB = "7d8ca528-4931-4254-9273-ea5ee853f271";

/** What each authorizer adds to the event. */
const AUTHORIZERS = {
  cognito: { claims: { sub: SUB, username: SUB, scope: "openid petsapi/read", "cognito:groups": "PetsAdmins,Others" } },
  lambda: { principalId: SUB, sub: SUB, username: SUB, integrationLatency: 7 },
};

/** Of the tenant of a stack without a directory. */
const TENANT = "-";

/** A store in memory; the pets that it starts with are of one tenant. */
function createStore(pets: Pet[] = [], tenant = TENANT): PetStore {
  const byTenant = new Map([[tenant, pets]]);
  const petsOf = (tenantId: string) => byTenant.get(tenantId) ?? [];
  return {
    async list(tenantId, limit, afterId) {
      const pets = petsOf(tenantId);
      const start = afterId === undefined ? 0 : pets.findIndex(({ id }) => id === afterId) + 1;
      const page = pets.slice(start, start + limit);
      const lastId = start + limit < pets.length ? page.at(-1)?.id : undefined;
      return { pets: page, ...(lastId === undefined ? {} : { lastId }) };
    },
    get: async (tenantId, id) => petsOf(tenantId).find((pet) => pet.id === id),
    add: async (tenantId, pet) => {
      byTenant.set(tenantId, [...petsOf(tenantId), pet]);
    },
    remove: async (tenantId, id) => {
      const pets = petsOf(tenantId);
      const index = pets.findIndex((pet) => pet.id === id);
      return index >= 0 && pets.splice(index, 1).length === 1;
    },
  };
}

const eventOf = (route: string, more: Record<string, unknown> = {}): APIGatewayProxyEvent => {
  const [httpMethod = "", resource = ""] = route.split(" ");
  return {
    httpMethod,
    resource,
    path: resource,
    headers: { Origin: "https://app.example.com" },
    multiValueHeaders: {},
    body: null,
    isBase64Encoded: false,
    pathParameters: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    // A real event has thirty more fields; the handler must not need them.
    requestContext: JSON.parse(JSON.stringify({ path: "/live/pets", authorizer: AUTHORIZERS.cognito })),
    ...more,
  };
};

const send = async (route: string, more: Record<string, unknown> = {}, store: PetStore = createStore()) => {
  const { statusCode, headers, body } = await createHandler(ENVIRONMENT, {}, store)(eventOf(route, more));
  return { statusCode, headers, body: body === "" ? undefined : JSON.parse(body) };
};
const petsNamed = (count: number): Pet[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
    name: `Rex ${i}`,
    species: "dog",
    createdAt: "2026-01-01T00:00:00.000Z",
  }));

describe("pets handler", () => {
  const { info, error } = console;
  let logged: unknown[] = [];
  beforeEach(() => {
    logged = [];
    console.info = (line: unknown) => logged.push(line);
    console.error = (line: unknown) => logged.push(line);
  });
  afterEach(() => Object.assign(console, { info, error }));

  describe("POST /pets", () => {
    const post = (body: unknown, store?: PetStore) =>
      send("POST /pets", { body: typeof body === "string" ? body : JSON.stringify(body) }, store);

    it("responds 201 with the pet and its location", async () => {
      const store = createStore();

      const { statusCode, headers, body } = await post({ name: "Rex", species: "dog", birthDate: "2024-02-29" }, store);

      expect(statusCode).to.equal(201);
      expect(body).to.have.all.keys("id", "name", "species", "birthDate", "createdAt");
      expect(body).to.include({ name: "Rex", species: "dog", birthDate: "2024-02-29" });
      expect(new Date(body.createdAt).toISOString()).to.equal(body.createdAt);
      expect(headers?.Location).to.equal(`/live/pets/${body.id}`);
      expect(await store.get(TENANT, body.id)).to.deep.equal(body);
    });

    it("decodes a base64 body", async () => {
      const body = Buffer.from('{"name":"Zoë","species":"cat"}').toString("base64");

      expect((await send("POST /pets", { body, isBase64Encoded: true })).body).to.include({ name: "Zoë" });
    });

    const refused: Readonly<Record<string, readonly [unknown, string]>> = {
      nothing: ["", "the body is not JSON"],
      "a truncated body": ['{"name":', "the body is not JSON"],
      "a property name with a lone surrogate": ['{"name":"Rex","species":"dog","\\ud800":1}', "the body is not JSON"],
      "a list": [[], "body: "],
      null: ["null", "body: "],
      "no name": [{ species: "dog" }, '"name"'],
      "no species": [{ name: "Rex" }, '"species"'],
      "an empty name": [{ name: "", species: "dog" }, "name: "],
      "a name of 65 characters": [{ name: "x".repeat(65), species: "dog" }, "name: "],
      "a name that is a number": [{ name: 7, species: "dog" }, "name: "],
      "a cow": [
        { name: "Berta", species: "cow" },
        'species: Instance does not match any of ["dog","cat","bird","fish","rabbit","other"]',
      ],
      "the 30th of February": [{ name: "Rex", species: "dog", birthDate: "2024-02-30" }, "birthDate: "],
      "a date with a time": [{ name: "Rex", species: "dog", birthDate: "2024-02-03T00:00:00Z" }, "birthDate: "],
      "an id chosen by the client": [{ name: "Rex", species: "dog", id: "1" }, "id: There is no such property."],
      "a __proto__ property": ['{"name":"Rex","species":"dog","__proto__":{}}', "__proto__: There is no such property."],
    };
    for (const [name, [body, message]] of Object.entries(refused)) {
      it(`responds 400 with a reason to ${name}`, async () => {
        const store = createStore();

        const answer = await post(body, store);

        expect(answer.statusCode).to.equal(400);
        expect(answer.body).to.have.all.keys("message");
        expect(answer.body.message).to.include(message);
        expect((await store.list(TENANT, 100)).pets).to.deep.equal([]);
      });
    }

    it("accepts a name of 64 characters, however many bytes they take", async () => {
      expect((await post({ name: "🐕".repeat(64), species: "dog" })).statusCode).to.equal(201);
    });

    it("responds 201 or 400 to any JSON, and stores only known properties", async () => {
      await fc.assert(
        fc.asyncProperty(fc.json(), async (body) => {
          const answer = await post(body);
          expect(answer.statusCode).to.be.oneOf([201, 400]);
        }),
      );
    });
  });

  describe("GET /pets", () => {
    const list = (queryStringParameters: Record<string, string> | null, store = createStore(petsNamed(60))) =>
      send("GET /pets", { queryStringParameters }, store);

    it("responds with 25 pets and a cursor", async () => {
      const { statusCode, body } = await list(null);

      expect(statusCode).to.equal(200);
      expect(body.pets).to.have.lengthOf(25);
      expect(body.nextCursor).to.be.a("string");
    });

    it("lists every pet once to a client that follows the cursor, and ends without one", async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await list({ limit: "20", ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...body.pets.map(({ id }: Pet) => id));
        cursor = body.nextCursor;
      } while (cursor !== undefined);

      expect(seen).to.deep.equal(petsNamed(60).map(({ id }) => id));
    });

    it("accepts a limit from 1 to 100 and responds 400 to any other", async () => {
      for (const limit of ["1", "100"]) expect((await list({ limit })).statusCode, limit).to.equal(200);
      for (const limit of ["0", "101", "-1", "5x", "1.5", "", " ", "1e1", "٣"]) {
        const { statusCode, body } = await list({ limit });
        expect(statusCode, limit).to.equal(400);
        expect(body.message).to.equal(`limit is "${limit}"; expected a whole number from 1 to 100`);
      }
    });

    it("responds 400 to a tampered cursor", async () => {
      const { nextCursor } = (await list({ limit: "1" })).body;
      expect((await list({ cursor: nextCursor })).statusCode).to.equal(200);

      for (const cursor of [`${nextCursor}=`, `${nextCursor}!`, ` ${nextCursor}`, nextCursor.slice(1)]) {
        expect((await list({ cursor })).statusCode, cursor).to.equal(400);
      }
    });

    it("responds 400 to a forged cursor", async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), fc.uuid()), async (cursor) => {
          expect((await list({ cursor })).statusCode).to.equal(400);
        }),
      );
    });
  });

  describe("GET and DELETE /pets/{petId}", () => {
    const [rex] = petsNamed(1);
    const at = (petId: string | undefined) => ({ pathParameters: { petId } });

    it("responds with the pet, and 404 after its removal", async () => {
      const store = createStore(petsNamed(2));

      expect((await send("GET /pets/{petId}", at(rex?.id), store)).body).to.deep.equal(rex);
      const removed = await send("DELETE /pets/{petId}", at(rex?.id), store);
      expect(removed).to.deep.include({ statusCode: 204, body: undefined });
      expect((await send("GET /pets/{petId}", at(rex?.id), store)).statusCode).to.equal(404);
      expect((await send("DELETE /pets/{petId}", at(rex?.id), store)).statusCode).to.equal(404);
    });

    it("responds 404 to an invalid id without reading the table", async () => {
      const store: PetStore = {
        ...createStore(),
        get: () => Promise.reject(new Error("asked")),
        remove: () => Promise.reject(new Error("asked")),
      };

      for (const id of ["", "1", "../x", "x".repeat(3000), undefined]) {
        for (const method of ["GET", "DELETE"]) {
          const { statusCode, body } = await send(`${method} /pets/{petId}`, at(id), store);
          expect(statusCode).to.equal(404);
          expect(body.message).to.match(/^there is no pet/);
        }
      }
    });
  });

  it("sees the same caller whichever authorizer ran", async () => {
    for (const authorizer of Object.values(AUTHORIZERS)) {
      await send("POST /pets", { body: '{"name":"Rex","species":"dog"}', requestContext: { path: "/live/pets", authorizer } });
    }

    expect(logged).to.have.lengthOf(2);
    for (const line of logged) expect(line).to.include({ message: "pet added", callerId: SUB });
  });

  it("identifies a machine by its client id", async () => {
    const authorizer = { claims: { sub: "machine", client_id: "machine", scope: "petsapi/write" } };

    await send("POST /pets", { body: '{"name":"Rex","species":"dog"}', requestContext: { path: "/live/pets", authorizer } });

    expect(logged).to.deep.include.members([{ message: "pet added", petId: Object(logged[0]).petId, callerId: "machine" }]);
  });

  it("does nothing without an authorizer", async () => {
    for (const authorizer of [undefined, null, {}, { claims: {} }, { claims: { sub: "", username: "x" } }]) {
      const { statusCode, body } = await send("GET /pets", { requestContext: { path: "/live/pets", authorizer } });

      expect(statusCode).to.equal(500);
      expect(body).to.deep.equal({ message: "Internal server error" });
    }
  });

  it("responds 200 or 500 whatever the authorizer has put into the event", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (authorizer, claims) => {
        for (const value of [authorizer, { claims }, { claims: JSON.stringify(claims) }]) {
          const { statusCode } = await send("GET /pets", { requestContext: { path: "/live/pets", authorizer: value } });
          expect(statusCode).to.be.oneOf([200, 500]);
        }
      }),
    );
  });

  it("responds 503 with Retry-After if the table fails, without revealing why", async () => {
    const broken = () => Promise.reject(new Error("ProvisionedThroughputExceededException at secret.ts:1"));
    const store: PetStore = { list: broken, get: broken, add: broken, remove: broken };
    const petId = petsNamed(1)[0]?.id;
    const requests: readonly [string, Record<string, unknown>][] = [
      ["GET /pets", {}],
      ["POST /pets", { body: '{"name":"Rex","species":"dog"}' }],
      ["GET /pets/{petId}", { pathParameters: { petId } }],
      ["DELETE /pets/{petId}", { pathParameters: { petId } }],
    ];

    for (const [route, more] of requests) {
      const { statusCode, headers, body } = await send(route, more, store);
      expect(statusCode).to.equal(503);
      expect(headers?.["Retry-After"]).to.equal("1");
      expect(body).to.have.all.keys("message");
      expect(JSON.stringify(body)).not.to.include("Exception").and.not.include("secret");
    }
  });

  it("responds 404 to an unknown route", async () => {
    expect((await send("PATCH /pets")).statusCode).to.equal(404);
    expect((await send("constructor /pets")).statusCode).to.equal(404);
  });

  it("lets a browser of a configured origin read every response, and no other", async () => {
    for (const route of ["GET /pets", "PATCH /pets"]) {
      const allowed = await send(route, { headers: { origin: "http://localhost:3000" } });
      expect(allowed.headers).to.include({ "Access-Control-Allow-Origin": "http://localhost:3000", Vary: "Origin" });
      expect(allowed.headers).to.include({ "Access-Control-Expose-Headers": "Location,Retry-After" });
      for (const headers of [{ origin: "https://evil.example" }, {}, null]) {
        expect((await send(route, { headers })).headers).not.to.have.property("Access-Control-Allow-Origin");
      }
    }
    const open = await createHandler({ ...ENVIRONMENT, CORS_ORIGINS: "*" }, {}, createStore())(eventOf("GET /pets"));
    expect(open.headers).to.include({ "Access-Control-Allow-Origin": "*", Vary: "Origin" });
  });
});
