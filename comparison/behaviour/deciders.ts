import type { Decider } from "../../strategies/contract";
import type { Finding } from "./report";

type Answer = Pick<Finding, "isPassed" | "message">;

/**
 * Message of a refusal by policy; any other 403 is API Gateway's own, such as for an unknown path. On a deployed stack nothing but this
 * text of AWS tells them apart.
 */
const POLICY_REFUSAL = "User is not authorized to access this resource";

/** Determines who decided a request. */
export function judgeRequest(
  hasAuthorizer: boolean,
  wasCalled: boolean | undefined,
  { isPassed, message }: Answer,
): Decider | undefined {
  if (!hasAuthorizer) return "API Gateway";
  if (wasCalled === undefined) return undefined;
  if (wasCalled) return "authorizer function";
  return isPassed || message?.startsWith(POLICY_REFUSAL) ? "cached policy" : "API Gateway";
}

/** Determines who decided a sign-in or refresh. */
export function judgeSignIn(hasTrigger: boolean, wasCalled: boolean | undefined): Decider | undefined {
  if (!hasTrigger) return "Cognito";
  if (wasCalled === undefined) return undefined;
  return wasCalled ? "trigger function" : "Cognito";
}
