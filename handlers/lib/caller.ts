/** Who sent a request, the same under every strategy. */
export interface Caller {
  /** The user's `sub`, a UUID that never changes. */
  readonly id: string;
  readonly username: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/**
 * Reads the caller from `event.requestContext.authorizer`: a Cognito authorizer puts the token's claims below `claims`, a Lambda
 * authorizer its context right there, and both name the same two values. Undefined where no authorizer ran.
 */
export function readCaller(authorizer: unknown): Caller | undefined {
  const values = isRecord(authorizer) && isRecord(authorizer.claims) ? authorizer.claims : authorizer;
  if (!isRecord(values)) return undefined;
  const { sub, username } = values;
  return typeof sub === "string" && sub && typeof username === "string" && username ? { id: sub, username } : undefined;
}
