import { randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import type { z } from "zod";
import { type HttpAnswer, headerOf } from "./gateway/http";
import type { ServedRequest } from "./http-server";
import { evaluateStatements } from "./iam-evaluation";
import type { FunctionModel } from "./lambda/resources";
import type { Trace } from "./trace";

/** A service's error with its full type name. AWS answers client errors with 400. */
export class ServiceError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = "ServiceError";
  }
}

type Json = Readonly<Record<string, unknown>>;

/** A service whose operations are JSON requests to one address, each on one of its resources. */
export interface ServiceDescription<Resource> {
  /** What stands before an operation's name in `X-Amz-Target`. */
  readonly targetPrefix: string;
  /** What stands before its name in a policy: `dynamodb`. */
  readonly actionPrefix: string;
  readonly contentType: string;
  readonly hasChecksum: boolean;
  readonly operations: Readonly<Record<string, (input: Json, resource: Resource) => Json>>;
  /** What a request is about. Nobody's role can allow anything about what has no ARN. */
  find(input: Json): { readonly arn: string | undefined; readonly resource: Resource | undefined };
  readonly errors: {
    readonly accessDenied: (message: string) => ServiceError;
    readonly internalServerError: () => ServiceError;
    readonly missingToken: () => ServiceError;
    readonly notFound: (operation: string) => ServiceError;
    readonly notJson: () => ServiceError;
    readonly unknownOperation: (message: string) => ServiceError;
  };
}

/** Makes operations with closed schemas: members that are not imitated must not be ignored. */
export const closedOperation =
  <Resource>(invalid: (message: string) => ServiceError) =>
  <T>(name: string, schema: z.ZodType<T>, run: (input: T, resource: Resource) => Json) =>
  (input: Json, resource: Resource): Json => {
    const { success, data, error } = schema.safeParse(input);
    if (success) return run(data, resource);
    const faults = error.issues.map(({ path, message }) => `${path.join(".") || name}: ${message}`);
    throw invalid(`The local engine does not imitate this of ${name}: ${faults.join("; ")}`);
  };

export interface ServiceOptions {
  readonly functions: readonly FunctionModel[];
  /** Told of what the engine itself could not do, which a client learns nothing of. */
  readonly onFault: (message: string) => void;
}

export interface JsonService {
  /** Where functions reach it below the engine's address: a secret of this run, which only their processes are given. */
  readonly secretPath: string;
  /** A function's request; undefined at any other path. Never throws. */
  answer(request: ServedRequest): HttpAnswer | undefined;
  /** A request at the engine's root, by whoever signs as on AWS; undefined if it is for another service. Never throws. */
  administer(request: ServedRequest, trace: Trace): HttpAnswer | undefined;
}

/** Whether a request is signed by AWS's rules, as administrators' are: no other origin can send that header. The signature is not checked. */
export const isSigned = (request: ServedRequest): boolean =>
  headerOf(request, "authorization")?.startsWith("AWS4-HMAC-SHA256 ") ?? false;

/**
 * A function may do what its role's policy allows and nothing else, wherever it asks: its processes sign with its name. Any other name
 * at the root is an administrator's, who may do everything.
 */
export function createJsonService<Resource>(
  service: ServiceDescription<Resource>,
  { functions, onFault }: ServiceOptions,
): JsonService {
  const { targetPrefix, actionPrefix, operations, errors } = service;
  const secretPath = `/${randomBytes(32).toString("base64url")}`;

  /** @throws ServiceError unless a statement of the caller's role allows the action and none denies it. */
  const authorize = (caller: string | undefined, action: string, arn: string | undefined): void => {
    const statements = functions.find(({ functionName }) => functionName === caller)?.statements ?? [];
    if (arn !== undefined && evaluateStatements(statements, action, arn) === "allow") return;
    throw errors.accessDenied(
      `${caller ?? "a caller without a name"} is not authorized to perform: ${action} on resource: ${arn ?? "something that the program does not have"}`,
    );
  };

  const run = (request: ServedRequest, isAtRoot: boolean): Json => {
    const target = headerOf(request, "x-amz-target") ?? "";
    const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : "";
    if (isAtRoot && !isSigned(request)) throw errors.missingToken();
    const input = parseBody(request) ?? raise(errors.notJson());
    const { arn, resource } = service.find(input);
    const caller = /Credential=([^/]+)\//.exec(headerOf(request, "authorization") ?? "")?.[1];
    const isFunction = functions.some(({ functionName }) => functionName === caller);
    if (!isAtRoot || isFunction) authorize(caller, `${actionPrefix}:${name}`, arn);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (request.method !== "POST" || operation === undefined)
      throw errors.unknownOperation(`The local engine does not imitate this. It imitates: ${Object.keys(operations).join(", ")}`);
    return operation(input, resource ?? raise(errors.notFound(name)));
  };

  const toAnswer = (status: number, content: Json): HttpAnswer => {
    const body = JSON.stringify(content);
    return {
      status,
      headers: [["Content-Type", service.contentType], ...(service.hasChecksum ? [checksumOf(body)] : [])],
      body,
    };
  };

  const answerWith = (run: () => Json, onError: (error: unknown) => void): HttpAnswer => {
    try {
      return toAnswer(200, run());
    } catch (error) {
      onError(error);
      const { status, type, message } = error instanceof ServiceError ? error : errors.internalServerError();
      return toAnswer(status, { __type: type, ...(message === "" ? {} : { message }) });
    }
  };

  const tellFault = (error: unknown) => {
    if (!(error instanceof ServiceError)) onFault(`${actionPrefix} could not be imitated: ${String(error)}`);
  };

  return {
    secretPath,
    answer(request) {
      if (!isPath(request.path, secretPath)) return undefined;
      const { headers, ...answered } = answerWith(() => run(request, false), tellFault);
      // As long as DynamoDB's, of the same letters.
      const requestId = randomBytes(26).toString("hex").toUpperCase();
      return { ...answered, headers: [...headers, ["x-amzn-RequestId", requestId]] };
    },
    administer(request, trace) {
      if (!headerOf(request, "x-amz-target")?.startsWith(targetPrefix)) return undefined;
      return answerWith(
        () => run(request, true),
        (error) => {
          tellFault(error);
          // Without its message, which may repeat what the client wrote.
          if (error instanceof ServiceError)
            trace.add({ kind: "refusal", outcome: "refused", errorType: error.type.split("#").at(-1) ?? error.type });
          else trace.add({ kind: "internal error", outcome: "failed", error: String(error) });
        },
      );
    },
  };
}

function raise(error: Error): never {
  throw error;
}

/** Compares in constant time. Clients append a slash to an endpoint's path. */
function isPath(path: string, secretPath: string): boolean {
  const [given, expected] = [Buffer.from(path), Buffer.from(`${secretPath}/`)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseBody({ body }: ServedRequest): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return isJson(parsed) ? parsed : undefined;
  } catch {
    // The parser's message is not told: it repeats the body.
    return undefined;
  }
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const checksumOf = (body: string) => ["x-amz-crc32", String(crc32(body))] as const;
