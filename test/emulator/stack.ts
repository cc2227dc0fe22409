import { randomBytes } from "node:crypto";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Clients } from "../../comparison/deployed/clients";
import { readEmulatorConfiguration } from "../../comparison/deployed/configuration";
import { findDeploymentTarget, readEndpoint } from "../../comparison/deployed/deployment-target";
import { readExportedState } from "../../comparison/deployed/exported-state";
import type { Patience } from "../../comparison/deployed/operation";
import {
  configureStack,
  createStack,
  createWorkplace,
  errorLines,
  removeStack,
  removeWorkplace,
} from "../../comparison/deployed/stack";
import { createTargetStack, type TargetStack } from "../../comparison/target/target-stack";

/** A throw-away stack of this program in the emulator, created and destroyed by the real CLI. */

export const REGION = "us-east-1";

/** A deployment takes half a minute, and several times as long while others are running. */
export const PATIENCE: Patience = { limitMs: 300_000, endMs: 20_000 };

/** The emulator's address, or why nothing can be deployed there. */
export async function findEmulator(): Promise<{ readonly endpoint: string; readonly fault?: string }> {
  const endpoint = readEndpoint();
  const fault = await findDeploymentTarget("emulator", endpoint).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  return { endpoint, ...(fault === undefined ? {} : { fault }) };
}

/**
 * Runs `use` with a configured, undeployed stack, and destroys what it has deployed, however it ends.
 *
 * @param program the folder of another program.
 * @returns the stack's name, which is free again.
 */
export async function withStack(endpoint: string, use: (stack: Stack) => Promise<void>, program?: string): Promise<string> {
  const workplace = await createWorkplace(true, program);
  const stackName = `check-${randomBytes(4).toString("hex")}`;
  const stack = await createStack(workplace, stackName);
  const takeDown = () => removeStack(stack, PATIENCE).finally(() => removeWorkplace(workplace));
  try {
    await configureStack(stack, readEmulatorConfiguration(endpoint));
    await use(stack);
  } catch (error) {
    // The first error is the one to report.
    await takeDown().catch((second: unknown) =>
      console.log(`        ${stackName} is not destroyed: ${errorLines(second).join(" ")}`),
    );
    throw error;
  }
  await takeDown();
  return stackName;
}

/** A client of a deployed stack. */
export async function connect(stack: Stack, { cognito }: Clients, endpoint: string): Promise<TargetStack> {
  return createTargetStack(readExportedState((await stack.exportStack()).deployment, endpoint), cognito);
}
