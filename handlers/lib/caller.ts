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
  return findNames(readClaims(authorizer.claims)) ?? findNames(authorizer);
}

function findNames(values: unknown): Caller | undefined {
  if (!isRecord(values)) return undefined;
  const { sub, principalId, client_id: clientId, username, "cognito:username": idTokenUsername } = values;
  const id = [sub, principalId, clientId].find(isName);
  return id === undefined ? undefined : { id, username: [username, idTokenUsername].find(isName) ?? id };
}

/** A Lambda authorizer's context cannot hold objects, so some authorizers put claims there as JSON. */
function readClaims(claims: unknown): unknown {
  if (typeof claims !== "string") return claims;
  try {
    return JSON.parse(claims);
  } catch {
    return undefined;
  }
}
