import {
  type LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";

/** AWS takes seconds; an emulator that loses an answer would be waited for until then. */
const UPDATE_LIMIT_SECONDS = 120;

/** Changes a function's configuration, and waits until the function has the change. */
export async function configureFunction(
  client: LambdaClient,
  input: UpdateFunctionConfigurationCommandInput,
  abortSignal?: AbortSignal,
): Promise<void> {
  const options = abortSignal === undefined ? {} : { abortSignal };
  await client.send(new UpdateFunctionConfigurationCommand(input), options);
  await waitUntilUpdated(client, input.FunctionName, options);
}

/** Lets the next call of a function start a new instance: whatever changes in its configuration does. */
export const startAnew = (client: LambdaClient, FunctionName: string, why: string, abortSignal?: AbortSignal): Promise<void> =>
  configureFunction(client, { FunctionName, Description: why }, abortSignal);

/** Gives a function other code, and waits until the function has it. */
export async function replaceCode(client: LambdaClient, FunctionName: string, ZipFile: Uint8Array): Promise<void> {
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilUpdated(client, FunctionName);
}

const waitUntilUpdated = (
  client: LambdaClient,
  FunctionName: string | undefined,
  options: { readonly abortSignal?: AbortSignal } = {},
) => waitUntilFunctionUpdatedV2({ client, maxWaitTime: UPDATE_LIMIT_SECONDS, minDelay: 1, ...options }, { FunctionName });
