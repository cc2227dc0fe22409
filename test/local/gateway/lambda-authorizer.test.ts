import { expect } from "chai";
import { inputOf } from "../../support/programs";
import { AUTHORIZER, createTestGateway, type Outcome, policyFor } from "./fixture";

const TOKEN = "aaa.bbb.ccc";
const TTL = { authorizerCacheTtlSeconds: "60" };
const answering = (payload: unknown) => () => ({ outcome: "answer", payload }) as const;
const failing = (errorMessage: string) => () => ({ outcome: "function error", errorType: "Error", errorMessage }) as const;
const authorizations = (calls: readonly { readonly sourceArn: string }[]) =>
  calls.filter(({ sourceArn }) => sourceArn.includes("/authorizers/")).length;

describe("TOKEN authorizer", () => {
  it("calls its function with the header as sent and the method ARN as requested, as its own source", async () => {
    const { ask, calls, recording } = await createTestGateway(AUTHORIZER);
    const { id } = recording.one("aws:apigateway/authorizer:Authorizer");
    const { executionArn } = recording.one("aws:apigateway/restApi:RestApi").state;

    await ask({ token: `Bearer ${TOKEN}`, path: "/pets/a%20b" });

    expect(calls[0]?.event).to.deep.equal({
      type: "TOKEN",
      authorizationToken: `Bearer ${TOKEN}`,
      methodArn: `${executionArn}/live/GET/pets/a%20b`,
    });
    expect(calls[0]).to.include({ principal: "apigateway.amazonaws.com", sourceArn: `${executionArn}/authorizers/${id}` });
  });

  it("responds 401 without a call for a missing header, or one not shaped like a token", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER);

    const shapeless = [undefined, "", "Bearer ", "garbage", `Basic ${TOKEN}`, `x ${TOKEN}`, `${TOKEN} x`, `Bearer  ${TOKEN}`];
    for (const token of [...shapeless, "aaa.bbb.ccd", "aaa.bbb.c", "aaa.bbb.ccc="]) {
      const answer = await ask(token === undefined ? {} : { token });
      expect(answer.status, `${token}`).to.equal(401);
      expect(answer.json()).to.deep.equal({ message: "Unauthorized" });
    }
    expect(calls).to.deep.equal([]);
  });

  it("TAKES_NULL_IN_CONTEXT: passes the context as text beside the principal, and null as null", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER, {
      onAuthorize: () => policyFor("Allow", "*", { sub: "s", n: 7, b: true, none: null }),
    });

    await ask({ token: TOKEN });

    expect(inputOf({ event: calls[1]?.event }, "event", "requestContext", "authorizer")).to.deep.equal({
      principalId: "1",
      sub: "s",
      n: "7",
      b: "true",
      none: null,
      integrationLatency: 1,
    });
  });

  it("reports its latency to the function behind it, 0 for a cache hit", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER, { config: TTL });
    const latencyAt = (call: number) =>
      inputOf({ event: calls[call]?.event }, "event", "requestContext", "authorizer", "integrationLatency");

    await ask({ token: TOKEN });
    await ask({ token: TOKEN });

    expect([latencyAt(1), latencyAt(2)]).to.deep.equal([1, 0]);
  });

  it("EXPLICIT_DENY_MESSAGE: responds 403 with it to an explicit deny, whatever else allows", async () => {
    const onAuthorize = answering({
      principalId: "1",
      policyDocument: {
        Statement: [
          { Effect: "Allow", Action: "execute-api:*", Resource: "*" },
          { Effect: "Deny", Action: "execute-api:Invoke", Resource: "*/GET/pets" },
        ],
      },
    });
    const { ask } = await createTestGateway(AUTHORIZER, { onAuthorize });

    const answer = await ask({ token: TOKEN });

    expect(answer.status).to.equal(403);
    expect(answer.json()).to.deep.equal({
      message: "User is not authorized to access this resource with an explicit deny in an identity-based policy",
    });
    expect(answer.header("x-amzn-ErrorType")).to.equal("AccessDeniedException");
    expect((await ask({ token: TOKEN, path: "/pets/1" })).status).to.equal(200);
  });

  it("IMPLICIT_DENY_MESSAGE: responds 403 with it to a policy that allows nothing here", async () => {
    for (const onAuthorize of [
      () => policyFor("Allow", "*/POST/pets"),
      () => policyFor("Allow", []),
      answering({ principalId: "1", policyDocument: { Statement: [] } }),
      answering({ principalId: "1", policyDocument: { Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } } }),
    ]) {
      const answer = await (await createTestGateway(AUTHORIZER, { onAuthorize })).ask({ token: TOKEN });
      expect(answer.status).to.equal(403);
      expect(answer.json()).to.deep.equal({ message: "User is not authorized to access this resource" });
    }
  });

  it("responds 500 to anything more or less than a policy instead of allowing it, and calls the function again", async () => {
    const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };
    const policyDocument = { Version: "2012-10-17", Statement: [statement] };
    const broken = [
      null,
      "allow",
      [],
      {},
      { principalId: "1" },
      { principalId: "1", policyDocument: null },
      { principalId: "1", policyDocument: JSON.stringify(policyDocument) },
      { statusCode: 200, body: "" },
      { isAuthorized: true },
      { principalId: "1", policyDocument: { Version: "2012-10-17" } },
      { principalId: "1", policyDocument: { Version: "2099-01-01", Statement: [statement] } },
      { principalId: "1", policyDocument: { Statement: [{ ...statement, Effect: "allow" }] } },
      { principalId: "1", policyDocument: { Statement: [{ ...statement, Condition: { Bool: { x: "true" } } }] } },
      { principalId: "1", policyDocument: { Statement: [{ Effect: "Allow", Action: "*", NotResource: "x" }] } },
      { principalId: "1", policyDocument: { Statement: [{ Effect: "Allow", NotAction: "x", Resource: "*" }] } },
      { principalId: "1", policyDocument: { Statement: [{ ...statement, Resource: "x".repeat(513) }] } },
      { principalId: "1", policyDocument, context: { list: [] } },
      { principalId: "1", policyDocument, context: { nested: { a: null } } },
    ];
    for (const payload of broken) {
      const { ask, calls } = await createTestGateway(AUTHORIZER, { config: TTL, onAuthorize: answering(payload) });

      const answers = [await ask({ token: TOKEN }), await ask({ token: TOKEN })];

      for (const answer of answers) {
        expect(answer.status, JSON.stringify(payload)).to.equal(500);
        expect(answer.header("x-amzn-ErrorType")).to.equal("AuthorizerConfigurationException");
        expect(answer.json()).to.deep.equal({ message: "Internal server error" });
      }
      expect(calls).to.have.lengthOf(2);
    }
  });

  it("IS_PRINCIPAL_ID_REQUIRED: responds 500 to a missing or empty one", async () => {
    const { policyDocument } = {
      policyDocument: { Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }] },
    };
    for (const payload of [{ policyDocument }, { policyDocument, principalId: "" }]) {
      const { ask } = await createTestGateway(AUTHORIZER, { onAuthorize: answering(payload) });
      expect((await ask({ token: TOKEN })).status).to.equal(500);
    }
  });

  it("responds 401 to a function that fails with exactly Unauthorized, and 500 to any other failure", async () => {
    const unauthorized = await createTestGateway(AUTHORIZER, { onAuthorize: failing("Unauthorized") });
    const other = await createTestGateway(AUTHORIZER, { onAuthorize: failing("unauthorized") });

    expect((await unauthorized.ask({ token: TOKEN })).status).to.equal(401);
    expect((await other.ask({ token: TOKEN })).status).to.equal(500);
  });

  it("AUTHORIZER_FAILURE_MESSAGE: responds 500 with null as the message if the function fails or times out", async () => {
    const late = (): Outcome => ({ outcome: "caller timeout" });
    for (const onAuthorize of [failing("x is not a function"), late]) {
      const answer = await (await createTestGateway(AUTHORIZER, { onAuthorize })).ask({ token: TOKEN });
      expect(answer.status).to.equal(500);
      expect(answer.json()).to.deep.equal({ message: null });
      expect(answer.header("x-amzn-ErrorType")).to.equal("AuthorizerFailureException");
    }
  });

  it("responds 500 without a permission for API Gateway to call the function", async () => {
    const { ask } = await createTestGateway(AUTHORIZER, { onAuthorize: () => ({ outcome: "access denied" }) });

    const answer = await ask({ token: TOKEN });

    expect(answer.status).to.equal(500);
    expect(answer.header("x-amzn-ErrorType")).to.equal("AuthorizerConfigurationException");
  });
});

