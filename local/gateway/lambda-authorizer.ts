import { z } from "zod";
import { BoundedMap } from "../bounded-map";
import type { Clock } from "../clock";
import { type Invocation, type Invoke, timesOf } from "../lambda/invocation";
import type { AuthorizerRefusal, Step } from "../step";
import type { Trace } from "../trace";
import { AUTHORIZER_FAILURE_MESSAGE, EXPLICIT_DENY_MESSAGE, IMPLICIT_DENY_MESSAGE } from "./assumptions";
import type { TokenAuthorizerModel } from "./authorizer-resources";
import { type Decision, refuse, unauthorized } from "./decision";
import { authorizerAnswerSchema, evaluatePolicy, type Policy } from "./policy";
import { functionArnOf } from "./resources";

/** API Gateway's integration timeout. Assumed for authorizers, for which no limit is documented for REST APIs. */
const WAIT_MS = 29_000;

/** Maximum number of cached results; AWS documents none. The oldest is evicted first. */
const MAX_RESULTS = 10_000;

/** The exact error message by which a function refuses a token. */
const REFUSAL = "Unauthorized";

interface Result {
  readonly policy: Policy;
  /** What the function behind gets of it: its context, in which all is text, and `principalId`. */
  readonly context: Readonly<Record<string, string | null>>;
  readonly expiresAt: number;
}

/**
 * TOKEN authorizers with their caches. Results are cached per authorizer and token value, regardless of the method: the policy is
 * evaluated for each method ARN. Refusals by policy are cached, too; failures are not.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html, read
 * 2026-09; that refusals are cached and failures are not is reported by github.com/ministackorg/ministack/pull/1367, read 2026-08.
 */
export function createLambdaAuthorizers({
  invoke,
  clock,
  executionArn,
}: {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly executionArn: string;
}) {
  const results = new BoundedMap<Result>(MAX_RESULTS);

  return async (authorizer: TokenAuthorizerModel, identity: string, methodArn: string, trace: Trace): Promise<Decision> => {
    const { id, identityValidationExpression, authorizerResultTtlInSeconds: ttlSeconds, authorizerUri } = authorizer;
    if (identityValidationExpression?.test(identity) === false) return unauthorized({ code: "header not shaped like a token" });

    const key = `${id} ${identity}`;
    const known = results.get(key);
    if (known !== undefined && known.expiresAt > clock.now()) {
      const secondsLeft = Math.ceil((known.expiresAt - clock.now()) / 1000);
      trace.add({ kind: "cache", outcome: "ok", state: "hit", secondsLeft });
      return decide(known, methodArn, 0);
    }
    trace.add({ kind: "cache", outcome: "ok", state: ttlSeconds === 0 ? "off" : "miss" });
    const invocation = await invoke({
      functionArn: functionArnOf(authorizerUri) ?? "",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${executionArn}/authorizers/${id}`,
      event: { type: "TOKEN", methodArn, authorizationToken: identity },
      waitMs: WAIT_MS,
    });
    trace.add(stepOf(authorizer.name, invocation));
    const result = readResult(invocation);
    if ("isAllowed" in result) return result;
    const kept = { ...result, expiresAt: clock.now() + ttlSeconds * 1000 };
    if (ttlSeconds > 0) results.set(key, kept);
    return decide(kept, methodArn, Math.round(invocation.durationMs));
  };
}

/** The reason a function logs before refusing; limited to short names of checks, which cannot contain a token. */
const refusalLogSchema = z.object({ reason: z.string().regex(/^[\w ,:]{1,60}$/) });

/** A function's outcome without its message, which may quote the token. */
function stepOf(functionName: string, invocation: Invocation): Step {
  const called = { kind: "function", functionName, ...timesOf(invocation) } as const;
  if (invocation.outcome === "answer") return { ...called, outcome: "ok" };
  if (invocation.outcome !== "function error" || invocation.errorMessage !== REFUSAL)
    return { ...called, outcome: "failed", failure: invocation.outcome };
  const { data } = refusalLogSchema.safeParse(invocation.lastLogged);
  return { ...called, outcome: "refused", ...(data === undefined ? {} : { loggedReason: data.reason }) };
}

/**
 * `integrationLatency` is the function's duration, 0 if it was not called.
 * Reported: real events, such as github.com/DefinitelyTyped/DefinitelyTyped/pull/69823, read 2026-11.
 */
function decide({ policy, context }: Result, methodArn: string, integrationLatency: number): Decision {
  const verdict = evaluatePolicy(policy, methodArn);
  if (verdict === "allow")
    return { isAllowed: true, authorizer: { ...context, integrationLatency }, reason: { code: "policy allows" } };
  return verdict === "deny"
    ? refuse({ type: "ACCESS_DENIED", message: EXPLICIT_DENY_MESSAGE }, { code: "explicitly denied" })
    : refuse({ type: "ACCESS_DENIED", message: IMPLICIT_DENY_MESSAGE }, { code: "not allowed" });
}

/** Source: the pages above; for messages of failures see assumptions.ts. */
function readResult(invocation: Invocation): Omit<Result, "expiresAt"> | Decision {
  const misconfigured = (reason: AuthorizerRefusal) =>
    refuse({ type: "AUTHORIZER_CONFIGURATION_ERROR", message: "Internal server error" }, reason);
  const failed = (reason: AuthorizerRefusal) =>
    refuse({ type: "AUTHORIZER_FAILURE", message: AUTHORIZER_FAILURE_MESSAGE }, reason);
  switch (invocation.outcome) {
    case "access denied":
      return misconfigured({ code: "function not callable" });
    case "caller timeout":
      return failed({ code: "function timed out" });
    case "function error":
      return invocation.errorMessage === REFUSAL
        ? unauthorized({ code: "refused by function" })
        : failed({ code: "function failed" });
    case "answer": {
      const { success, data, error } = authorizerAnswerSchema.safeParse(invocation.payload);
      if (!success) {
        const [issue] = error.issues;
        return misconfigured({
          code: "answer is not a policy",
          path: issue?.path.join(".") ?? "",
          problem: issue?.message ?? "",
        });
      }
      const { principalId, policyDocument, context = {} } = data;
      return { policy: policyDocument, context: principalId === undefined ? context : { ...context, principalId } };
    }
  }
}
