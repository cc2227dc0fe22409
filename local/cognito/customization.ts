import { z } from "zod";
import { CognitoError } from "./errors";

/** Any JSON except null. Reported: `Unrecognizable lambda output` for null where there was nothing, read 2026-11. */
const claim = z.unknown().refine((value) => value !== null && value !== undefined);

/** The customization that a pre-token-generation trigger returns. */
const claims = z.object({
  claimsToAddOrOverride: z.record(z.string(), claim).optional(),
  claimsToSuppress: z.array(z.string()).optional(),
});
const details = z.object({
  idTokenGeneration: claims.optional(),
  accessTokenGeneration: claims
    .extend({ scopesToAdd: z.array(z.string()).optional(), scopesToSuppress: z.array(z.string()).optional() })
    .optional(),
  groupOverrideDetails: z
    .object({
      groupsToOverride: z.array(z.string()).nullish(),
      iamRolesToOverride: z.array(z.string()).nullish(),
      preferredRole: z.string().nullish(),
    })
    .nullish(),
});
export const customization = z.object({ claimsAndScopeOverrideDetails: details.nullish() });
export type Customization = NonNullable<z.infer<typeof customization>["claimsAndScopeOverrideDetails"]>;

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
/** Assumed: exceeding it counts as an unrecognizable answer. */
export const unrecognizable = () => new CognitoError("InvalidLambdaResponseException", "Unrecognizable lambda output");

/** Assumed: scopes with white space and those in Cognito's own namespace are ignored. */
const canAddScope = (scope: string) => /^\S+$/.test(scope) && !scope.startsWith("aws.cognito.");

type Generation = z.infer<typeof claims>;

function override(
  base: Claims,
  { claimsToAddOrOverride = {}, claimsToSuppress = [] }: Generation,
  canSet: (name: string, value: unknown) => boolean,
): Claims {
  const added = Object.entries(claimsToAddOrOverride).filter(([name, value]) => canSet(name, value));
  // A name both set and suppressed is suppressed.
  const suppressed = new Set(claimsToSuppress.filter((name) => !isReserved(name) || SUPPRESSIBLE.has(name)));
  return Object.fromEntries([...Object.entries(base), ...added].filter(([name]) => !suppressed.has(name)));
}

function overrideGroups(base: Claims, groups: Customization["groupOverrideDetails"]): Claims {
  if (groups === undefined) return base;
  const { "cognito:groups": _dropped, ...rest } = base;
  const names = groups?.groupsToOverride ?? [];
  return names.length > 0 ? { ...rest, "cognito:groups": names } : rest;
}

/** @throws CognitoError InvalidLambdaResponseException for more claims and scopes than Cognito allows. */
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
  const scopes = new Set([...granted, ...scopesToAdd.filter(canAddScope)].filter((scope) => !scopesToSuppress.includes(scope)));
  const id = { ...overrideGroups(base.id, groupOverrideDetails), ...roleClaims };
  const access = { ...overrideGroups(base.access, groupOverrideDetails), scope: [...scopes].join(" ") };
  return {
    id: override(
      id,
      idTokenGeneration,
      (name, value) => !isReserved(name) && !(PLAIN_IN_ID_TOKEN.has(name) && typeof value === "object"),
    ),
    // `aud` may name the session's own client and nothing else. Documented: the same page.
    access: override(
      access,
      accessClaims,
      (name, value) => !isReserved(name) || (name === "aud" && value === base.access.client_id),
    ),
  };
}
