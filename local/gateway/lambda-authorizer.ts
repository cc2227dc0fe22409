import { z } from "zod";
import { BoundedMap } from "../bounded-map";
import type { Clock } from "../clock";
import { describeColdStart, type Invocation, type Invoke } from "../lambda/invocation";
import type { StepOutcome, Trace } from "../trace";
import { AUTHORIZER_FAILURE_MESSAGE, EXPLICIT_DENY_MESSAGE, IMPLICIT_DENY_MESSAGE } from "./assumptions";
import type { TokenAuthorizerModel } from "./authorizer-resources";
import { type Decision, refuse, unauthorized } from "./decision";
import { authorizerAnswerSchema, evaluatePolicy, type Policy } from "./policy";
import { functionArnOf } from "./resources";

/** How long API Gateway waits for an integration. Assumed for authorizers, of which the page lists no limit for REST APIs. */
const WAIT_MS = 29_000;

/** How many results are kept; AWS names no number. The oldest goes first. */
const MAX_RESULTS = 10_000;

/** What a function has to throw, to the letter, to refuse a token. */
const REFUSAL = "Unauthorized";

interface Result {
  readonly policy: Policy;
  readonly context: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

/**
 * TOKEN authorizers with their caches. A result is kept for each authorizer and token value, whatever the method: the policy is
 * evaluated again for each method ARN. Refusals by policy are kept like the rest, failures are not.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html, read
 * 2026-09; that refusals are kept and failures not is reported by github.com/ministackorg/ministack/pull/1367, read 2026-08.
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
    if (identityValidationExpression?.test(identity) === false)
      return unauthorized("the header is not shaped like a token; no function was called");

    const key = `${id} ${identity}`;
    const known = results.get(key);
    if (known !== undefined && known.expiresAt > clock.now()) {
      trace.add("cache", `hit: the result is kept for ${Math.ceil((known.expiresAt - clock.now()) / 1000)} s more`);
      return decide(known, methodArn);
    }
    trace.add("cache", ttlSeconds === 0 ? "off: the function is asked at every request" : "miss: the function is asked");
    const invocation = await invoke({
      functionArn: functionArnOf(authorizerUri) ?? "",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${executionArn}/authorizers/${id}`,
      event: { type: "TOKEN", methodArn, authorizationToken: identity },
      waitMs: WAIT_MS,
    });
    const { said, outcome, ...facts } = describe(invocation);
    trace.add("function", `${authorizer.name} ${said}${describeColdStart(invocation)}`, outcome, invocation.durationMs, facts);
    const result = readResult(invocation);
    if ("isAllowed" in result) return result;
    const kept = { ...result, expiresAt: clock.now() + ttlSeconds * 1000 };
    if (ttlSeconds > 0) results.set(key, kept);
    return decide(kept, methodArn);
  };
}

/** What a function logs before it refuses. Only the few words of a check's name are taken, which no token has the shape of. */
const refusalLogSchema = z.object({ reason: z.string().regex(/^[\w ,:]{1,60}$/) });

/** What a function did, without what it said: that may quote the token. */
function describe(invocation: Invocation): { readonly said: string; readonly outcome: StepOutcome; readonly reason?: string } {
  if (invocation.outcome === "answer") return { said: "answered", outcome: "ok" };
  if (invocation.outcome !== "function error" || invocation.errorMessage !== REFUSAL)
    return { said: `failed: ${invocation.outcome}`, outcome: "failed" };
  const { data } = refusalLogSchema.safeParse(invocation.lastLogged);
  return { said: `threw ${REFUSAL}`, outcome: "refused", ...(data === undefined ? {} : { reason: data.reason }) };
}

function decide({ policy, context }: Result, methodArn: string): Decision {
  const verdict = evaluatePolicy(policy, methodArn);
  if (verdict === "allow") return { isAllowed: true, authorizer: context, reason: "the policy allows this method ARN" };
  const [message, reason] =
    verdict === "deny"
      ? [EXPLICIT_DENY_MESSAGE, "the policy denies this method ARN explicitly"]
      : [IMPLICIT_DENY_MESSAGE, "nothing in the policy allows this method ARN"];
  return refuse({ type: "ACCESS_DENIED", message, reason });
}

/** Source of the cases: the pages above, and for what a failure says see assumptions.ts. */
function readResult(invocation: Invocation): Omit<Result, "expiresAt"> | Decision {
  const misconfigured = (reason: string) =>
    refuse({ type: "AUTHORIZER_CONFIGURATION_ERROR", message: "Internal server error", reason });
  switch (invocation.outcome) {
    case "access denied":
      return misconfigured("no permission lets API Gateway call the authorizer function");
    case "caller timeout":
      return refuse({
        type: "AUTHORIZER_FAILURE",
        message: AUTHORIZER_FAILURE_MESSAGE,
        reason: "the authorizer function took too long",
      });
    case "function error":
      if (invocation.errorMessage === REFUSAL) return unauthorized("the authorizer function refused the token");
      return refuse({
        type: "AUTHORIZER_FAILURE",
        message: AUTHORIZER_FAILURE_MESSAGE,
        reason: "the authorizer function failed",
      });
    case "answer": {
      const { success, data, error } = authorizerAnswerSchema.safeParse(invocation.payload);
      if (!success) {
        const [issue] = error.issues;
        return misconfigured(`the authorizer function's answer is no policy: ${issue?.path.join(".")}: ${issue?.message}`);
      }
      const { principalId, policyDocument, context = {} } = data;
      const texts = Object.entries({ ...context, ...(principalId === undefined ? {} : { principalId }) }).map(([name, value]) => [
        name,
        String(value),
      ]);
      return { policy: policyDocument, context: Object.fromEntries(texts) };
    }
  }
}
