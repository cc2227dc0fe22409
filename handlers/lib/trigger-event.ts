import type { PreTokenGenerationTriggerEvent, PreTokenGenerationV2TriggerEvent } from "aws-lambda";
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
 * The event with the changes as its response: `claimsOverrideDetails` for V1_0, which has the ID token's claims, as texts, and groups;
 * `claimsAndScopeOverrideDetails` for V2_0. Roles go with the groups that they are of.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export function answerEvent(event: TriggerEvent, { groups, scopes, access, id }: TokenChanges): unknown {
  const groupOverride = groups && { groupOverrideDetails: { groupsToOverride: groups, iamRolesToOverride: [] } };
  const response = isV2(event)
    ? {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: overridesOf(id),
          accessTokenGeneration: { ...overridesOf(access), scopesToAdd: scopes },
          ...groupOverride,
        },
      }
    : { claimsOverrideDetails: { ...overridesOf(id), ...groupOverride } };
  return { ...event, response };
}

export const isV2 = (event: TriggerEvent): event is PreTokenGenerationV2TriggerEvent => event.version === "2";

const overridesOf = ({ set, suppress }: KindChanges) => ({ claimsToAddOrOverride: set, claimsToSuppress: suppress });
