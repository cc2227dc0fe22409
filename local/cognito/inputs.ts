import { z } from "zod";
import { CognitoError, invalidParameter } from "./errors";

/** AWS treats null as absent everywhere. */
export const optional = <T>(schema: z.ZodType<T>) => schema.nullish().transform((value) => value ?? undefined);

export const clientId = z
  .string()
  .regex(/^[\w+]+$/)
  .max(128);
export const userPoolId = z
  .string()
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/)
  .max(55);
export const username = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u);
export const password = z
  .string()
  .max(256)
  .regex(/^\S.*\S$/);
export const token = z.string().regex(/^[A-Za-z0-9-_=.]+$/);
export const clientSecret = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w+]+$/);
export const secretHash = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w+=/]+$/);

/** A map of strings. Clients may also send null for missing parameters. */
export const textMap = z
  .record(z.string(), z.string().nullable())
  .transform(
    (map): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(map).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
  );
export const attributeList = z
  .array(z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).nullish() }))
  .transform((list): Readonly<Record<string, string>> => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value ?? ""])));

type Json = Readonly<Record<string, unknown>>;
export const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null;
export const serialization = (message: string) => new CognitoError("SerializationException", message);
const valueAt = (body: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>((value, key) => (isRecord(value) && typeof key !== "symbol" ? value[key] : undefined), body);

/** `UserAttributes.0.Name` is `userAttributes.1.member.name` on AWS. */
const memberName = (path: readonly PropertyKey[]) =>
  path
    .map((key) => (typeof key === "number" ? `${key + 1}.member` : String(key).replace(/^./, (first) => first.toLowerCase())))
    .join(".");

/** Reported: messages of AWS's JSON services for values of the wrong type. */
function describeWrongType(value: unknown): string {
  if (Array.isArray(value)) return "Start of list found where not expected";
  if (isRecord(value)) return "Start of structure or map found where not expected.";
  const kind = typeof value === "boolean" ? String(value) : typeof value;
  return `${kind.toUpperCase()}_VALUE can not be converted to the member's type`;
}

/** The violated constraint. Values are not repeated, because a wrong one may be a password. */
function describeConstraint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      return `Member must have ${issue.origin === "number" ? "value" : "length"} greater than or equal to ${issue.minimum}`;
    case "too_big":
      return `Member must have ${issue.origin === "number" ? "value" : "length"} less than or equal to ${issue.maximum}`;
    case "invalid_format":
      return `Member must satisfy regular expression pattern: ${issue.pattern?.replace(/^\/\^?|\$?\/u?$/g, "") ?? issue.format}`;
    case "invalid_value":
      return `Member must satisfy enum value set: [${issue.values.join(", ")}]`;
    default:
      return issue.message;
  }
}

/**
 * Unknown members are ignored. Reported: AWS's own amazon-cognito-identity-js sends ClientMetadata with
 * ChangePassword and DeleteUser, which have none; read 2026-11.
 *
 * @throws CognitoError SerializationException for a wrong type, InvalidParameterException for a missing or invalid value.
 */
export function parseInput<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const faults = error.issues.map((issue) => {
    const value = valueAt(body, issue.path);
    const isMissing = value === undefined || value === null;
    if (!isMissing && (issue.code === "invalid_type" || (issue.code === "invalid_value" && typeof value !== "string"))) {
      throw serialization(describeWrongType(value));
    }
    const constraint = isMissing ? "Member must not be null" : describeConstraint(issue);
    return `Value ${isMissing ? "null " : ""}at '${memberName(issue.path)}' failed to satisfy constraint: ${constraint}`;
  });
  throw invalidParameter(`${faults.length} validation error${faults.length === 1 ? "" : "s"} detected: ${faults.join("; ")}`);
}
