import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { DeployedFunction } from "../deployed/exported-state";
import { configureFunction, startAnew } from "../deployed/function-updates";

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

/** Makes the next call of each function a cold start. */
export async function startAllAnew(
  client: LambdaClient,
  functions: readonly DeployedFunction[],
  number: number,
  signal: AbortSignal,
): Promise<void> {
  for (const { name } of functions) await startAnew(client, name, `Measured, cold start ${number}`, signal);
}
