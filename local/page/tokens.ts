/** Reads tokens without verifying them; verification is what the page demonstrates. */

export type Claims = Readonly<Record<string, unknown>>;

/** The claims of a JWT; undefined for anything else. */
export function readClaims(token: string): Claims | undefined {
  const [, payload] = token.split(".");
  try {
    const claims: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(payload ?? "")));
    return isClaims(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

export function groupsOf(claims: Claims): readonly string[] {
  const groups = claims["cognito:groups"];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [];
}

export function scopesOf(claims: Claims): readonly string[] {
  return typeof claims.scope === "string" ? claims.scope.split(" ").filter((scope) => scope !== "") : [];
}

/** When the token expires, in milliseconds since 1970; a token without `exp` never does. */
export function expiryMsOf(claims: Claims): number {
  return typeof claims.exp === "number" ? claims.exp * 1000 : Number.POSITIVE_INFINITY;
}

export interface SentToken {
  readonly token: string;
  /** The claims that are not as Cognito signed them. */
  readonly changed: readonly string[];
}

/**
 * Adds groups and, to an access token, scopes while keeping the signature. A token that has them all gets a later expiry, so that it
 * always differs from what was signed.
 */
export function tamper(token: string, { groups, scopes }: { groups: readonly string[]; scopes: readonly string[] }): SentToken {
  const [header, , signature] = token.split(".");
  const claims = readClaims(token);
  if (claims === undefined) return { token: `${token}x`, changed: [] };
  const more: Record<string, unknown> = {};
  const allGroups = new Set([...groupsOf(claims), ...groups]);
  if (allGroups.size > groupsOf(claims).length) more["cognito:groups"] = [...allGroups];
  const allScopes = new Set([...scopesOf(claims), ...scopes]);
  if (claims.token_use === "access" && allScopes.size > scopesOf(claims).length) more.scope = [...allScopes].join(" ");
  if (Object.keys(more).length === 0) more.exp = (typeof claims.exp === "number" ? claims.exp : 0) + 365 * 24 * 3600;
  return { token: `${header}.${toBase64Url(JSON.stringify({ ...claims, ...more }))}.${signature}`, changed: Object.keys(more) };
}

function isClaims(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
