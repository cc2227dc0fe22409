import { z } from "zod";

/**
 * What can happen on a request's way, as facts: no token, no password, no body. The engine's page and the comparison read the fields;
 * describe-step.ts has the words. A step that takes time of its own says how much.
 */

const { literal, strictObject: fields } = z;
const text = z.string();
const texts = z.array(text).readonly();
const durationMs = z.number();

/** Why an authorizer let a request through. */
const approval = z.union([
  fields({ code: literal(["policy allows", "valid ID token"]) }),
  fields({ code: literal("scope granted"), scope: text }),
]);
export type Approval = z.infer<typeof approval>;

/** Why an authorizer let no request through, or could not decide. */
const authorizerRefusal = z.union([
  fields({ code: literal("no header"), header: text }),
  fields({ code: literal("header not shaped like a token") }),
  // By a Cognito authorizer, of the token.
  fields({ code: literal(["not a JWT", "malformed", "expired", "time out of range", "foreign issuer", "unknown key"]) }),
  fields({ code: literal(["wrong algorithm", "wrong signature", "stray signature bits"]) }),
  fields({ code: literal("unsupported header member"), member: text }),
  fields({ code: literal("not an ID token") }),
  fields({ code: literal(["not an access token", "missing scope"]), neededScopes: texts }),
  // By a Lambda authorizer, of its function and of the policy that it answered with.
  fields({ code: literal(["refused by function", "explicitly denied", "not allowed"]) }),
  fields({ code: literal(["function not callable", "function timed out", "function failed"]) }),
  fields({ code: literal("answer is not a policy"), path: text, problem: text }),
]);
export type AuthorizerRefusal = z.infer<typeof authorizerRefusal>;

/** Why API Gateway itself answered in place of the method's integration. */
const gatewayRefusal = z.union([
  fields({ code: literal(["no such API", "unencoded query", "throttled", "body does not match model"]) }),
  fields({ code: literal("no such method"), method: text }),
  fields({ code: literal("body too large"), maxBytes: z.number(), limitOf: literal(["API Gateway", "Lambda"]) }),
  fields({ code: literal("method ARN too long"), maxBytes: z.number() }),
  fields({ code: literal("missing parameters"), names: texts }),
  fields({ code: literal(["function not callable", "unsendable header"]) }),
  fields({ code: literal("function timed out"), waitMs: z.number() }),
  fields({ code: literal("function failed"), errorType: text }),
  fields({ code: literal("answer is not a proxy response"), path: text, problem: text }),
]);
export type GatewayRefusal = z.infer<typeof gatewayRefusal>;

const ok = literal("ok");
const refused = literal("refused");
const failed = literal("failed");
const refusedOrFailed = literal(["refused", "failed"]);

/** A call of a function: `durationMs` is the caller's wait, `coldStartMs` the part of it that a new process took to be ready. */
const call = { functionName: text, durationMs, coldStartMs: z.number().exactOptional() };
const NO_ANSWER = ["access denied", "caller timeout", "function error"] as const;

const apiSteps = [
  fields({ kind: literal("route"), outcome: ok, method: text, path: text }),
  fields({ kind: literal("gateway"), outcome: refusedOrFailed, reason: gatewayRefusal }),
  fields({ kind: literal("cache"), outcome: ok, state: literal("hit"), secondsLeft: z.number() }),
  fields({ kind: literal("cache"), outcome: ok, state: literal(["miss", "off"]) }),
  // The authorizer's function. `loggedReason` is the check that it names in its log and tells no client: `expired`, `client`.
  fields({ kind: literal("function"), outcome: ok, ...call }),
  fields({ kind: literal("function"), outcome: refused, ...call, loggedReason: text.exactOptional() }),
  fields({ kind: literal("function"), outcome: failed, ...call, failure: literal(NO_ANSWER) }),
  fields({ kind: literal("authorizer"), outcome: ok, reason: approval, durationMs }),
  fields({ kind: literal("authorizer"), outcome: refusedOrFailed, reason: authorizerRefusal, durationMs }),
  fields({ kind: literal("integration"), outcome: ok, type: literal("mock") }),
  fields({ kind: literal("integration"), outcome: ok, type: literal("function"), status: z.number(), ...call }),
] as const;

const changedClaims = fields({ set: texts, suppressed: texts }).readonly();

const cognitoSteps = [
  fields({ kind: literal("password"), outcome: ok, event: literal("accepted"), durationMs }),
  fields({ kind: literal("password"), outcome: ok, event: literal("replaced") }),
  fields({ kind: literal("password"), outcome: refused, event: literal(["unknown user", "wrong"]), durationMs }),
  fields({ kind: literal("challenge"), outcome: ok, name: literal("NEW_PASSWORD_REQUIRED") }),
  fields({ kind: literal("challenge"), outcome: ok, name: literal("PASSWORD_VERIFIER"), isUserKnown: z.boolean() }),
  fields({ kind: literal("challenge"), outcome: refused, reason: literal("unknown, expired or used") }),
  // What it changed in the tokens: names of claims, scopes and groups, and no values. Without `groups` they are Cognito's own.
  fields({
    kind: literal("trigger"),
    outcome: ok,
    ...call,
    trigger: literal("pre-token-generation"),
    eventVersion: literal(["V1_0", "V2_0"]),
    addedScopes: texts,
    suppressedScopes: texts.exactOptional(),
    idToken: changedClaims,
    accessToken: changedClaims,
    groups: texts.exactOptional(),
  }),
  fields({ kind: literal("trigger"), outcome: ok, ...call, trigger: literal("post-confirmation") }),
  fields({
    kind: literal("trigger"),
    outcome: failed,
    ...call,
    trigger: literal(["pre-token-generation", "post-confirmation"]),
    failure: literal([...NO_ANSWER, "unrecognizable answer"]),
  }),
  fields({
    kind: literal("tokens"),
    outcome: ok,
    idTokenValiditySeconds: z.number(),
    accessTokenValiditySeconds: z.number(),
    scopes: texts,
    durationMs,
  }),
  fields({ kind: literal("refresh"), outcome: ok, event: literal(["accepted", "revoked"]) }),
  fields({ kind: literal("user"), outcome: ok, event: literal(["signed up", "confirmed", "created", "signed out everywhere"]) }),
  fields({ kind: literal("mail"), outcome: ok, content: literal(["code", "new code", "temporary password"]) }),
  fields({ kind: literal("mail"), outcome: refused, reason: literal("nobody is waiting for a code") }),
  // Without its message where that would repeat what a client or a function wrote.
  fields({ kind: literal("refusal"), outcome: refused, errorType: text, message: text.exactOptional() }),
  fields({ kind: literal("internal error"), outcome: failed, error: text }),
] as const;

export const stepSchema = z.union([...apiSteps, ...cognitoSteps]);
export type Step = Readonly<z.infer<typeof stepSchema>>;
export type StepOutcome = Step["outcome"];
/** One in which a function was called. */
export type FunctionStep = Extract<Step, { readonly functionName: string }>;
