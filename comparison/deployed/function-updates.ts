import {
  type LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import type { DeployedFunction } from "./exported-state";

/** AWS takes seconds; limits the wait for an emulator that lost an answer. */
const UPDATE_LIMIT_SECONDS = 120;

/** Changes a function's configuration and waits until it is active. */
export async function configureFunction(
  client: LambdaClient,
  input: UpdateFunctionConfigurationCommandInput,
  abortSignal?: AbortSignal,
): Promise<void> {
  const options = abortSignal === undefined ? {} : { abortSignal };
  await client.send(new UpdateFunctionConfigurationCommand(input), options);
  await waitUntilUpdated(client, input.FunctionName, options);
}

/** Makes a function's next call a cold start, by any configuration change. */
export const startAnew = (client: LambdaClient, FunctionName: string, why: string, abortSignal?: AbortSignal): Promise<void> =>
  configureFunction(client, { FunctionName, Description: why }, abortSignal);

/** Enables reports of every call, which the program's log level suppresses; these stacks are temporary. */
export async function reportCalls(
  client: LambdaClient,
  functions: readonly DeployedFunction[],
  signal: AbortSignal,
): Promise<void> {
  for (const { name: FunctionName, logGroup: LogGroup } of functions) {
    const levels = { ApplicationLogLevel: "INFO", SystemLogLevel: "INFO" } as const;
    await configureFunction(client, { FunctionName, LoggingConfig: { LogFormat: "JSON", ...levels, LogGroup } }, signal);
  }
}

/** Replaces a function's code and waits until it is active. */
export async function replaceCode(client: LambdaClient, FunctionName: string, ZipFile: Uint8Array): Promise<void> {
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilUpdated(client, FunctionName);
}

const waitUntilUpdated = (
  client: LambdaClient,
  FunctionName: string | undefined,
  options: { readonly abortSignal?: AbortSignal } = {},
) => waitUntilFunctionUpdatedV2({ client, maxWaitTime: UPDATE_LIMIT_SECONDS, minDelay: 1, ...options }, { FunctionName });
