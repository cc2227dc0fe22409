import type { Route } from "../../config/access-rules";
import { matchesPattern } from "../../local/arn-pattern";
import type { PolicyDocument } from "../../strategies/authorizer-policy/policy";

export const STAGE_ARN = "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/live";

/** A request to a route with a value unlike any path segment: a policy decides on it as on the route. */
export const requestArnOf = ({ method, path }: Route, value = "x1", ending: "" | "/" = "") =>
  `${STAGE_ARN}/${method}${path.replace(/\{\w+\}/g, value)}${ending}`;

/** IAM's evaluation, as far as an authorizer's policy needs it: a matching deny wins, and no match is a deny. */
export function isAllowed(policy: PolicyDocument, arn: string): boolean {
  const isMatch = ({ Resource }: PolicyDocument["Statement"][number]) => Resource.some((pattern) => matchesPattern(pattern, arn));
  const found = policy.Statement.filter(isMatch).map(({ Effect }) => Effect);
  return found.includes("Allow") && !found.includes("Deny");
}
