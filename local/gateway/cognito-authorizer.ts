import type { KeyObject } from "node:crypto";
import { base64url, decodeJwt, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from "jose";
import type { Clock } from "../clock";
import type { AuthorizerRefusal } from "../step";
import {
  EXPIRED_TOKEN_MESSAGE,
  REFUSED_HEADER_MEMBERS,
  TAKES_SCHEME_IN_ANY_CASE,
  TAKES_UNUSED_SIGNATURE_BITS,
} from "./assumptions";
import type { CognitoAuthorizerModel } from "./authorizer-resources";
import { type Decision, refuse, unauthorized } from "./decision";

/** Public keys by key id, and the ARN, of the user pool that is a token's issuer; undefined for any other issuer. */
export type FindPool = (
  issuer: string,
) => Promise<{ readonly arn: string; readonly keys: ReadonlyMap<string, KeyObject> } | undefined>;

/**
 * A COGNITO_USER_POOLS authorizer: checks the RS256 signature against its pools' keys, issuer and expiry; then requires an access token
 * with one of the method's scopes or, for a method without scopes, an ID token. It checks neither audience nor client and caches
 * nothing (assumed: no evidence of a cache was found). A missing scope is a 401.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html, read 2026-09.
 */
export async function decideByClaims(
  { providerArns }: CognitoAuthorizerModel,
  scopes: readonly string[],
  identity: string,
  { clock, findPool }: { readonly clock: Clock; readonly findPool: FindPool },
): Promise<Decision> {
  const token = identity.replace(SCHEME, "");
  const issuer = issuerOf(token);
  if (issuer === undefined) return unauthorized({ code: "not a JWT" });
  const pool = await findPool(issuer);
  if (pool === undefined || !providerArns.includes(pool.arn)) return unauthorized({ code: "foreign issuer" });

  let verified: JWTVerifyResult;
  try {
    const findKey = ({ kid = "" }: { kid?: string }) => {
      const key = pool.keys.get(kid);
      if (key === undefined) throw new errors.JWKSNoMatchingKey();
      return key;
    };
    const options = { algorithms: ["RS256"], issuer, currentDate: new Date(clock.now()), requiredClaims: ["exp"] };
    verified = await jwtVerify(token, findKey, options);
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      return refuse({ type: "UNAUTHORIZED", message: EXPIRED_TOKEN_MESSAGE }, { code: "expired" });
    }
    return unauthorized(reasonOf(error));
  }

  const { payload: claims, protectedHeader } = verified;
  const refused = REFUSED_HEADER_MEMBERS.find((name) => Object.hasOwn(protectedHeader, name));
  if (refused !== undefined) return unauthorized({ code: "unsupported header member", member: refused });
  const [, , signature = ""] = token.split(".");
  if (!TAKES_UNUSED_SIGNATURE_BITS && base64url.encode(base64url.decode(signature)) !== signature)
    return unauthorized({ code: "stray signature bits" });
  const { token_use: tokenUse, scope, exp = Number.NaN, iat = 0, nbf = 0 } = claims;
  if (![exp, iat, nbf].every((seconds) => Math.abs(seconds) <= LAST_SECOND)) return unauthorized({ code: "time out of range" });
  if (scopes.length === 0) {
    if (tokenUse !== "id") return unauthorized({ code: "not an ID token" });
    return { isAllowed: true, authorizer: { claims: contextOf(claims) }, reason: { code: "valid ID token" } };
  }
  if (tokenUse !== "access") return unauthorized({ code: "not an access token", neededScopes: scopes });
  const granted = typeof scope === "string" ? scope.split(" ") : [];
  const found = scopes.find((name) => granted.includes(name));
  if (found === undefined) return unauthorized({ code: "missing scope", neededScopes: scopes });
  return { isAllowed: true, authorizer: { claims: contextOf(claims) }, reason: { code: "scope granted", scope: found } };
}

const SCHEME = new RegExp("^Bearer ", TAKES_SCHEME_IN_ANY_CASE ? "i" : "");

/** The last representable date, in seconds since 1970. */
const LAST_SECOND = 8.64e12;

/** The characters of a JWT; decoders may tolerate padding and white space. Source: RFC 7515, section 2. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function issuerOf(token: string): string | undefined {
  if (!JWT.test(token)) return undefined;
  try {
    const { iss } = decodeJwt(token);
    return typeof iss === "string" ? iss : "";
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): AuthorizerRefusal {
  if (error instanceof errors.JWSSignatureVerificationFailed) return { code: "wrong signature" };
  if (error instanceof errors.JWKSNoMatchingKey) return { code: "unknown key" };
  if (error instanceof errors.JOSEAlgNotAllowed) return { code: "wrong algorithm" };
  return { code: "malformed" };
}

/**
 * The claims as passed to the function: all as strings, lists joined by commas, objects in them as JSON, `exp` and `iat` as dates. Reported from real events; source: github.com/aws/serverless-java-container, CognitoAuthorizerClaims.java, read
 * 2026-08, and of `identities`, a list of objects, four events of 2019 to 2024 in public repositories, such as
 * github.com/andersonlira/stockids, read 2026-11. Assumed for objects outside lists, and for null.
 */
function contextOf(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if ((name === "exp" || name === "iat") && typeof value === "number") return [name, javaDate(value)];
      return [name, Array.isArray(value) ? value.map(textOf).join(",") : textOf(value)];
    }),
  );
}

const textOf = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** `Thu May 04 03:50:06 UTC 2023` of seconds since 1970. */
function javaDate(seconds: number): string {
  const [weekday = "", day, month, year, time] = new Date(seconds * 1000).toUTCString().split(" ");
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
}
