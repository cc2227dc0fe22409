import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import {
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from "aws-jwt-verify/error";
import { SimpleJwksCache, SimplePenaltyBox } from "aws-jwt-verify/jwk";
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
  [JwtInvalidIssuerError, "issuer"],
  [JwtInvalidAudienceError, "client"],
  [CognitoJwtInvalidClientIdError, "client"],
  [CognitoJwtInvalidTokenUseError, "token_use"],
  [KidNotFoundInJwksError, "unknown key"],
  [WaitPeriodNotYetEndedJwkError, "unknown key"],
  [JwtParseError, "not a JWT"],
] as const;

export interface VerifiedIdToken {
  readonly sub: string;
  readonly username: string;
  readonly groups: readonly string[];
}

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

/** The library's cache waits ten seconds after an unknown key; this one also waits after a fetch that failed. */
class KeySetCache extends SimpleJwksCache {
  #hasKeys = false;
  readonly #penaltyBox: SimplePenaltyBox;

  constructor(fetchKeySet: FetchKeySet) {
    const penaltyBox = new SimplePenaltyBox();
    super({ fetcher: { fetch: fetchKeySet }, penaltyBox });
    this.#penaltyBox = penaltyBox;
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

  override async getJwk(...args: Parameters<SimpleJwksCache["getJwk"]>) {
    try {
      return await super.getJwk(...args);
    } catch (error) {
      if (error instanceof WaitPeriodNotYetEndedJwkError && !this.#hasKeys) throw new KeySetUnavailable(args[0], error);
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
  const jwksCache = new KeySetCache(fetchKeySet);
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience: clientId,
      jwksUri,
      customJwtCheck: ({ header, payload }) => {
        if (header.alg !== "RS256") {
          throw new JwtInvalidSignatureAlgorithmError("JWT signature algorithm not allowed", header.alg, "RS256");
        }
        validateCognitoJwtFields(payload, { clientId, tokenUse: "id" });
      },
    },
    { jwksCache },
  );
  const firstFetch = jwksCache.getJwks(jwksUri).catch(() => undefined);

  return async (token) => {
    await firstFetch;
    const payload = await verifier.verify(token).catch((error: unknown) => {
      if (!(error instanceof JwtBaseError)) throw error;
      throw new TokenRefused(REASONS.find(([kind]) => error instanceof kind)?.[1] ?? "malformed");
    });
    const { sub, exp, "cognito:username": username, "cognito:groups": groups } = payload;
    if (typeof sub !== "string" || typeof username !== "string" || typeof exp !== "number") {
      throw new TokenRefused("it lacks sub, cognito:username or exp");
    }
    return { sub, username, groups: Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [] };
  };
}
