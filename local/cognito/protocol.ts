import { z } from "zod";
import type { Trace } from "../trace";
import { CognitoError, invalidParameter } from "./errors";

/** How a text of the API is given: AWS takes null as absent everywhere. */
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
  .regex(/^\S+.*\S+$/);
export const token = z.string().regex(/^[A-Za-z0-9-_=.]+$/);

/** A map of texts. Clients also send null for a parameter that they do not have. */
export const textMap = z
  .record(z.string(), z.string().nullable())
  .transform(
    (map): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(map).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
  );
export const attributeList = z
  .array(z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).nullish() }))
  .transform((list): Readonly<Record<string, string>> => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value ?? ""])));

export type Json = Readonly<Record<string, unknown>>;

/** One operation of the API. `isSigned`: AWS asks for a request signed with IAM credentials. */
export interface Operation<Context> {
  readonly isSigned: boolean;
  run(body: unknown, context: Context, trace: Trace): Promise<Json> | Json;
}

export const operation =
  <Context>(isSigned: boolean) =>
  <T>(input: z.ZodType<T>, run: (input: T, context: Context, trace: Trace) => Promise<Json> | Json): Operation<Context> => ({
    isSigned,
    run: (body, context, trace) => run(parseInput(input, body), context, trace),
  });

const serialization = (message: string) => new CognitoError("SerializationException", message);
const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null;
const valueAt = (body: unknown, path: readonly PropertyKey[]) =>
  path.reduce<unknown>((value, key) => (isRecord(value) && typeof key !== "symbol" ? value[key] : undefined), body);

/** `UserAttributes.0.Name` is `userAttributes.1.member.name` on AWS. */
const memberName = (path: readonly PropertyKey[]) =>
  path
    .map((key) => (typeof key === "number" ? `${key + 1}.member` : String(key).replace(/^./, (first) => first.toLowerCase())))
    .join(".");

/** Reported: messages of AWS's JSON services for a value of the wrong type. */
function describeWrongType(value: unknown): string {
  if (Array.isArray(value)) return "Start of list found where not expected";
  if (isRecord(value)) return "Start of structure or map found where not expected.";
  const kind = typeof value === "boolean" ? String(value) : typeof value;
  return `${kind.toUpperCase()}_VALUE can not be converted to the member's type`;
}

/** What the value had to satisfy. Values are not repeated, for a wrong one may be a password. */
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

/** @throws CognitoError SerializationException for a wrong type, InvalidParameterException for a missing or invalid value. */
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

export interface CognitoRequest {
  readonly target: string | undefined;
  readonly isSigned: boolean;
  readonly body: string;
}
export interface CognitoResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const TARGET = "AWSCognitoIdentityProviderService.";
/** Their messages hold what a client or a function wrote, so they are traced without. */
const REPEATING = new Set(["InvalidParameterException", "ResourceNotFoundException", "UserLambdaValidationException"]);
const MAX_BODY_CHARS = 1_048_576;

function parseBody(body: string): Json {
  if (body.length > MAX_BODY_CHARS) throw new CognitoError("RequestEntityTooLargeException", "Request is too large", 413);
  try {
    const parsed: unknown = JSON.parse(body);
    if (isRecord(parsed) && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below, without the parser's message: it repeats the body.
  }
  throw serialization("The request body is not a JSON object");
}

/** Answers a request of the AWS JSON 1.1 protocol. A client fault is never a 500, and nothing that a client sent is traced. */
export async function answer<Context>(
  request: CognitoRequest,
  operations: ReadonlyMap<string, Operation<Context>>,
  context: Context,
  trace: Trace,
): Promise<CognitoResponse> {
  try {
    const found = request.target?.startsWith(TARGET) ? operations.get(request.target.slice(TARGET.length)) : undefined;
    if (found === undefined) {
      const names = [...operations.keys()].join(", ");
      throw new CognitoError(
        "UnknownOperationException",
        `The local engine does not imitate this operation. It imitates: ${names}`,
      );
    }
    if (found.isSigned && !request.isSigned)
      throw new CognitoError("MissingAuthenticationTokenException", "Missing Authentication Token");
    return respond(200, await found.run(parseBody(request.body), context, trace));
  } catch (error) {
    if (!(error instanceof CognitoError)) return answerInternalError(error, trace);
    const { type, message, status } = error;
    trace.add("refusal", REPEATING.has(type) ? type : `${type}: ${message}`, "refused");
    return respond(status, { __type: type, message }, error);
  }
}

/** A fault of the engine's own: told in full to whoever runs it, and not to the client. */
export function answerInternalError(error: unknown, trace: Trace): CognitoResponse {
  const { type, message, status } = new CognitoError("InternalErrorException", "Internal error", 500);
  trace.add("internal error", String(error), "failed");
  return respond(status, { __type: type, message }, { type, message });
}

const respond = (status: number, body: Json, error?: Pick<CognitoError, "type" | "message">): CognitoResponse => ({
  status,
  headers: {
    "Content-Type": "application/x-amz-json-1.1",
    ...(error && {
      "x-amzn-ErrorType": `${error.type}:`,
      "x-amzn-ErrorMessage": error.message.slice(0, 1024).replace(/[^\x20-\x7e]/g, " "),
    }),
  },
  body: JSON.stringify(body),
});
