import { type ClaimType, type ClaimValue, typeOfValue } from "../../config/claim-rules";

/** Who sent a request, the same under every strategy. */
export interface Caller {
  /** A user's `sub`, an immutable UUID; for a machine its client id, which Cognito uses as `sub`. */
  readonly id: string;
  /** A user's name; for a machine (client credentials) its client id. */
  readonly username: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isName = (value: unknown): value is string => typeof value === "string" && value !== "";

/**
 * Reads the caller from `event.requestContext.authorizer`: a Cognito authorizer puts the claims under `claims`, a Lambda authorizer puts
 * its context and `principalId` there directly. Undefined if no authorizer ran, as in a test call from API Gateway's console, or if it
 * named nobody.
 * Claims of a machine's token: zenn.dev/noid11/articles/d36dccd74601ed83d83b, decoded from AWS in 2021, read 2026-11.
 */
export function readCaller(authorizer: unknown): Caller | undefined {
  if (!isRecord(authorizer)) return undefined;
  return findNames(parseClaims(authorizer.claims)) ?? findNames(authorizer);
}

/**
 * Reads the declared claims of the caller's token, the same values under every strategy: a Cognito authorizer passes all claims as
 * texts, lists joined by commas and objects as JSON; our Lambda authorizer passes them as JSON in its context. A claim that is absent
 * or not of its type is left out.
 * Source: real events, as in github.com/aws/serverless-java-container, CognitoAuthorizerClaims.java, read 2026-08. Assumed for objects.
 */
export function readClaims(
  authorizer: unknown,
  types: Readonly<Record<string, ClaimType>>,
): Readonly<Record<string, ClaimValue>> {
  const claims = isRecord(authorizer) ? parseClaims(authorizer.claims) : undefined;
  if (!isRecord(claims)) return {};
  return Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) => {
      const value = Object.hasOwn(claims, name) ? readClaim(type, claims[name]) : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function readClaim(type: ClaimType, value: unknown): ClaimValue | undefined {
  if (isClaimValue(value) && typeOfValue(value) === type) return value;
  if (typeof value !== "string") return undefined;
  switch (type) {
    case "text":
      return value;
    case "number":
      return value.trim() === "" || !Number.isFinite(Number(value)) ? undefined : Number(value);
    case "boolean":
      return value === "true" || (value === "false" ? false : undefined);
    case "list":
      return value === "" ? [] : value.split(",");
    case "object": {
      const parsed = parseClaims(value);
      return isClaimValue(parsed) && typeOfValue(parsed) === type ? parsed : undefined;
    }
  }
}

function isClaimValue(value: unknown): value is ClaimValue {
  if (Array.isArray(value)) return value.every((item) => typeof item === "string");
  return isRecord(value) ? Object.values(value).every(isClaimValue) : ["boolean", "number", "string"].includes(typeof value);
}

function findNames(values: unknown): Caller | undefined {
  if (!isRecord(values)) return undefined;
  const { sub, principalId, client_id: clientId, username, "cognito:username": idTokenUsername } = values;
  const id = [sub, principalId, clientId].find(isName);
  return id === undefined ? undefined : { id, username: [username, idTokenUsername].find(isName) ?? id };
}

/** A Lambda authorizer's context cannot hold objects, so some authorizers put claims there as JSON. */
function parseClaims(claims: unknown): unknown {
  if (typeof claims !== "string") return claims;
  try {
    return JSON.parse(claims);
  } catch {
    return undefined;
  }
}
