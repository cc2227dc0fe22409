import { createHash } from "node:crypto";
import { expect } from "chai";
import { inputOf } from "../../support/programs";
import { edited, without } from "../support/edit";
import { AUTHORIZER, createTestGateway, SCOPES } from "./fixture";

const WRITE = { scopes: ["petsapi/write"] };
const READ = { scopes: ["petsapi/read"] };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const REX = { name: "Rex", species: "dog" };

describe("gateway routes", () => {
  it("are the recorded ones: a method that the program does not create does not exist", async () => {
    const edit = (recording: Parameters<typeof without>[0]) => without(recording, "aws:apigateway/method:Method", "GET/pets");
    const { ask, pool } = await createTestGateway(SCOPES, { edit });
    const token = pool.accessToken(READ);

    expect((await ask({ token })).status).to.equal(403);
    expect((await ask({ token, path: "/pets/1" })).status).to.equal(200);
  });

  it("respond 403 Missing Authentication Token for an unknown path or verb", async () => {
    const { ask } = await createTestGateway(SCOPES);

    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/cats"],
      ["GET", "/pets/1/visits"],
      ["GET", "/pets//"],
      ["GET", "//pets"],
      ["GET", "/PETS"],
      ["GET", "/pets/%ff"],
      ["PUT", "/pets"],
      ["HEAD", "/pets"],
      ["DELETE", "/pets"],
    ] as const) {
      const answer = await ask({ method, path });
      expect(answer.status, `${method} ${path}`).to.equal(403);
      expect(answer.json()).to.deep.equal({ message: "Missing Authentication Token" });
      expect(answer.header("x-amzn-ErrorType")).to.equal("MissingAuthenticationTokenException");
    }
  });

  it("treat the Authorization header as an AWS signature for an unknown path, and hash it", async () => {
    const { ask } = await createTestGateway(SCOPES);
    const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");

    const withScheme = await ask({ path: "/cats", token: "Bearer a.b.c" });
    const bare = await ask({ path: "/cats", token: "a.b.c" });

    expect(withScheme.status).to.equal(403);
    expect(withScheme.json()).to.deep.equal({
      message: `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashOf("Bearer a.b.c")}'.`,
    });
    expect(bare.status).to.equal(403);
    expect(bare.body).to.include(hashOf("a.b.c")).and.not.to.include("a.b.c");
  });

  it("IGNORES_TRAILING_SLASH: lead a trailing slash to the same method, and keep it in the method ARN", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER);

    expect((await ask({ path: "/pets/", token: "aaa.bbb.ccc" })).status).to.equal(200);
    expect(inputOf({ event: calls[0]?.event }, "event", "methodArn")).to.match(/\/live\/GET\/pets\/$/);
  });

  it("MERGES_SLASHES is false: do not match two slashes in a row", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);

    for (const path of ["//pets", "/pets//", "/pets//1"]) {
      expect((await ask({ path, token: pool.accessToken(READ) })).status, path).to.equal(403);
    }
  });

  it("DECODES_BEFORE_ROUTING is false: do not match an encoded letter with a literal, or split at an encoded slash", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    expect((await ask({ path: "/p%65ts", token })).status).to.equal(403);
    expect((await ask({ path: "/pets%2F1", token })).status).to.equal(403);
    expect((await ask({ path: "/pets/a%2Fb", token })).status).to.equal(200);
    expect(inputOf({ event: calls[0]?.event }, "event", "pathParameters")).to.deep.equal({ petId: "a/b" });
  });

  it("RESOLVES_DOT_SEGMENTS is false: treat dots as any other parameter value", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    expect((await ask({ path: "/pets/..", token })).status).to.equal(200);
    expect(inputOf({ event: calls[0]?.event }, "event", "pathParameters")).to.deep.equal({ petId: ".." });
    expect((await ask({ path: "/pets/../pets", token })).status).to.equal(403);
  });

  it("refuse a method ARN of more than 1,600 bytes with 414", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);

    expect((await ask({ path: `/pets/${"x".repeat(1600)}`, token: pool.accessToken(READ) })).status).to.equal(414);
  });
});

