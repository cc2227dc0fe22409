import {
  JwksNotAvailableInCacheError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache, SimplePenaltyBox } from "aws-jwt-verify/jwk";
import type { DecomposedJwt } from "aws-jwt-verify/jwt";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import { JwtVerifier } from "aws-jwt-verify/jwt-verifier";

/**
 * How long the key set may take. API Gateway gives its own HTTP APIs 1,500 ms for the same fetch.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html, read 2026-09.
 */
const FETCH_TIMEOUT_MS = 1500;

export type FetchKeySet = (uri: string) => Promise<ArrayBuffer>;

/** A token that does not hold. `reason` names the failed check and holds nothing of the token. */
export class TokenRefused extends Error {
  readonly code = "TOKEN_REFUSED";
  constructor(readonly reason: string) {
    super(`the token was refused: ${reason}`);
    this.name = "TokenRefused";
  }
}

/** The keys cannot be had, so no token can be judged. The caller did nothing wrong. */
class KeySetUnavailable extends Error {
  readonly code = "KEY_SET_UNAVAILABLE";
  constructor(uri: string, cause: unknown) {
    super(`the key set at ${uri} cannot be had`, { cause });
    this.name = "KeySetUnavailable";
  }
}

const REASONS = [
  [JwtExpiredError, "expired"],
  [JwtInvalidSignatureError, "signature"],
  [JwtInvalidSignatureAlgorithmError, "algorithm"],
  [JwtInvalidAudienceError, "client"],
  [KidNotFoundInJwksError, "unknown key"],
  [WaitPeriodNotYetEndedJwkError, "unknown key"],
  [JwtParseError, "not a JWT"],
] as const;

/**
 * Members of a header that change how its token is to be read. None is understood here, so none is taken, whatever it holds; Cognito
 * writes kid and alg alone. Of a name that stands there twice JSON.parse keeps the last, which RFC 7515, section 4 allows.
 * Source: RFC 7515, section 4.1.11 (crit); RFC 7797, section 3 (b64); RFC 7519, section 5.2 (cty, a token within the token);
 * docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html, read 2026-11.
 */
const UNKNOWN_EXTENSIONS = ["crit", "b64", "cty"];

/** The last second that a Date can show; one beyond is no time, and a Date throws when it is to be printed. */
const LAST_SECOND = 8.64e12;

export interface VerifiedIdToken {
  readonly sub: string;
  readonly username: string;
  readonly groups: readonly string[];
}

const isString = (value: unknown): value is string => typeof value === "string";
const isName = (value: unknown): value is string => isString(value) && value !== "";

