import { type AccessControl, grantsOf, scopeOf } from "./access-rules";
import { type ClaimSource, claimsIn, suppressedIn, type TokenClaims, type TokenKind } from "./claim-rules";
import { CUSTOM_PREFIX, userAttributes } from "./user-attributes";
import { MAX_ENTITLEMENTS, MAX_NAME_LENGTH } from "./user-record";

/**
 * Of all headers of a request together.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, read 2026-11.
 */
export const MAX_HEADER_BYTES = 10_240;

/** RS256 by a 2,048-bit key, in base64url. */
const SIGNATURE_LENGTH = 342;
const text = (length: number) => "x".repeat(length);
const UUID = text(36);
const ISSUER = "https://cognito-idp.ap-southeast-2.amazonaws.com/ap-southeast-2_000000000";
const HEADER = { kid: text(44), alg: "RS256" };

/** As Cognito writes them. Source: developer guide, "Using the ID token" and "Using the access token", read 2026-09. */
const common = { sub: UUID, iss: ISSUER, origin_jti: UUID, event_id: UUID, auth_time: 1e9, exp: 1e9, iat: 1e9, jti: UUID };
const own = {
  access: { client_id: text(26), token_use: "access", username: UUID },
  id: { "cognito:username": UUID, aud: text(26), token_use: "id" },
} as const;

/**
 * Bytes of the Authorization header with the largest token of a kind: of a user in every group, with the longest attributes that
 * `userAttributes` counts with, and with every claim.
 */
export function sizeLargestHeader(claims: TokenClaims, table: AccessControl, kind: TokenKind): number {
  const scopes = [
    "aws.cognito.signin.user.admin",
    "openid",
    "profile",
    ...Object.keys(table.permissions).map((name) => scopeOf(table, name)),
  ];
  const attributes = Object.entries({ ...userAttributes, ...customLengths(claims) }).map(([name, length]) => [
    name,
    text(length),
  ]);
  const payload = new Map<string, unknown>([
    ...Object.entries({ ...common, "cognito:groups": [...grantsOf(table).keys()] }),
    ...Object.entries(
      kind === "access" ? { ...own.access, scope: scopes.join(" ") } : { ...own.id, ...Object.fromEntries(attributes) },
    ),
    ...claimsIn(claims, kind).map(([name, source]) => [name, largestOf(source, claims)] as const),
  ]);
  for (const name of suppressedIn(claims, kind)) payload.delete(name);
  const parts = [HEADER, Object.fromEntries(payload)].map((part) => lengthInBase64(JSON.stringify(part)));
  return "Authorization: Bearer ".length + parts.reduce((sum, length) => sum + length + 1, SIGNATURE_LENGTH);
}

const lengthInBase64 = (json: string) => Math.ceil((new TextEncoder().encode(json).length * 4) / 3);

const customLengths = ({ customAttributes }: TokenClaims) =>
  Object.fromEntries(Object.entries(customAttributes).map(([name, { maxLength }]) => [CUSTOM_PREFIX + name, maxLength]));

function largestOf(source: ClaimSource, claims: TokenClaims): unknown {
  if ("constant" in source) return source.constant;
  if ("object" in source)
    return Object.fromEntries(Object.entries(source.object).map(([name, member]) => [name, largestOf(member, claims)]));
  if ("directory" in source)
    return source.directory === "tenantId"
      ? text(MAX_NAME_LENGTH)
      : Array.from({ length: MAX_ENTITLEMENTS }, () => text(MAX_NAME_LENGTH));
  const lengths: Readonly<Record<string, number>> = { ...userAttributes, ...customLengths(claims) };
  return text(source.part === "region" ? 3 : (lengths[source.attribute] ?? 0));
}
