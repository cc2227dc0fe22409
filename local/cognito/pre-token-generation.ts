import { z } from "zod";
import { type Invocation, type Invoke, timesOf } from "../lambda/invocation";
import type { Trace } from "../trace";
import { type Customization, customization, unrecognizable } from "./customization";
import { CognitoError } from "./errors";
import type { ClientModel, UserPoolModel } from "./resources";
import type { User } from "./users";

export type TriggerSource =
  | "TokenGeneration_Authentication"
  | "TokenGeneration_NewPasswordChallenge"
  | "TokenGeneration_RefreshTokens";

/** Documented: developer guide, working with Lambda triggers: 5 seconds per call, three calls, read 2026-09. */
const WAIT_MS = 5000;
const MAX_CALLS = 3;

export const API_SCOPE = "aws.cognito.signin.user.admin";

export interface TriggerRequest {
  readonly pool: UserPoolModel;
  readonly client: ClientModel;
  readonly user: User;
  readonly groups: readonly string[];
  readonly source: TriggerSource;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

const createEvent = ({ pool, client, user, groups, source, clientMetadata }: TriggerRequest) => ({
  version: "2",
  triggerSource: source,
  region: pool.region,
  userPoolId: pool.id,
  userName: user.sub,
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: client.id },
  request: {
    userAttributes: { sub: user.sub, ...user.attributes, "cognito:user_status": user.status },
    groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
    scopes: [API_SCOPE],
    // Assumed: none for an empty one, which browser libraries always send.
    ...(clientMetadata !== undefined && Object.keys(clientMetadata).length > 0 ? { clientMetadata } : {}),
  },
  response: { claimsAndScopeOverrideDetails: null },
});
type Event = ReturnType<typeof createEvent>;

/**
 * The function must return the whole event with its response filled in: missing or ill-typed common fields are refused. Reported:
 * issue threads on "Unrecognizable lambda output", read 2026-11. That values in `request` may change but types may not is assumed.
 */
const answerTo = (event: Event) =>
  z.object({
    version: z.literal(event.version),
    triggerSource: z.literal(event.triggerSource),
    region: z.literal(event.region),
    userPoolId: z.literal(event.userPoolId),
    userName: z.literal(event.userName),
    callerContext: z.object({ awsSdkVersion: z.string(), clientId: z.string() }),
    request: z.object({
      userAttributes: z.record(z.string(), z.string()),
      groupConfiguration: z
        .object({
          groupsToOverride: z.array(z.string()).nullish(),
          iamRolesToOverride: z.array(z.string()).nullish(),
          preferredRole: z.string().nullish(),
        })
        .nullish(),
      scopes: z.array(z.string()).nullish(),
      clientMetadata: z.record(z.string(), z.string()).optional(),
    }),
    response: customization,
  });

/** Calls the function, and again if it does not answer in time. */
async function call(invoke: Invoke, functionArn: string, event: Event, sourceArn: string): Promise<Invocation> {
  let durationMs = 0;
  for (let calls = 1; ; calls++) {
    const result = await invoke({ functionArn, principal: "cognito-idp.amazonaws.com", sourceArn, event, waitMs: WAIT_MS });
    durationMs += result.durationMs;
    if (result.outcome !== "caller timeout" || calls === MAX_CALLS) return { ...result, durationMs };
  }
}

/** Messages reported in public threads, read 2026-09; timeouts and missing permissions only for other triggers. */
function toError(result: Exclude<Invocation, { outcome: "answer" }>): CognitoError {
  const unexpected = (cause: string) =>
    new CognitoError("UnexpectedLambdaException", `PreTokenGeneration invocation failed due to error ${cause}.`);
  switch (result.outcome) {
    case "function error":
      return new CognitoError("UserLambdaValidationException", `PreTokenGeneration failed with error ${result.errorMessage}.`);
    case "access denied":
      return unexpected("AccessDeniedException");
    case "caller timeout":
      return unexpected("Socket timeout while invoking Lambda function");
  }
}

/**
 * Calls the pool's trigger for the tokens' customization; empty if there is no trigger.
 *
 * @throws CognitoError UserLambdaValidationException, UnexpectedLambdaException or InvalidLambdaResponseException; no tokens are issued.
 */
export async function askTrigger(request: TriggerRequest, invoke: Invoke, trace: Trace): Promise<Customization> {
  const { preTokenGenerationArn: functionArn, arn } = request.pool;
  if (functionArn === undefined) return {};
  const event = createEvent(request);

  const result = await call(invoke, functionArn, event, arn);

  const called = { kind: "trigger", functionName: functionArn.split(":").at(-1) ?? functionArn, ...timesOf(result) } as const;
  if (result.outcome !== "answer") {
    trace.add({ ...called, outcome: "failed", failure: result.outcome });
    throw toError(result);
  }
  const { success, data } = answerTo(event).safeParse(result.payload);
  if (!success) {
    trace.add({ ...called, outcome: "failed", failure: "unrecognizable answer" });
    throw unrecognizable();
  }
  const asked = data.response.claimsAndScopeOverrideDetails ?? {};
  trace.add({ ...called, outcome: "ok", addedScopes: asked.accessTokenGeneration?.scopesToAdd ?? [] });
  return asked;
}
