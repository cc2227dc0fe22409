import type { UserPoolPlan } from "./setting-keys";
import { type EventVersion, eventVersionOf } from "./token-generation";

/**
 * What tokens say besides what Cognito writes: the declaration's types, and the lookups derived from it. Pure: shared by the program,
 * the handlers and the tests.
 */

/** A claim's value as functions see it, whichever strategy ran. */
export type ClaimValue = boolean | number | string | readonly string[] | ClaimObject;
interface ClaimObject {
  readonly [member: string]: ClaimValue;
}

/** Where a value comes from. A source without a value, such as an attribute that the user lacks, leaves its claim or member out. */
export type ClaimSource =
  | { readonly constant: ClaimValue }
  /** A user's attribute: one of `userAttributes`, or a custom one, `custom:companyId`. `region` takes the `GB` of the locale `en-GB`. */
  | { readonly attribute: string; readonly part?: "region" }
  /** The user's record in the directory; needs `userDirectory` to be `table`. */
  | { readonly directory: DirectoryField }
  | { readonly object: Readonly<Record<string, ClaimSource>> };

type DirectoryField = "entitlements" | "tenantId";
export type TokenKind = "access" | "id";
type Tokens = TokenKind | "both";

export interface TokenClaims {
  /**
   * Attributes that only administrators write, by name without `custom:`. They can be added to a deployed pool, but never changed or
   * removed.
   */
  readonly customAttributes: Readonly<Record<string, { readonly maxLength: number }>>;
  readonly set: Readonly<Record<string, { readonly tokens: Tokens; readonly from: ClaimSource }>>;
  /** Claims of Cognito's that the tokens are to go without. */
  readonly suppress: Readonly<Record<string, Tokens>>;
}

export const TENANT_CLAIM = "tenant_id";

/**
 * The declaration with what the settings add to it: with a directory, tokens name the user's tenant, in every token that the plan lets
 * a trigger change.
 */
export function addSettingsClaims(
  declared: TokenClaims,
  { userDirectory, userPoolPlan }: { readonly userDirectory: "off" | "table"; readonly userPoolPlan: UserPoolPlan },
): TokenClaims {
  if (userDirectory === "off") return declared;
  const tokens = eventVersionOf(userPoolPlan) === "V1_0" ? "id" : "both";
  return { ...declared, set: { ...declared.set, [TENANT_CLAIM]: { tokens, from: { directory: "tenantId" } } } };
}

export const isIn = (tokens: Tokens, kind: TokenKind): boolean => tokens === "both" || tokens === kind;

/** The claims to set in a kind of token, with their sources. */
export const claimsIn = ({ set }: Pick<TokenClaims, "set">, kind: TokenKind): readonly (readonly [string, ClaimSource])[] =>
  Object.entries(set).flatMap(([name, { tokens, from }]) => (isIn(tokens, kind) ? [[name, from]] : []));

/** The claims to leave out of a kind of token. */
export const suppressedIn = ({ suppress }: Pick<TokenClaims, "suppress">, kind: TokenKind): readonly string[] =>
  Object.entries(suppress).flatMap(([name, tokens]) => (isIn(tokens, kind) ? name : []));

/** Whether any token differs from what Cognito makes. */
export const changesTokens = ({ set, suppress }: TokenClaims): boolean =>
  Object.keys(set).length + Object.keys(suppress).length > 0;

export type ClaimType = "boolean" | "list" | "number" | "object" | "text";

export function typeOfValue(value: ClaimValue): ClaimType {
  if (typeof value === "object") return Array.isArray(value) ? "list" : "object";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean";
}

export function typeOf(source: ClaimSource): ClaimType {
  if ("constant" in source) return typeOfValue(source.constant);
  if ("object" in source) return "object";
  return "directory" in source && source.directory === "entitlements" ? "list" : "text";
}

/** The types of the claims, by name, for whoever reads them as texts. */
export const claimTypes = ({ set }: TokenClaims): Readonly<Record<string, ClaimType>> =>
  Object.fromEntries(Object.entries(set).map(([name, { from }]) => [name, typeOf(from)]));

/** All sources in one, itself first. */
export const flattenSource = (source: ClaimSource): readonly ClaimSource[] => [
  source,
  ...("object" in source ? Object.values(source.object).flatMap(flattenSource) : []),
];

/** What an event version can put into tokens. */
export const canSet = (version: EventVersion, kind: TokenKind, type: ClaimType): boolean =>
  version === "V2_0" || (kind === "id" && type === "text");
