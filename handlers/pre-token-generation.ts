import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { accessControl } from "../config/access-control";
import { type AccessControl, createPermissionLookup, scopeOf } from "../config/access-rules";

/**
 * Makes the scopes that a user's groups grant: `openid`, `profile` and one for each permission, each once and in the table's
 * order. None where no group is one of the table's.
 */
export function createScopeLookup(table: AccessControl): (groups: readonly string[]) => readonly string[] {
  const findPermissions = createPermissionLookup(table);
  return (groups) => {
    const permissions = findPermissions(groups);
    return permissions.length === 0 ? [] : ["openid", "profile", ...permissions.map((name) => scopeOf(table, name))];
  };
}

/**
 * Cognito's pre-token-generation trigger, event version V2_0: puts the scopes of the user's groups into the access token. An event
 * that it has nothing to add to goes back as it came. Groups are not overridden, so `cognito:groups` stays as Cognito set it.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export function createHandler(_environment: unknown, table: AccessControl = accessControl) {
  const findScopes = createScopeLookup(table);
  return async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => {
    const scopesToAdd = findScopes(event.request.groupConfiguration?.groupsToOverride ?? []);
    if (scopesToAdd.length === 0) return event;
    return {
      ...event,
      response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: [...scopesToAdd] } } },
    };
  };
}
