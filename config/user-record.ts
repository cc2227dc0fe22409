/** A user's record in the directory table. Its groups, if any, replace Cognito's. */
export interface UserRecord {
  /** The user's `sub`: the table's key. */
  readonly userId: string;
  readonly tenantId: string;
  readonly entitlements: readonly string[];
  readonly groups?: readonly string[];
}

export const MAX_ENTITLEMENTS = 20;
export const MAX_NAME_LENGTH = 64;
/** Of a user in a pool. Source: Amazon Cognito developer guide, "Quotas", read 2026-09. */
const MAX_GROUPS = 100;

/** Without commas: API Gateway joins a claim's list by them. */
const NAME = /^[A-Za-z0-9._:-]{1,64}$/;
/** Never "-", the tenant of a stack without a directory. */
const TENANT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const areNames = (value: unknown, max: number): value is readonly string[] =>
  Array.isArray(value) && value.length <= max && value.every((name) => typeof name === "string" && NAME.test(name));

/** An item of the table that is not a user's record. `reason` contains nothing of the item. */
class UserRecordError extends Error {
  readonly code = "USER_RECORD_INVALID";
  constructor(readonly reason: string) {
    super(`the directory's record of a user is invalid: ${reason}`);
    this.name = "UserRecordError";
  }
}

/**
 * Reads an item as plain JSON. Fails closed: a record with one bad member is unusable.
 *
 * @throws UserRecordError
 */
export function readUserRecord(item: Readonly<Record<string, unknown>>): UserRecord {
  const { userId, tenantId, entitlements = [], groups } = item;
  if (typeof userId !== "string" || userId === "") throw new UserRecordError("userId must be the user's sub");
  if (typeof tenantId !== "string" || !TENANT.test(tenantId))
    throw new UserRecordError("tenantId must be 1 to 64 letters, digits, _ and -, and not begin with _ or -");
  if (!areNames(entitlements, MAX_ENTITLEMENTS))
    throw new UserRecordError(
      `entitlements must be a list of at most ${MAX_ENTITLEMENTS} names of 1 to ${MAX_NAME_LENGTH} letters, digits and . _ : -`,
    );
  if (groups === undefined) return { userId, tenantId, entitlements };
  if (!areNames(groups, MAX_GROUPS))
    throw new UserRecordError(
      `groups must be a list of at most ${MAX_GROUPS} names of 1 to ${MAX_NAME_LENGTH} letters, digits and . _ : -`,
    );
  return { userId, tenantId, entitlements, groups };
}
