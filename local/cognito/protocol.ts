import type { z } from "zod";
import type { Trace } from "../trace";
import { CognitoError } from "./errors";
import { isRecord, parseInput, serialization } from "./inputs";

export type Json = Readonly<Record<string, unknown>>;

/** One API operation. `isSigned`: AWS requires a request signed with IAM credentials. */
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
/** Their messages quote a client or function, so they are kept out of the trace. */
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

/** Handles an AWS JSON 1.1 request. A client error is never a 500, and nothing sent by a client is traced. */
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
    const body = await found.run(parseBody(request.body), context, trace);
    return { status: 200, headers: CONTENT_TYPE, body: JSON.stringify(body) };
  } catch (error) {
    if (!(error instanceof CognitoError)) return answerInternalError(error, trace);
    const { type, message } = error;
    trace.add({ kind: "refusal", outcome: "refused", errorType: type, ...(REPEATING.has(type) ? {} : { message }) });
    return refuse(error);
  }
}

/** An internal error: reported in full to the engine's user, not to the client. */
export function answerInternalError(error: unknown, trace: Trace): CognitoResponse {
  trace.add({ kind: "internal error", outcome: "failed", error: String(error) });
  return refuse(new CognitoError("InternalErrorException", "Internal error", 500));
}

const CONTENT_TYPE = { "Content-Type": "application/x-amz-json-1.1" };

/** Headers allow neither line breaks nor non-ASCII characters. */
const refuse = ({ status, type, message }: CognitoError): CognitoResponse => ({
  status,
  headers: {
    ...CONTENT_TYPE,
    "x-amzn-ErrorType": `${type}:`,
    "x-amzn-ErrorMessage": message.slice(0, 1024).replace(/[^\x20-\x7e]/g, " "),
  },
  body: JSON.stringify({ __type: type, message }),
});
