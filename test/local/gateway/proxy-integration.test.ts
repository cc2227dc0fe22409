import { expect } from "chai";
import { inputOf } from "../../support/programs";
import { createTestGateway, type Outcome, SCOPES } from "./fixture";

const READ = { scopes: ["petsapi/read"] };

describe("proxy integration", () => {
  it("passes the documented event to the function", async () => {
    const { ask, pool, calls, recording, clock } = await createTestGateway(SCOPES);
    const headers = [
      ["X-Two", "1"],
      ["X-Two", "2"],
      ["Host", "localhost:4000"],
    ] as const;

    const answer = await ask({ path: "/pets/a%20b", query: "limit=1&limit=2&q=%C3%A4", headers, token: pool.accessToken(READ) });

    const event = { event: calls[0]?.event };
    expect(inputOf(event, "event", "resource")).to.equal("/pets/{petId}");
    expect(inputOf(event, "event", "path")).to.equal("/pets/a%20b");
    expect(inputOf(event, "event", "httpMethod")).to.equal("GET");
    expect(inputOf(event, "event", "pathParameters")).to.deep.equal({ petId: "a b" });
    expect(inputOf(event, "event", "queryStringParameters")).to.deep.equal({ limit: "2", q: "ä" });
    expect(inputOf(event, "event", "multiValueQueryStringParameters")).to.deep.include({ limit: ["1", "2"] });
    expect(inputOf(event, "event", "headers")).to.include({ "X-Two": "2" });
    expect(inputOf(event, "event", "multiValueHeaders")).to.deep.include({ "X-Two": ["1", "2"] });
    expect(inputOf(event, "event", "headers")).to.include({ "X-Forwarded-Port": "4000", "X-Forwarded-Proto": "http" });
    expect(inputOf(event, "event", "body")).to.equal(null);
    expect(inputOf(event, "event", "stageVariables")).to.equal(null);
    expect(inputOf(event, "event", "requestContext")).to.include({
      resourcePath: "/pets/{petId}",
      httpMethod: "GET",
      stage: "live",
      path: "/apis/a/live/pets/a%20b",
      apiId: recording.one("aws:apigateway/restApi:RestApi").id,
      accountId: "123456789012",
      requestId: "11111111-1111-4111-8111-111111111111",
      deploymentId: recording.one("aws:apigateway/deployment:Deployment").id,
      extendedRequestId: answer.header("x-amz-apigw-id"),
    });
    expect(answer.header("x-amz-apigw-id")).to.match(/^[\w+/]{15}=$/);
    expect(inputOf(event, "event", "requestContext", "identity")).to.include({
      sourceIp: "127.0.0.1",
      userAgent: null,
      caller: null,
    });
    expect(inputOf(event, "event", "requestContext", "requestTimeEpoch")).to.be.within(clock.now() - 5000, clock.now());
    expect(inputOf(event, "event", "requestContext", "requestTime")).to.match(
      /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/,
    );
  });

  it("calls the function as the requested method, which its permission must name", async () => {
    const { ask, pool, calls, recording } = await createTestGateway(SCOPES);
    const { executionArn } = recording.one("aws:apigateway/restApi:RestApi").state;

    await ask({ path: "/pets/1", token: pool.accessToken(READ) });

    expect(calls[0]).to.include({ principal: "apigateway.amazonaws.com", sourceArn: `${executionArn}/live/GET/pets/*` });
  });

  it("returns the function's status, headers and body, including repeated headers", async () => {
    const { ask, pool } = await createTestGateway(SCOPES, {
      onCall: () => ({
        outcome: "answer",
        payload: {
          statusCode: 201,
          headers: { "X-One": 1, "X-True": true },
          multiValueHeaders: { "X-Many": ["a", "b"], "x-one": ["2"] },
          body: "hello",
        },
      }),
    });

    const answer = await ask({ token: pool.accessToken(READ) });

    expect(answer.status).to.equal(201);
    expect(answer.body).to.equal("hello");
    expect(answer.headers.slice(0, -2)).to.deep.equal([
      ["Content-Type", "application/json"],
      ["X-True", "true"],
      ["X-Many", "a"],
      ["X-Many", "b"],
      ["x-one", "2"],
    ]);
  });

  it("responds 502 to a failing function and to a malformed proxy response", async () => {
    const payloads = [
      null,
      "ok",
      7,
      [],
      { statusCode: "abc" },
      { statusCode: null },
      { statusCode: true },
      { statusCode: [200] },
      { statusCode: 99 },
      { statusCode: 200.5 },
      { statusCode: 200, cookies: [] },
      { statusCode: 200, cookies: ["a=b"] },
      { statusCode: 200, statusDescription: "200 OK" },
      { statusCode: 200, body: 7 },
      { statusCode: 200, headers: "a" },
      { statusCode: 200, headers: { a: null } },
      { statusCode: 200, multiValueHeaders: { a: "b" } },
      { statusCode: 200, multiValueHeaders: { a: [null] } },
      { statusCode: 200, multiValueHeaders: ["a"] },
      { statusCode: 200, isBase64Encoded: "true" },
      { statusCode: 200, body: {} },
      { statusCode: 200, headers: { a: [] } },
      { statusCode: 200, headers: { "a b": "c" } },
      { statusCode: 200, headers: { a: "b\r\nc: d" } },
    ];
    const outcomes: Outcome[] = [
      ...payloads.map((payload) => ({ outcome: "answer", payload }) as const),
      { outcome: "function error", errorType: "Error", errorMessage: "secret" },
    ];
    for (const outcome of outcomes) {
      const { ask, pool } = await createTestGateway(SCOPES, { onCall: () => outcome });
      const answer = await ask({ token: pool.accessToken(READ) });
      expect(answer.status, JSON.stringify(outcome)).to.equal(502);
      expect(answer.json()).to.deep.equal({ message: "Internal server error" });
    }
  });

  it("responds 500 without a permission, and 504 to a function that takes longer than 29 seconds", async () => {
    const denied = await createTestGateway(SCOPES, { onCall: () => ({ outcome: "access denied" }) });
    const late = await createTestGateway(SCOPES, { onCall: () => ({ outcome: "caller timeout" }) });

    expect((await denied.ask({ token: denied.pool.accessToken(READ) })).status).to.equal(500);
    const answer = await late.ask({ token: late.pool.accessToken(READ) });
    expect(answer.status).to.equal(504);
    expect(answer.json()).to.deep.equal({ message: "Endpoint request timed out" });
    expect(late.calls[0]?.waitMs).to.equal(29_000);
  });

  it("accepts a proxy response without any of its fields", async () => {
    const expected = [
      [{}, 200],
      [{ statusCode: "201" }, 201],
      [{ body: "x", headers: null, multiValueHeaders: null, isBase64Encoded: null }, 200],
    ] as const;
    for (const [payload, status] of expected) {
      const { ask, pool } = await createTestGateway(SCOPES, { onCall: () => ({ outcome: "answer", payload }) });
      expect((await ask({ token: pool.accessToken(READ) })).status, JSON.stringify(payload)).to.equal(status);
    }
  });

  it("explains a malformed response in the trace without quoting it", async () => {
    const payload = { statusCode: 200, cookies: ["secret=1"] };
    const { ask, pool } = await createTestGateway(SCOPES, { onCall: () => ({ outcome: "answer", payload }) });

    const { trace } = await ask({ token: pool.accessToken(READ) });

    expect(trace.steps.at(-1)).to.have.nested.property("reason.code", "answer is not a proxy response");
    expect(JSON.stringify(trace.steps)).to.include("cookies").and.not.to.include("secret");
  });

  it("returns a base64 body as it is, since the API has no binary media types", async () => {
    const payload = { body: "AP8=", isBase64Encoded: true };
    const { ask, pool } = await createTestGateway(SCOPES, { onCall: () => ({ outcome: "answer", payload }) });

    expect((await ask({ token: pool.accessToken(READ) })).body).to.equal("AP8=");
  });

  it("remaps and drops a function's headers as documented", async () => {
    const remapped = ["WWW-Authenticate", "authorization", "Connection", "Content-MD5", "Date", "Max-Forwards", "Server"];
    const more = ["User-Agent", "Content-Length", "x-amzn-RequestId"];
    const dropped = [
      "Expect",
      "Host",
      "Proxy-Authenticate",
      "TE",
      "Trailer",
      "Transfer-Encoding",
      "Upgrade",
      "Via",
      "Keep-Alive",
    ];
    const passed = ["Age", "Accept", "Content-Encoding", "Pragma", "Range", "Referer", "Warn", "Location", "Set-Cookie"];
    const headers = Object.fromEntries([...remapped, ...more, ...dropped, ...passed].map((name) => [name, "v"]));
    const payload = { headers, multiValueHeaders: { "www-authenticate": ["Basic", "Bearer"] } };
    const { ask, pool } = await createTestGateway(SCOPES, { onCall: () => ({ outcome: "answer", payload }) });

    const names = (await ask({ token: pool.accessToken(READ) })).headers.map(([name]) => name);

    expect(names).to.have.members([
      ...[...remapped.slice(1), ...more].map((name) => `x-amzn-Remapped-${name}`),
      ...["x-amzn-Remapped-www-authenticate", "x-amzn-Remapped-www-authenticate"],
      ...passed,
      ...["Content-Type", "X-Amzn-Trace-Id", "x-amz-apigw-id"],
    ]);
  });

  it("passes none of the headers to the function that end at API Gateway", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const ended = ["Connection", "content-length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE"];
    const headers = [...ended, "Trailer", "Upgrade", "WWW-Authenticate", "Via", "User-Agent"].map((name) => [name, "v"] as const);

    await ask({ headers, token: pool.accessToken(READ) });

    expect(inputOf({ event: calls[0]?.event }, "event", "headers")).to.have.all.keys(
      ...["Authorization", "Via", "User-Agent", "X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"],
    );
  });

  it("propagates the client's trace id, or its own, to the function and the response", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);
    const sent = "Root=1-5ea40a1d-ca1b3ec09bb9143089b70af0;Sampled=1";
    const idAt = (call: number) => inputOf({ event: calls[call]?.event }, "event", "headers", "X-Amzn-Trace-Id");

    const followed = await ask({ token, headers: [["x-amzn-trace-id", sent]] });
    const fresh = await ask({ token, headers: [["X-Amzn-Trace-Id", "anything"]] });

    expect([idAt(0), followed.header("X-Amzn-Trace-Id")]).to.deep.equal([sent, sent]);
    expect(idAt(1)).to.match(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(fresh.header("X-Amzn-Trace-Id")).to.equal(idAt(1));
    expect((await ask()).header("X-Amzn-Trace-Id")).to.equal(undefined);
  });

  it("appends the client's address to X-Forwarded-For, and ignores its other X-Forwarded headers", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const headers = [
      ["x-forwarded-for", "203.0.113.1"],
      ["X-Forwarded-Proto", "gopher"],
      ["X-Forwarded-Port", "1"],
    ] as const;

    await ask({ headers, token: pool.accessToken(READ) });

    expect(inputOf({ event: calls[0]?.event }, "event", "multiValueHeaders")).to.deep.include({
      "X-Forwarded-For": ["203.0.113.1, 127.0.0.1"],
      "X-Forwarded-Proto": ["http"],
      "X-Forwarded-Port": ["80"],
    });
  });
});