describe("gateway request validation", () => {
  it("comes after authorization", async () => {
    const { ask } = await createTestGateway(SCOPES);

    expect((await ask({ method: "POST", body: Buffer.from("{") })).status).to.equal(401);
  });

  it("explains why a body does not match the model", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const token = pool.accessToken(WRITE);
    const messageFor = async (body: Buffer) => {
      const answer = await ask({ method: "POST", token, body });
      expect(answer.status).to.equal(400);
      expect(answer.header("x-amzn-ErrorType")).to.equal("BadRequestException");
      return inputOf({ body: answer.json() }, "body", "message");
    };

    expect(await messageFor(json({ species: "dog" }))).to.equal(
      'Invalid request body: [object has missing required properties (["name"])]',
    );
    expect(await messageFor(json({ ...REX, name: "" }))).to.equal(
      'Invalid request body: [string "" is too short (length: 0, required minimum: 1)]',
    );
    expect(await messageFor(json({ ...REX, name: "x".repeat(65) }))).to.include("is too long (length: 65, maximum allowed: 64)");
    expect(await messageFor(json({ ...REX, name: 7 }))).to.include(
      'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
    );
    expect(await messageFor(json({ ...REX, species: "cow" }))).to.include(
      'instance value ("cow") not found in enum (possible values: ["dog",',
    );
    expect(await messageFor(json({ ...REX, legs: 4 }))).to.include('properties which are not allowed by the schema: ["legs"]');
    expect(await messageFor(json({ ...REX, birthDate: "today" }))).to.include("ECMA 262 regex");
    expect(await messageFor(json([]))).to.include("instance type (array)");
    expect(await messageFor(Buffer.from("{"))).to.equal("Invalid request body: ");
    expect(await messageFor(Buffer.alloc(0))).to.equal("Invalid request body: ");
    expect(calls).to.deep.equal([]);
  });

  it("does not know that February has no 30th, which is left to the function", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const body = json({ ...REX, birthDate: "2024-02-30" });

    expect((await ask({ method: "POST", token: pool.accessToken(WRITE), body })).status).to.equal(200);
  });

  it("accepts a matching body, and any body of a content type without a model", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const token = pool.accessToken(WRITE);
    const post = (contentType: string | undefined, body: Buffer) =>
      ask({ method: "POST", token, body, ...(contentType === undefined ? {} : { headers: [["Content-Type", contentType]] }) });

    expect((await post("application/json; charset=utf-8", json(REX))).status).to.equal(200);
    expect((await post(undefined, json(REX))).status).to.equal(200);
    expect((await post("APPLICATION/JSON", Buffer.from("{"))).status).to.equal(400);
    expect((await post("text/plain", Buffer.from("{"))).status).to.equal(200);
  });

  it("requires the method's required parameters", async () => {
    const { ask, pool } = await createTestGateway(SCOPES, {
      edit: (recording) =>
        edited(recording, "aws:apigateway/method:Method", "GET/pets", (inputs) => ({
          ...inputs,
          requestParameters: { "method.request.querystring.limit": true, "method.request.header.X-Tenant": true },
        })),
    });
    const token = pool.accessToken(READ);

    const answer = await ask({ token });

    expect(answer.status).to.equal(400);
    expect(answer.json()).to.deep.equal({ message: "Missing required request parameters: [limit, X-Tenant]" });
    expect((await ask({ token, query: "limit=1", headers: [["x-tenant", "a"]] })).status).to.equal(200);
  });

  it("survives what the validation library does not: a lone surrogate as a name, and endless nesting", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const token = pool.accessToken(WRITE);
    const nested = `{"name":"x","species":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;

    for (const body of ['{"name":"x","species":"dog","\\ud800":1}', nested]) {
      expect((await ask({ method: "POST", token, body: Buffer.from(body) })).status).to.equal(400);
    }
  });

  it("keeps the body out of the trace", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);

    const { trace, body } = await ask({
      method: "POST",
      token: pool.accessToken(WRITE),
      body: json({ ...REX, species: "secret" }),
    });

    expect(body).to.include("secret");
    expect(JSON.stringify(trace.steps)).not.to.include("secret");
  });

  it("MAX_FUNCTION_BODY_BYTES: responds 413 to a body that API Gateway accepts and Lambda does not", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const body = Buffer.concat([json(REX), Buffer.alloc(6 * 1024 * 1024, " ")]);

    expect((await ask({ method: "POST", token: pool.accessToken(WRITE), body })).status).to.equal(413);
    expect(calls).to.deep.equal([]);
  });

  it("TOO_LARGE_MESSAGE: responds 413 with it to a body of more than 10 MB", async () => {
    const { ask } = await createTestGateway(SCOPES);

    const answer = await ask({ method: "POST", body: Buffer.alloc(10_485_761) });

    expect(answer.status).to.equal(413);
    expect(answer.json()).to.deep.equal({ message: "HTTP content length exceeded 10485760 bytes." });
  });
});

describe("gateway responses", () => {
  it("have the API's own template and headers, so that a browser can read them", async () => {
    const { ask } = await createTestGateway(SCOPES);

    const answer = await ask();

    expect(answer.header("Access-Control-Allow-Origin")).to.equal("http://localhost:3000");
    expect(answer.header("Content-Type")).to.equal("application/json");
  });

  it("are AWS's own if the program has none, with a capital Message for a denial by policy", async () => {
    const { ask } = await createTestGateway(AUTHORIZER, {
      onAuthorize: () => ({ outcome: "answer", payload: { principalId: "1", policyDocument: { Statement: [] } } }),
      edit: (recording) => without(recording, "aws:apigateway/response:Response", "default-4xx"),
    });

    const answer = await ask({ token: "aaa.bbb.ccc" });

    expect(answer.json()).to.deep.equal({ Message: "User is not authorized to access this resource" });
    expect(answer.header("Access-Control-Allow-Origin")).to.equal(undefined);
  });

  it("have another status if the program sets one", async () => {
    const { ask } = await createTestGateway(SCOPES, {
      edit: (recording) =>
        edited(recording, "aws:apigateway/response:Response", "default-4xx", (inputs) => ({ ...inputs, statusCode: "418" })),
    });

    expect((await ask()).status).to.equal(418);
  });
});

describe("gateway preflight", () => {
  it("is answered without credentials, with the recorded headers", async () => {
    const { ask, calls } = await createTestGateway(SCOPES);

    const answer = await ask({ method: "OPTIONS", path: "/pets" });

    expect(answer.status).to.equal(204);
    expect(answer.header("Access-Control-Allow-Methods")).to.equal("GET,POST");
    expect(answer.header("Access-Control-Allow-Origin")).to.equal("http://localhost:3000");
    expect(answer.header("Access-Control-Allow-Headers")).to.include("Authorization");
    expect(calls).to.deep.equal([]);
  });

  it("allows the requesting one of several origins, and the first one for any other", async () => {
    const { ask } = await createTestGateway(SCOPES, { config: { corsOrigins: '["https://a.example","https://b.example"]' } });
    const originFor = async (...headers: [string, string][]) =>
      (await ask({ method: "OPTIONS", path: "/pets", headers })).header("Access-Control-Allow-Origin");

    expect(await originFor(["Origin", "https://b.example"])).to.equal("https://b.example");
    expect(await originFor(["origin", "https://b.example"])).to.equal("https://b.example");
    expect(await originFor(["Origin", "https://evil.example"])).to.equal("https://a.example");
    expect(await originFor()).to.equal("https://a.example");
  });
});

describe("throttle of a method", () => {
  const config = { throttleRatePerSecond: "2", throttleBurst: "3" };

  it("allows the burst and then the rate, and responds 429 to the rest, counting refused requests", async () => {
    const { ask, clock } = await createTestGateway(SCOPES, { config });
    const statuses = async (count: number) => {
      const found: number[] = [];
      for (let i = 0; i < count; i++) found.push((await ask()).status);
      return found;
    };

    expect((await statuses(3)).every((status) => status === 401)).to.equal(true);
    clock.advance(1000);
    expect(await statuses(6)).to.include(429);
    expect((await ask()).json()).to.deep.equal({ message: "Too Many Requests" });
  });

  it("is independent: a flood of one method affects neither other methods nor preflights", async () => {
    const { ask, pool } = await createTestGateway(SCOPES, { config });
    while ((await ask()).status !== 429);

    expect((await ask({ path: "/pets/1", token: pool.accessToken(READ) })).status).to.equal(200);
    expect((await ask({ method: "POST", body: json(REX), token: pool.accessToken(WRITE) })).status).to.equal(200);
    expect((await ask({ method: "OPTIONS" })).status).to.equal(204);
    expect((await ask()).status).to.equal(429);
  });

  it("is shared by all pets, since they are one method", async () => {
    const { ask } = await createTestGateway(SCOPES, { config });
    let last = 0;
    for (let i = 0; i < 20; i++) last = (await ask({ path: `/pets/${i}` })).status;

    expect(last).to.equal(429);
  });
});

describe("gateway query", () => {
  it("BAD_QUERY_MESSAGE: gets 400 for a raw pipe or curly brace, before reaching the API", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    for (const query of ["a=1|2", "a={", "a=}", "{}", "|"]) {
      const answer = await ask({ token, query });
      expect(answer.status, query).to.equal(400);
      expect(answer.json()).to.deep.equal({ message: "Bad Request" });
      expect(answer.header("Access-Control-Allow-Origin")).to.equal(undefined);
    }
    expect(calls).to.deep.equal([]);
    expect((await ask({ token, query: "a=1%7C2&b=%7B%7D" })).status).to.equal(200);
    expect((await ask({ token, path: "/pets/a|{b}" })).status).to.equal(200);
  });

  it("is split at semicolons as well, unless they are encoded", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);

    await ask({ token: pool.accessToken(READ), query: "a=1;b=2&c=3%3B4" });

    expect(inputOf({ event: calls[0]?.event }, "event", "queryStringParameters")).to.deep.equal({ a: "1", b: "2", c: "3;4" });
  });
});
