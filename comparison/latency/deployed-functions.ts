import { type LambdaClient, UpdateFunctionConfigurationCommand, waitUntilFunctionUpdatedV2 } from "@aws-sdk/client-lambda";
import type { DeployedFunction } from "../deployed/exported-state";

/** AWS takes seconds; an emulator that loses an answer would be waited for until then. */
const UPDATE_LIMIT_SECONDS = 120;

type Change =
  /** The program lets only warnings through, which drops the report of each call. These stacks are thrown away. */
  | { readonly kind: "report calls" }
  /** Whatever changes in a function's configuration lets its next call start a new instance. */
  | { readonly kind: "start anew"; readonly number: number };

const inputOf = (change: Change, { logGroup }: DeployedFunction) =>
  change.kind === "report calls"
    ? {
        LoggingConfig: {
          LogFormat: "JSON" as const,
          ApplicationLogLevel: "INFO" as const,
          SystemLogLevel: "INFO" as const,
          LogGroup: logGroup,
        },
      }
    : { Description: `Measured, cold start ${change.number}` };

/** Changes the functions, one after the other, and waits until each has the change. */
export async function changeFunctions(
  client: LambdaClient,
  functions: readonly DeployedFunction[],
  change: Change,
  signal: AbortSignal,
): Promise<void> {
  for (const fn of functions) {
    const target = { FunctionName: fn.name };
    await client.send(new UpdateFunctionConfigurationCommand({ ...target, ...inputOf(change, fn) }), { abortSignal: signal });
    await waitUntilFunctionUpdatedV2({ client, maxWaitTime: UPDATE_LIMIT_SECONDS, minDelay: 1, abortSignal: signal }, target);
  }
}
