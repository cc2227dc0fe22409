import type { Step } from "../step";

/** Who put a claim or a scope where it is; `groups` is a trigger that overrides Cognito's groups. */
export type Origin = "cognito" | "attribute" | "trigger" | "groups" | "removed";

export interface Origins {
  readonly ofClaim: (name: string) => Origin;
  readonly ofScope: (scope: string) => Origin;
  /** The claims that the trigger took out, or kept out. */
  readonly removedClaims: readonly string[];
  readonly removedScopes: readonly string[];
}

interface Issued {
  readonly tokenUse: "access" | "id";
  /** Of the sign-in that issued the token. */
  readonly steps: readonly Step[];
  /** The claims that Cognito takes from a user's attributes. */
  readonly attributeClaims: readonly string[];
}

/** What of groups there can be: a trigger overrides all of it at once. */
const GROUP_CLAIMS: readonly string[] = ["cognito:groups", "cognito:roles", "cognito:preferred_role"];
const NO_CHANGES = { set: [], suppressed: [] } as const;

const findTrigger = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === "trigger" && "eventVersion" in step ? step : []))[0];

/** Whether the tokens' groups are a trigger's, and say nothing of those that the user is in. */
export const hasOtherGroups = (steps: readonly Step[] = []): boolean => findTrigger(steps)?.groups !== undefined;

export function originsOf({ tokenUse, steps, attributeClaims }: Issued): Origins {
  const trigger = findTrigger(steps);
  const { set, suppressed } = trigger?.[tokenUse === "id" ? "idToken" : "accessToken"] ?? NO_CHANGES;
  const { addedScopes = [], suppressedScopes = [], groups } = trigger ?? {};
  return {
    ofClaim(name) {
      if (suppressed.includes(name)) return "removed";
      if (set.includes(name)) return "trigger";
      if (groups !== undefined && GROUP_CLAIMS.includes(name)) return "groups";
      return tokenUse === "id" && attributeClaims.includes(name) ? "attribute" : "cognito";
    },
    ofScope: (scope) => (addedScopes.includes(scope) ? "trigger" : "cognito"),
    removedClaims: suppressed,
    removedScopes: tokenUse === "access" ? suppressedScopes : [],
  };
}
