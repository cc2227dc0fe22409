import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { DeployedFunction } from "../deployed/exported-state";
import { configureFunction, startAnew } from "../deployed/function-updates";

/** Lets every call be reported. The program lets only warnings through, which drops that; these stacks are thrown away. */
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

/** Lets the next call of each function be a cold start. */
export async function startAllAnew(
  client: LambdaClient,
  functions: readonly DeployedFunction[],
  number: number,
  signal: AbortSignal,
): Promise<void> {
  for (const { name } of functions) await startAnew(client, name, `Measured, cold start ${number}`, signal);
}