/** Asks a second time at once, for a connection that breaks while a container starts; both together stay below the function's timeout. */
async function fetchOverHttp(uri: string, isLast = false): Promise<ArrayBuffer> {
  try {
    const response = await fetch(uri, { redirect: "error", signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    if (isLast) throw error;
    return fetchOverHttp(uri, true);
  }
}

/**
 * What the library does not check, or only once it has the key: it keeps one for each issuer that a token names, forged ones too,
 * which would fill the memory.
 *
 * @throws TokenRefused
 */
function checkUnverified({ header, payload, signatureB64 }: DecomposedJwt, issuer: string): void {
  const extension = UNKNOWN_EXTENSIONS.find((name) => Object.hasOwn(header, name));
  if (extension !== undefined) throw new TokenRefused(`header with ${extension}`);
  if (header.alg !== "RS256") throw new TokenRefused("algorithm");
  if (payload.iss !== issuer) throw new TokenRefused("issuer");
  const { exp = 0, nbf = 0, iat = 0 } = payload;
  if ([exp, nbf, iat].some((seconds) => Math.abs(seconds) > LAST_SECOND)) throw new TokenRefused("time out of range");
  // A decoder overlooks padding and the last letter's unused bits: each spelling would be another key of API Gateway's cache.
  if (Buffer.from(signatureB64, "base64url").toString("base64url") !== signatureB64) throw new TokenRefused("signature");
}

/** The strings in a claim that is a list. */
function readNames(claim: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [];
  return values.every(isString) ? values : values.filter(isString);
}

/**
 * Checks what the library does not: it ignores `token_use`, and accepts one audience of several, where Cognito writes one.
 *
 * @throws TokenRefused
 */
function readIdToken(payload: JwtPayload, clientId: string): VerifiedIdToken {
  if (payload.token_use !== "id") throw new TokenRefused("token_use");
  if (payload.aud !== clientId) throw new TokenRefused("client");
  const { sub, exp, "cognito:username": username, "cognito:groups": groups } = payload;
  if (!isName(sub) || !isName(username) || typeof exp !== "number") {
    throw new TokenRefused("it lacks sub, cognito:username or exp");
  }
  return { sub, username, groups: readNames(groups) };
}

/**
 * The library's cache waits ten seconds after an unknown key; this one also waits after a fetch that failed. The library asks it
 * before it does anything else with a token's parts, so the first checks are made here.
 */
class KeySetCache extends SimpleJwksCache {
  #hasKeys = false;
  readonly #penaltyBox: SimplePenaltyBox;
  readonly #issuer: string;

  constructor(issuer: string, fetchKeySet: FetchKeySet) {
    const penaltyBox = new SimplePenaltyBox();
    super({ fetcher: { fetch: fetchKeySet }, penaltyBox });
    this.#penaltyBox = penaltyBox;
    this.#issuer = issuer;
  }

  override async getJwks(uri: string) {
    try {
      const keySet = await super.getJwks(uri);
      this.#hasKeys = true;
      return keySet;
    } catch (cause) {
      this.#penaltyBox.registerFailedAttempt(uri);
      throw new KeySetUnavailable(uri, cause);
    }
  }

  override getCachedJwk(uri: string, token: DecomposedJwt) {
    checkUnverified(token, this.#issuer);
    return super.getCachedJwk(uri, token);
  }

  override async getJwk(uri: string, token: DecomposedJwt) {
    checkUnverified(token, this.#issuer);
    try {
      return await super.getJwk(uri, token);
    } catch (error) {
      if (error instanceof WaitPeriodNotYetEndedJwkError && !this.#hasKeys) throw new KeySetUnavailable(uri, error);
      throw error;
    }
  }
}

/**
 * Makes the function that verifies a Cognito ID token: RS256 signature by the pool's keys, issuer, client, token_use and expiry.
 *
 * The key set is asked for at once, so that it is there before the first token, and again only for a key that it lacks, at most
 * every ten seconds, be it that the key is unknown or that the fetch failed.
 *
 * @throws TokenRefused for a token that does not hold, KeySetUnavailable where there is nothing to verify it with.
 */
export function createIdTokenVerifier(
  { issuer, clientId, jwksUri }: { readonly issuer: string; readonly clientId: string; readonly jwksUri: string },
  fetchKeySet: FetchKeySet = (uri) => fetchOverHttp(uri),
): (token: string) => Promise<VerifiedIdToken> {
  const jwksCache = new KeySetCache(issuer, fetchKeySet);
  const verifier = JwtVerifier.create({ issuer, audience: clientId, jwksUri }, { jwksCache });
  const firstFetch = jwksCache.getJwks(jwksUri).catch(() => undefined);

  /** Returns undefined if the token's key is not cached. */
  const verifyByCachedKey = (token: string) => {
    try {
      return verifier.verifySync(token);
    } catch (error) {
      if (error instanceof JwksNotAvailableInCacheError || error instanceof KidNotFoundInJwksError) return undefined;
      throw error;
    }
  };
  const verifyByFetchedKey = async (token: string) => {
    await firstFetch;
    return verifier.verify(token);
  };

  return async (token) => {
    try {
      return readIdToken(verifyByCachedKey(token) ?? (await verifyByFetchedKey(token)), clientId);
    } catch (error) {
      if (!(error instanceof JwtBaseError)) throw error;
      throw new TokenRefused(REASONS.find(([kind]) => error instanceof kind)?.[1] ?? "malformed");
    }
  };
}
