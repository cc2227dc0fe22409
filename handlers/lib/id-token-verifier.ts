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
 * Timeout for fetching the key set. API Gateway's HTTP APIs allow 1,500 ms for the same fetch.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html, read 2026-09.
 */
const FETCH_TIMEOUT_MS = 1500;

export type FetchKeySet = (uri: string) => Promise<ArrayBuffer>;

/** An invalid token. `reason` names the failed check and contains nothing of the token. */
export class TokenRefused extends Error {
  readonly code = "TOKEN_REFUSED";
  constructor(readonly reason: string) {
    super(`the token was refused: ${reason}`);
    this.name = "TokenRefused";
  }
}

/** Without the keys no token can be verified. Not the caller's fault. */
class KeySetUnavailable extends Error {
  readonly code = "KEY_SET_UNAVAILABLE";
  constructor(uri: string, cause: unknown) {
    super(`could not fetch the key set from ${uri}`, { cause });
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
 * Header parameters that change how a token must be processed. None is supported, so all are refused, whatever their value; Cognito
 * writes only kid and alg. JSON.parse keeps the last of duplicate names, which RFC 7515, section 4 allows.
 * Source: RFC 7515, section 4.1.11 (crit); RFC 7797, section 3 (b64); RFC 7519, section 5.2 (cty, a token within the token);
 * docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html, read 2026-11.
 */
const UNKNOWN_EXTENSIONS = ["crit", "b64", "cty"];

/** The last second that a Date can represent; beyond it, formatting a Date throws. */
const LAST_SECOND = 8.64e12;

export interface VerifiedIdToken {
  readonly sub: string;
  readonly username: string;
  readonly groups: readonly string[];
}

const isString = (value: unknown): value is string => typeof value === "string";
const isName = (value: unknown): value is string => isString(value) && value !== "";

/** Retries once, for connections that break while a container starts; both attempts together stay below the function's timeout. */
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
 * Checks that the library lacks or only makes after looking up the key: it would cache an entry per issuer, including forged ones, and
 * exhaust memory.
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
  // Decoders tolerate padding and unused bits of the last character: each spelling would be another key in API Gateway's cache.
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
 * The library's cache waits ten seconds after an unknown kid; this one also waits after a failed fetch. The library calls it before
 * looking at anything else in a token, so the first checks are made here.
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
 * Creates a verifier for Cognito ID tokens: RS256 signature by the pool's keys, issuer, client, token_use and expiry.
 *
 * Prefetches the key set on construction; refetches at most every ten seconds, for an unknown kid or after a failed fetch.
 *
 * @throws TokenRefused for an invalid token, KeySetUnavailable if there are no keys to verify it with.
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
