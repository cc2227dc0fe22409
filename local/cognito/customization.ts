import { z } from "zod";
import { unrecognizable } from "./triggers";

/** Any JSON except null. Reported: `Unrecognizable lambda output` for null where there was nothing, read 2026-11. */
const claim = z.unknown().refine((value) => value !== null && value !== undefined);

const claims = z.object({
  claimsToAddOrOverride: z.record(z.string(), claim).optional(),
  claimsToSuppress: z.array(z.string()).optional(),
});
/** Groups and roles of a user, as an event has them and as an answer overrides them. */
export const groupDetails = z
  .object({
    groupsToOverride: z.array(z.string()).nullish(),
    iamRolesToOverride: z.array(z.string()).nullish(),
    preferredRole: z.string().nullish(),
  })
  .nullish();
const details = z.object({
  idTokenGeneration: claims.optional(),
  accessTokenGeneration: claims
    .extend({ scopesToAdd: z.array(z.string()).optional(), scopesToSuppress: z.array(z.string()).optional() })
    .optional(),
  groupOverrideDetails: groupDetails,
});
export type Customization = z.infer<typeof details>;

/** Of another version. */
const absent = z.undefined().optional();

/** The response of a pre-token-generation trigger, as what it asks for. */
export const customization = z
  .object({ claimsAndScopeOverrideDetails: details.nullish(), claimsOverrideDetails: absent })
  .transform(({ claimsAndScopeOverrideDetails }): Customization => claimsAndScopeOverrideDetails ?? {});

/**
 * The same of the event version V1_0, which reaches the claims of the ID token alone, and the groups of both tokens. Its values are
 * texts. Documented: developer guide, user-pool-lambda-pre-token-generation, read 2026-11; reported for other values: issue threads on
 * "Unrecognizable lambda output", read 2026-11.
 */
export const customizationV1 = z
  .object({
    claimsOverrideDetails: z
      .object({
        claimsToAddOrOverride: z.record(z.string(), z.string()).optional(),
        claimsToSuppress: z.array(z.string()).optional(),
        groupOverrideDetails: groupDetails,
      })
      .nullish(),
    claimsAndScopeOverrideDetails: absent,
  })
  .transform(({ claimsOverrideDetails }): Customization => {
    if (!claimsOverrideDetails) return {};
    const { groupOverrideDetails: groups, ...idTokenGeneration } = claimsOverrideDetails;
    return { idTokenGeneration, groupOverrideDetails: groups };
  });

export type Claims = Readonly<Record<string, unknown>>;
export interface TokenClaims {
  readonly id: Claims;
  readonly access: Claims;
}

/**
 * Claims that a trigger can neither set nor suppress; attempts are ignored silently. Documented: developer guide,
 * user-pool-lambda-pre-token-generation, read 2026-09. `scope` and `cognito:groups` have fields of their own in the answer.
 */
const RESERVED = new Set(
  (
    "acr amr at_hash aud auth_time azp client_id cognito:username device_key event_id exp iat identities iss jti nbf nonce " +
    "origin_jti sub token_use username version scope"
  ).split(" "),
);
const isReserved = (name: string) => RESERVED.has(name) || name.startsWith("cognito:");
/** Groups and roles are set through groupOverrideDetails; suppressing them by name is allowed. */
const SUPPRESSIBLE = new Set(["cognito:groups", "cognito:roles", "cognito:preferred_role"]);
/** Must be plain values in an ID token: documented. That structured values are ignored is assumed. */
const PLAIN_IN_ID_TOKEN = new Set(["phone_number_verified", "email_verified", "updated_at", "address"]);

/** Documented: developer guide, limits, combined claims and scopes in a token customization, read 2026-09. */
const MAX_CLAIMS_AND_SCOPES = 5000;
/** Assumed: scopes with white space and those in Cognito's own namespace are ignored. */
const canAddScope = (scope: string) => /^\S+$/.test(scope) && !scope.startsWith("aws.cognito.");

type Generation = z.infer<typeof claims>;
type CanSet = (name: string, value: unknown) => boolean;

const canSetInIdToken: CanSet = (name, value) => !isReserved(name) && !(PLAIN_IN_ID_TOKEN.has(name) && typeof value === "object");
/** `aud` may name the session's own client and nothing else. Documented: the same page. */
const canSetInAccessToken =
  (clientId: unknown): CanSet =>
  (name, value) =>
    !isReserved(name) || (name === "aud" && value === clientId);

