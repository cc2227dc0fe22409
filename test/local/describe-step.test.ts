import { expect } from "chai";
import { describeLoggedReason, describeStep } from "../../local/describe-step";
import type { AuthorizerRefusal, GatewayRefusal, Step } from "../../local/step";

const call = { functionName: "f", durationMs: 5 };
const trigger = {
  kind: "trigger",
  outcome: "ok",
  trigger: "pre-token-generation",
  eventVersion: "V2_0",
  addedScopes: [],
  idToken: { set: [], suppressed: [] },
  accessToken: { set: [], suppressed: [] },
  ...call,
} as const;
const failed = { kind: "trigger", outcome: "failed", trigger: "pre-token-generation", ...call } as const;
const refused = (reason: AuthorizerRefusal) => ({ kind: "authorizer", outcome: "refused", reason, durationMs: 1 }) as const;
const stopped = (reason: GatewayRefusal) => ({ kind: "gateway", outcome: "refused", reason }) as const;

/** One step for each sentence, and the facts that the sentence must state. */
const SENTENCES: readonly (readonly [Step, ...string[]])[] = [
  [{ kind: "route", outcome: "ok", method: "GET", path: "/pets" }, "GET /pets"],
  [{ kind: "cache", outcome: "ok", state: "hit", secondsLeft: 120 }, "hit", "120 s"],
  [{ kind: "cache", outcome: "ok", state: "miss" }, "miss"],
  [{ kind: "cache", outcome: "ok", state: "off" }, "off"],
  [{ kind: "function", outcome: "ok", ...call }, "f answered"],
  [{ kind: "function", outcome: "ok", ...call, coldStartMs: 78.4 }, "f answered", "cold start of 78 ms"],
  [{ kind: "function", outcome: "refused", ...call }, "f threw Unauthorized"],
  [{ kind: "function", outcome: "failed", ...call, failure: "caller timeout" }, "f failed", "caller timeout"],
  [{ kind: "authorizer", outcome: "ok", reason: { code: "valid ID token" }, durationMs: 1 }, "ID token"],
  [{ kind: "authorizer", outcome: "ok", reason: { code: "scope granted", scope: "api/read" }, durationMs: 1 }, "api/read"],
  [{ kind: "authorizer", outcome: "ok", reason: { code: "policy allows" }, durationMs: 1 }, "policy allows"],
  [refused({ code: "no header", header: "Authorization" }), "no Authorization header"],
  [refused({ code: "header not shaped like a token" }), "not shaped like a token"],
  [refused({ code: "not a JWT" }), "not a JWT"],
  [refused({ code: "malformed" }), "malformed"],
  [refused({ code: "expired" }), "expired"],
  [refused({ code: "time out of range" }), "exp, iat or nbf"],
  [refused({ code: "foreign issuer" }), "issuer"],
  [refused({ code: "unknown key" }), "key"],
  [refused({ code: "wrong algorithm" }), "RS256"],
  [refused({ code: "wrong signature" }), "signature is not the pool's"],
  [refused({ code: "stray signature bits" }), "stray bits"],
  [refused({ code: "unsupported header member", member: "crit" }), "crit"],
  [refused({ code: "not an ID token" }), "needs an ID token"],
  [refused({ code: "not an access token", neededScopes: ["a/r", "a/w"] }), "a/r or a/w", "only an access token"],
  [refused({ code: "missing scope", neededScopes: ["a/r", "a/w"] }), "does not carry a/r or a/w"],
  [refused({ code: "refused by function" }), "function refused the token"],
  [refused({ code: "explicitly denied" }), "denies", "explicitly"],
  [refused({ code: "not allowed" }), "nothing in the policy"],
  [refused({ code: "function not callable" }), "no permission", "authorizer function"],
  [refused({ code: "function timed out" }), "too long"],
  [refused({ code: "function failed" }), "authorizer function failed"],
  [refused({ code: "answer is not a policy", path: "policyDocument", problem: "missing" }), "policyDocument: missing"],
  [refused({ code: "answer is not a policy", path: "", problem: "missing" }), "not a policy: missing"],
  [stopped({ code: "no such API" }), "API or stage"],
  [stopped({ code: "unencoded query" }), "query"],
  [stopped({ code: "no such method", method: "PUT" }), "PUT"],
  [stopped({ code: "throttled" }), "throttle"],
  [stopped({ code: "body too large", maxBytes: 10_485_760, limitOf: "API Gateway" }), "10 MB", "API Gateway"],
  [stopped({ code: "body too large", maxBytes: 6_291_456, limitOf: "Lambda" }), "6 MB", "Lambda"],
  [stopped({ code: "method ARN too long", maxBytes: 1600 }), "1600 bytes"],
  [stopped({ code: "missing parameters", names: ["a", "b"] }), "a, b"],
  [stopped({ code: "body does not match model" }), "model"],
  [stopped({ code: "function not callable" }), "no permission"],
  [stopped({ code: "function timed out", waitMs: 29_000 }), "29 s"],
  [stopped({ code: "function failed", errorType: "TypeError" }), "TypeError"],
  [stopped({ code: "answer is not a proxy response", path: "", problem: "cookies" }), "not a proxy response: cookies"],
  [stopped({ code: "unsendable header" }), "header"],
  [{ kind: "integration", outcome: "ok", type: "mock" }, "fixed"],
  [{ kind: "integration", outcome: "ok", type: "function", status: 201, ...call }, "f answered 201"],
  [{ kind: "password", outcome: "ok", event: "accepted", durationMs: 1 }, "right"],
  [{ kind: "password", outcome: "ok", event: "replaced" }, "replaced"],
  [{ kind: "password", outcome: "refused", event: "wrong", durationMs: 1 }, "password is wrong"],
  [{ kind: "password", outcome: "refused", event: "unknown user", durationMs: 1 }, "no user of this name"],
  [{ kind: "challenge", outcome: "ok", name: "NEW_PASSWORD_REQUIRED" }, "NEW_PASSWORD_REQUIRED", "temporary"],
  [{ kind: "challenge", outcome: "ok", name: "PASSWORD_VERIFIER", isUserKnown: true }, "PASSWORD_VERIFIER"],
  [{ kind: "challenge", outcome: "ok", name: "PASSWORD_VERIFIER", isUserKnown: false }, "no user of this name", "simulated"],
  [{ kind: "challenge", outcome: "refused", reason: "unknown, expired or used" }, "expired"],
  [{ ...trigger, addedScopes: ["a/r", "a/w"] }, "f added a/r a/w"],
  [{ ...trigger, coldStartMs: 65 }, "f added no scope", "cold start of 65 ms"],
  [
    { ...trigger, idToken: { set: ["company", "roles"], suppressed: ["email"] } },
    "set company roles in the ID token",
    "took email out of the ID token",
  ],
  [
    { ...trigger, accessToken: { set: ["company"], suppressed: ["scope"] } },
    "set company in the access token",
    "took scope out of the access token",
  ],
  [{ ...trigger, groups: ["a", "b"] }, "made the groups a b"],
  [{ ...trigger, groups: [] }, "removed the groups"],
  [{ kind: "trigger", outcome: "ok", trigger: "post-confirmation", ...call }, "f was told of the confirmed user"],
  [{ ...failed, failure: "access denied" }, "access denied"],
  [{ ...failed, failure: "unrecognizable answer" }, "other than its event"],
  [
    {
      kind: "tokens",
      outcome: "ok",
      idTokenValiditySeconds: 3600,
      accessTokenValiditySeconds: 300,
      scopes: ["a/r"],
      durationMs: 1,
    },
    "ID token, valid 60 min",
    "access token, valid 5 min",
    "a/r",
  ],
  [{ kind: "refresh", outcome: "ok", event: "accepted" }, "valid"],
  [{ kind: "refresh", outcome: "ok", event: "revoked" }, "revoked"],
  [{ kind: "user", outcome: "ok", event: "signed up" }, "signed up"],
  [{ kind: "user", outcome: "ok", event: "confirmed" }, "confirmed"],
  [{ kind: "user", outcome: "ok", event: "created" }, "created"],
  [{ kind: "user", outcome: "ok", event: "signed out everywhere" }, "signed out everywhere"],
  [{ kind: "mail", outcome: "ok", content: "code" }, "sent a code"],
  [{ kind: "mail", outcome: "ok", content: "new code" }, "sent a new code"],
  [{ kind: "mail", outcome: "ok", content: "temporary password" }, "temporary password"],
  [{ kind: "mail", outcome: "refused", reason: "nobody is waiting for a code" }, "as if one was sent"],
  [{ kind: "refusal", outcome: "refused", errorType: "InvalidParameterException" }, "InvalidParameterException"],
  [{ kind: "refusal", outcome: "refused", errorType: "NotAuthorizedException", message: "No." }, "NotAuthorizedException: No."],
  [{ kind: "internal error", outcome: "failed", error: "Error: no space left" }, "Error: no space left"],
];

describe("describeStep", () => {
  it("states the facts of every step", () => {
    for (const [step, ...facts] of SENTENCES) for (const fact of facts) expect(describeStep(step)).to.include(fact);
  });

  it("has a distinct sentence for each step of a kind", () => {
    const sentences = SENTENCES.map(([step]) => `${step.kind}: ${describeStep(step)}`);

    expect(new Set(sentences)).to.have.lengthOf(sentences.length);
  });
});

describe("describeLoggedReason", () => {
  it("says what was wrong with the token, and that it does not know the name of an unknown check", () => {
    expect(["expired", "client", "header with crit", "constructor"].map(describeLoggedReason)).to.deep.equal([
      "it has expired",
      "its audience is not this app client",
      "header with crit",
      "constructor",
    ]);
  });
});