describe("TOKEN authorizer cache", () => {
  it("keeps a result for its TTL by the engine's clock, and no longer", async () => {
    const { ask, calls, clock } = await createTestGateway(AUTHORIZER, { config: TTL });

    await ask({ token: TOKEN });
    clock.advance(59_000);
    await ask({ token: TOKEN });
    expect(authorizations(calls)).to.equal(1);
    clock.advance(1000);
    await ask({ token: TOKEN });
    expect(authorizations(calls)).to.equal(2);
  });

  it("keeps the policy, not the decision: each method ARN is evaluated against it", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER, {
      config: TTL,
      onAuthorize: () => policyFor("Allow", "*/GET/pets"),
    });

    expect((await ask({ token: TOKEN })).status).to.equal(200);
    expect((await ask({ token: TOKEN, path: "/pets/1" })).status).to.equal(403);
    expect((await ask({ token: TOKEN, method: "DELETE", path: "/pets/1" })).status).to.equal(403);
    expect((await ask({ token: TOKEN })).status).to.equal(200);
    expect(authorizations(calls)).to.equal(1);
  });

  it("has the known trap: a policy for the called method only refuses every other one until it expires", async () => {
    const onAuthorize = ({ event }: { readonly event: unknown }) =>
      policyFor("Allow", String(inputOf({ event }, "event", "methodArn")));
    const { ask, clock } = await createTestGateway(AUTHORIZER, { config: TTL, onAuthorize });

    expect((await ask({ token: TOKEN })).status).to.equal(200);
    expect((await ask({ token: TOKEN, path: "/pets/1" })).status).to.equal(403);
    clock.advance(60_000);
    expect((await ask({ token: TOKEN, path: "/pets/1" })).status).to.equal(200);
  });

  it("keeps denials by policy, but no failures", async () => {
    const refusing = await createTestGateway(AUTHORIZER, { config: TTL, onAuthorize: () => policyFor("Deny", "*") });
    const throwing = await createTestGateway(AUTHORIZER, { config: TTL, onAuthorize: failing("Unauthorized") });

    for (const { ask } of [refusing, throwing]) {
      await ask({ token: TOKEN });
      await ask({ token: TOKEN });
    }

    expect(authorizations(refusing.calls)).to.equal(1);
    expect(authorizations(throwing.calls)).to.equal(2);
  });

  it("is keyed by the whole header: another token, or the same one with a scheme, leads to a new call", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER, { config: TTL });

    for (const token of [TOKEN, `Bearer ${TOKEN}`, "aaa.bbb.ccA", TOKEN]) await ask({ token });

    expect(authorizations(calls)).to.equal(3);
  });

  it("is off with a TTL of 0", async () => {
    const { ask, calls } = await createTestGateway(AUTHORIZER, { config: { authorizerCacheTtlSeconds: "0" } });

    await ask({ token: TOKEN });
    await ask({ token: TOKEN });

    expect(authorizations(calls)).to.equal(2);
  });

  it("takes only the short name of the failed check from a refusing function's log", async () => {
    const logged = [{ reason: "expired" }, { reason: TOKEN }, { reason: "x".repeat(61) }, { reason: { of: "it" } }, TOKEN, null];
    const stepsAfter = async (errorMessage: string, lastLogged: unknown) => {
      const onAuthorize = () => ({ outcome: "function error", errorType: "Error", errorMessage, lastLogged }) as const;
      return (await (await createTestGateway(AUTHORIZER, { onAuthorize })).ask({ token: TOKEN })).trace.steps;
    };

    const traces = [];
    for (const last of logged) traces.push(await stepsAfter("Unauthorized", last));

    const reasons = traces.map((steps) => steps.flatMap((step) => ("loggedReason" in step ? step.loggedReason : [])));
    expect(reasons).to.deep.equal([["expired"], [], [], [], [], []]);
    expect(JSON.stringify(traces)).not.to.include(TOKEN);
    expect(JSON.stringify(await stepsAfter("a fault of its own", { reason: "expired" }))).not.to.include("expired");
  });

  it("records hit or miss in the trace, and never the token", async () => {
    const { ask } = await createTestGateway(AUTHORIZER, { config: TTL });

    const traces = [await ask({ token: TOKEN }), await ask({ token: TOKEN })].map(({ trace }) => trace.steps);

    const states = traces.map((steps) => steps.flatMap((step) => (step.kind === "cache" ? step.state : [])));
    expect(states).to.deep.equal([["miss"], ["hit"]]);
    expect(JSON.stringify(traces)).not.to.include(TOKEN);
  });
});