/** The claims that a trigger really sets and takes out. A name both set and suppressed is suppressed. */
function changesOf({ claimsToAddOrOverride = {}, claimsToSuppress = [] }: Generation, canSet: CanSet) {
  const suppressed = new Set(claimsToSuppress.filter((name) => !isReserved(name) || SUPPRESSIBLE.has(name)));
  const set = Object.entries(claimsToAddOrOverride).filter(([name, value]) => canSet(name, value) && !suppressed.has(name));
  return { set, suppressed };
}

function override(base: Claims, generation: Generation, canSet: CanSet): Claims {
  const { set, suppressed } = changesOf(generation, canSet);
  return Object.fromEntries([...Object.entries(base), ...set].filter(([name]) => !suppressed.has(name)));
}

function overrideGroups(base: Claims, groups: Customization["groupOverrideDetails"]): Claims {
  if (groups === undefined) return base;
  const { "cognito:groups": _dropped, ...rest } = base;
  const names = groups?.groupsToOverride ?? [];
  return names.length > 0 ? { ...rest, "cognito:groups": names } : rest;
}

/** A scope both added and suppressed is suppressed. */
const addedScopesOf = ({ scopesToAdd = [], scopesToSuppress = [] }: NonNullable<Customization["accessTokenGeneration"]>) =>
  scopesToAdd.filter((scope) => canAddScope(scope) && !scopesToSuppress.includes(scope));

/** @throws CognitoError InvalidLambdaResponseException for more claims and scopes than Cognito allows, which is assumed. */
export function customize(
  base: TokenClaims,
  { idTokenGeneration = {}, accessTokenGeneration = {}, groupOverrideDetails }: Customization,
): TokenClaims {
  const { scopesToAdd = [], scopesToSuppress = [], ...accessClaims } = accessTokenGeneration;
  const count = [idTokenGeneration, accessClaims]
    .flatMap(({ claimsToAddOrOverride = {}, claimsToSuppress = [] }) => [
      Object.keys(claimsToAddOrOverride).length,
      claimsToSuppress.length,
    ])
    .reduce((sum, size) => sum + size, scopesToAdd.length + scopesToSuppress.length);
  if (count > MAX_CLAIMS_AND_SCOPES) throw unrecognizable();

  const { iamRolesToOverride: roles, preferredRole } = groupOverrideDetails ?? {};
  const roleClaims = {
    ...(roles && roles.length > 0 ? { "cognito:roles": roles } : {}),
    ...(preferredRole ? { "cognito:preferred_role": preferredRole } : {}),
  };
  const granted = String(base.access.scope).split(" ");
  const added = addedScopesOf(accessTokenGeneration);
  const scopes = new Set([...granted.filter((scope) => !scopesToSuppress.includes(scope)), ...added]);
  const id = { ...overrideGroups(base.id, groupOverrideDetails), ...roleClaims };
  const access = { ...overrideGroups(base.access, groupOverrideDetails), scope: [...scopes].join(" ") };
  return {
    id: override(id, idTokenGeneration, canSetInIdToken),
    access: override(access, accessClaims, canSetInAccessToken(base.access.client_id)),
  };
}

/** What a trigger changes, by names alone: the values are the tokens'. */
export function describeChanges(
  { idTokenGeneration = {}, accessTokenGeneration = {}, groupOverrideDetails: groups }: Customization,
  clientId: string,
) {
  const namesOf = (generation: Generation, canSet: CanSet) => {
    const { set, suppressed } = changesOf(generation, canSet);
    return { set: set.map(([name]) => name), suppressed: [...suppressed] };
  };
  const { scopesToSuppress: suppressedScopes = [] } = accessTokenGeneration;
  return {
    addedScopes: addedScopesOf(accessTokenGeneration),
    ...(suppressedScopes.length === 0 ? {} : { suppressedScopes }),
    idToken: namesOf(idTokenGeneration, canSetInIdToken),
    accessToken: namesOf(accessTokenGeneration, canSetInAccessToken(clientId)),
    ...(groups === undefined ? {} : { groups: groups?.groupsToOverride ?? [] }),
  };
}
