import { z } from "zod";
import { type Invocation, type Invoke, timesOf } from "../lambda/invocation";
import type { Trace } from "../trace";
import { CognitoError } from "./errors";
import type { UserPoolModel } from "./resources";
import type { User } from "./users";

/** Documented: developer guide, working with Lambda triggers: 5 seconds per call, three calls, read 2026-09. */
const WAIT_MS = 5000;
const MAX_CALLS = 3;

/** As Cognito's errors name it, and as traces do. */
const NAMES = { "pre-token-generation": "PreTokenGeneration", "post-confirmation": "PostConfirmation" } as const;
type TriggerName = keyof typeof NAMES;

export type Metadata = Readonly<Record<string, string>> | undefined;

/** What every trigger's event has. */
export const createEnvelope = (pool: UserPoolModel, user: User, version: string, triggerSource: string, clientId: string) => ({
  version,
  triggerSource,
  region: pool.region,
  userPoolId: pool.id,
  userName: user.sub,
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId },
});
type Envelope = ReturnType<typeof createEnvelope>;

export const createUserAttributes = (user: User): Readonly<Record<string, string>> => ({
  sub: user.sub,
  ...user.attributes,
  "cognito:user_status": user.status,
});

/** Assumed: none for an empty one, which browser libraries always send. */
export const createMetadata = (clientMetadata: Metadata) =>
  clientMetadata !== undefined && Object.keys(clientMetadata).length > 0 ? { clientMetadata } : {};

/**
 * A function must return the whole event: missing or ill-typed common fields are refused. Reported: issue threads on "Unrecognizable
 * lambda output", read 2026-11. That values in `request` may change but types may not is assumed.
 */
export const answerTo = <Request extends z.ZodRawShape, Response>(
  envelope: Envelope,
  request: Request,
  response: z.ZodType<Response>,
) =>
  z.object({
    version: z.literal(envelope.version),
    triggerSource: z.literal(envelope.triggerSource),
    region: z.literal(envelope.region),
    userPoolId: z.literal(envelope.userPoolId),
    userName: z.literal(envelope.userName),
    callerContext: z.object({ awsSdkVersion: z.string(), clientId: z.string() }),
    request: z.object({
      userAttributes: z.record(z.string(), z.string()),
      clientMetadata: z.record(z.string(), z.string()).optional(),
      ...request,
    }),
    response,
  });

export const unrecognizable = () => new CognitoError("InvalidLambdaResponseException", "Unrecognizable lambda output");

/** Calls the function, and again if it does not answer in time. */
async function invokeInTime(invoke: Invoke, functionArn: string, event: unknown, sourceArn: string): Promise<Invocation> {
  let durationMs = 0;
  for (let calls = 1; ; calls++) {
    const result = await invoke({ functionArn, principal: "cognito-idp.amazonaws.com", sourceArn, event, waitMs: WAIT_MS });
    durationMs += result.durationMs;
    if (result.outcome !== "caller timeout" || calls === MAX_CALLS) return { ...result, durationMs };
  }
}

/** Messages reported in public threads, read 2026-09 and 2026-11; timeouts for other triggers only. */
function toError(name: TriggerName, result: Exclude<Invocation, { outcome: "answer" }>): CognitoError {
  const unexpected = (cause: string) =>
    new CognitoError("UnexpectedLambdaException", `${NAMES[name]} invocation failed due to error ${cause}.`);
  switch (result.outcome) {
    case "function error":
      return new CognitoError("UserLambdaValidationException", `${NAMES[name]} failed with error ${result.errorMessage}.`);
    case "access denied":
      return unexpected("AccessDeniedException");
    case "caller timeout":
      return unexpected("Socket timeout while invoking Lambda function");
  }
}

interface TriggerCall<Answer> {
  readonly name: TriggerName;
  readonly functionArn: string;
  readonly pool: UserPoolModel;
  readonly event: unknown;
  readonly answer: z.ZodType<Answer>;
}

/**
 * A function's answer, and what a trace says of its call. A call that failed is in the trace already.
 *
 * @throws CognitoError UserLambdaValidationException, UnexpectedLambdaException or InvalidLambdaResponseException.
 */
export async function callTrigger<Answer>(
  { name, functionArn, pool, event, answer }: TriggerCall<Answer>,
  invoke: Invoke,
  trace: Trace,
) {
  const result = await invokeInTime(invoke, functionArn, event, pool.arn);

  const called = { kind: "trigger", functionName: functionArn.split(":").at(-1) ?? functionArn, ...timesOf(result) } as const;
  if (result.outcome !== "answer") {
    trace.add({ ...called, outcome: "failed", trigger: name, failure: result.outcome });
    throw toError(name, result);
  }
  const { success, data } = answer.safeParse(result.payload);
  if (!success) {
    trace.add({ ...called, outcome: "failed", trigger: name, failure: "unrecognizable answer" });
    throw unrecognizable();
  }
  return { data, called };
}
