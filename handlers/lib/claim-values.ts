import {
  type ClaimSource,
  type ClaimValue,
  claimsIn,
  suppressedIn,
  type TokenClaims,
  type TokenKind,
} from "../../config/claim-rules";
import type { UserRecord } from "../../config/user-record";

/** What is known of the user whose tokens are made. */
export interface KnownUser {
  readonly attributes: Readonly<Record<string, string>>;
  /** Undefined without a directory, or where it is to be left out. */
  readonly record?: UserRecord | undefined;
}

/** The claims that a kind of token gets and loses; a claim whose source has no value is left out. */
export function changesOf(claims: Pick<TokenClaims, "set" | "suppress">, kind: TokenKind, user: KnownUser) {
  return { set: valuesOf(claimsIn(claims, kind), user), suppress: suppressedIn(claims, kind) };
}

function valuesOf(sources: readonly (readonly [string, ClaimSource])[], user: KnownUser): Readonly<Record<string, ClaimValue>> {
  return Object.fromEntries(
    sources.flatMap(([name, source]) => {
      const value = readSource(source, user);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function readSource(source: ClaimSource, user: KnownUser): ClaimValue | undefined {
  if ("constant" in source) return source.constant;
  if ("object" in source) return valuesOf(Object.entries(source.object), user);
  if ("directory" in source) return user.record?.[source.directory];
  const text = user.attributes[source.attribute];
  // An empty one is none.
  return text && source.part ? regionOf(text) : text || undefined;
}

/** `GB` of the locale `en-GB` or `en_GB`; undefined for one that names no region, such as `en`. */
function regionOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale.replaceAll("_", "-")).region;
  } catch {
    return undefined;
  }
}
