import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import type { TokenClaims } from "../config/claim-rules";
import { changesOf } from "./lib/claim-values";
import { answerEvent, isV2, type TriggerEvent } from "./lib/trigger-event";
import type { FindRecord } from "./lib/user-directory";

/** What contributes to the tokens; a part that is switched off is left out, and out of the bundle. */
interface Contributors {
  /** Groups, and values for claims, from the application's own directory. */
  readonly findRecord?: FindRecord;
  /** The scopes of the user's groups. */
  readonly grantScopes?: (event: PreTokenGenerationV2TriggerEvent) => Promise<PreTokenGenerationV2TriggerEvent>;
  readonly claims: Pick<TokenClaims, "set" | "suppress">;
}

/**
 * Cognito's pre-token-generation trigger with everything that a stack can ask of it; handlers/pre-token-generation.ts is the one for
 * scopes alone. The groups are decided first, and scopes follow from them. A user whose record is left out (`omit`) has no group and
 * no scope: nobody knows what the directory would have said.
 */
export function createTokenTrigger({ findRecord, grantScopes, claims }: Contributors) {
  return async (event: TriggerEvent): Promise<unknown> => {
    const { userAttributes: attributes, groupConfiguration } = event.request;
    const record = await findRecord?.(attributes.sub ?? "");
    const ownGroups = findRecord === undefined ? undefined : record === undefined ? [] : record.groups;
    const groups = ownGroups ?? groupConfiguration?.groupsToOverride ?? [];

    const user = { attributes, record };
    return answerEvent(event, {
      groups: ownGroups,
      scopes: grantScopes === undefined || !isV2(event) ? [] : await readScopes(grantScopes, event, groups),
      access: changesOf(claims, "access", user),
      id: changesOf(claims, "id", user),
    });
  };
}

async function readScopes(
  grantScopes: NonNullable<Contributors["grantScopes"]>,
  event: PreTokenGenerationV2TriggerEvent,
  groups: readonly string[],
): Promise<readonly string[]> {
  const groupConfiguration = { groupsToOverride: [...groups] };
  const { response } = await grantScopes({ ...event, request: { ...event.request, groupConfiguration } });
  // Null where nothing is granted, as in the event.
  return response.claimsAndScopeOverrideDetails?.accessTokenGeneration?.scopesToAdd ?? [];
}
