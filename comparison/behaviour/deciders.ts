import type { Decider } from "../../strategies/contract";
import type { Finding } from "./report";

type Answer = Pick<Finding, "isPassed" | "message">;

/** What a policy says of a method that it does not allow; every other 403 is API Gateway's own, as of a path that there is not. */
const POLICY_REFUSAL = "User is not authorized to access this resource";

/** Who decided on a request. */
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

/** Who decided on a sign-in or a refresh. */
export function judgeSignIn(hasTrigger: boolean, wasCalled: boolean | undefined): Decider | undefined {
  if (!hasTrigger) return "Cognito";
  if (wasCalled === undefined) return undefined;
  return wasCalled ? "trigger function" : "Cognito";
}
