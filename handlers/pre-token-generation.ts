import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { type AccessControl, createPermissionLookup, scopeOf } from "../config/access-rules";

/**
 * Cognito's pre-token-generation trigger, event version V2_0: puts `openid`, `profile` and the scopes of the user's groups into the
 * access token, each once and in the table's order. An event whose groups grant nothing is returned unchanged. Groups are not
 * overridden, so `cognito:groups` stays as Cognito set it.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export function createHandler(_environment: unknown, table: AccessControl) {
  const findPermissions = createPermissionLookup(table);
  return async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => {
    const permissions = findPermissions(event.request.groupConfiguration?.groupsToOverride ?? []);
    if (permissions.length === 0) return event;
    const scopesToAdd = ["openid", "profile", ...permissions.map((name) => scopeOf(table, name))];
    return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd } } } };
  };
}
