import type { AccessTokenGeneration, PreTokenGenerationTriggerEvent, PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import type { ClaimValue } from "../../config/claim-rules";

/** An event of either version that a pool sends. */
export type TriggerEvent = PreTokenGenerationTriggerEvent | PreTokenGenerationV2TriggerEvent;

/** What the tokens of a sign-in are to have, besides what Cognito writes. */
export interface TokenChanges {
  /** In place of the groups that Cognito knows; undefined leaves those. */
  readonly groups: readonly string[] | undefined;
  readonly scopes: readonly string[];
  readonly access: KindChanges;
  readonly id: KindChanges;
}

interface KindChanges {
  readonly set: Readonly<Record<string, ClaimValue>>;
  readonly suppress: readonly string[];
}

/**
 * The event with the changes as its response: `claimsOverrideDetails` for V1_0, which only has the ID token's claims, as texts, and
 * groups; `claimsAndScopeOverrideDetails` for V2_0. No changes leave the event as it came.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export function answerEvent(event: TriggerEvent, { groups, scopes, access, id }: TokenChanges): unknown {
  const groupOverrideDetails =
    groups === undefined
      ? undefined
      : // Roles are of Cognito's groups, so they go with them.
        { groupsToOverride: [...groups], iamRolesToOverride: [], preferredRole: undefined };
  const isV2 = event.version === "2";
  const details = isV2
    ? withoutEmpty({
        idTokenGeneration: withoutEmpty(overridesOf(id)),
        accessTokenGeneration: withoutEmpty({
          ...overridesOf(access),
          scopesToAdd: scopes.length > 0 ? [...scopes] : undefined,
        } satisfies {
          [K in keyof AccessTokenGeneration]: unknown;
        }),
        groupOverrideDetails,
      })
    : withoutEmpty({ ...overridesOf(id), groupOverrideDetails });
  if (details === undefined) return event;
  return { ...event, response: { [isV2 ? "claimsAndScopeOverrideDetails" : "claimsOverrideDetails"]: details } };
}

const overridesOf = ({ set, suppress }: KindChanges) => ({
  claimsToAddOrOverride: Object.keys(set).length > 0 ? set : undefined,
  claimsToSuppress: suppress.length > 0 ? suppress : undefined,
});

/** Members with a value; undefined if there are none. */
function withoutEmpty(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const full = Object.entries(members).filter(([, value]) => value !== undefined);
  return full.length > 0 ? Object.fromEntries(full) : undefined;
}
