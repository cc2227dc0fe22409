import { matchesPattern } from "./arn-pattern";

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** `deny` if any statement denies; `none` if none allows. In IAM actions are case-insensitive, resources are not. */
export function evaluateStatements(
  statements: readonly Statement[],
  action: string,
  resource: string,
): "allow" | "deny" | "none" {
  const effects = statements
    .filter(
      ({ Action, Resource }) =>
        Action.some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())) &&
        Resource.some((pattern) => matchesPattern(pattern, resource)),
    )
    .map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "deny";
  return effects.includes("Allow") ? "allow" : "none";
}
