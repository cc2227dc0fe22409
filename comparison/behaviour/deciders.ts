import type { Decider, Finding } from "./report";

type Answer = Pick<Finding, "isPassed" | "status">;

/** Who decided on a request. */
export function judgeRequest(
  hasAuthorizer: boolean,
  wasCalled: boolean | undefined,
  { isPassed, status }: Answer,
): Decider | undefined {
  if (!hasAuthorizer) return "API Gateway";
  if (wasCalled === undefined) return undefined;
  if (wasCalled) return "authorizer function";
  // A policy says yes or 403. Whatever else comes without a call is API Gateway's own.
  return isPassed || status === 403 ? "cached policy" : "API Gateway";
}

/** Who decided on a sign-in or a refresh. */
export function judgeSignIn(hasTrigger: boolean, wasCalled: boolean | undefined): Decider | undefined {
  if (!hasTrigger) return "Cognito";
  if (wasCalled === undefined) return undefined;
  return wasCalled ? "trigger function" : "Cognito";
}
