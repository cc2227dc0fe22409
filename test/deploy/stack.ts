import { randomBytes } from "node:crypto";
import type { Stack } from "@pulumi/pulumi/automation";
import { readEmulatorConfiguration } from "../../comparison/deployed/configuration";
import { findDeploymentTarget, readEndpoint } from "../../comparison/deployed/deployment-target";
import { type DeployedStack, readExportedState } from "../../comparison/deployed/exported-state";
import type { Patience } from "../../comparison/deployed/operation";
import {
  configureStack,
  createStack,
  createWorkplace,
  errorLines,
  removeStack,
  removeWorkplace,
} from "../../comparison/deployed/stack";

/** A throw-away stack of this program in the emulator, made and taken down by the real CLI. */

export const REGION = "us-east-1";

/** A deployment takes half a minute, and several times as long where others go on beside it. */
export const PATIENCE: Patience = { limitMs: 300_000, endMs: 20_000 };

/** What clients of a stack need to know of it. */
export type Target = Pick<DeployedStack, "apiUrl" | "clientId" | "strategy" | "tokenUse" | "userPoolId">;

/** The emulator's address; or why nothing can be deployed there. */
export async function findEmulator(): Promise<{ readonly endpoint: string; readonly fault?: string }> {
  const endpoint = readEndpoint();
  const fault = await findDeploymentTarget("emulator", endpoint).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  return { endpoint, ...(fault === undefined ? {} : { fault }) };
}

/**
 * Gives `use` a configured stack of which nothing is deployed yet, and destroys what it has deployed, however it ends.
 *
 * @param program the folder of another program.
 * @returns the stack's name, which nothing has any more.
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
    // What went wrong first is what there is to tell.
    await takeDown().catch((second: unknown) =>
      console.log(`        ${stackName} is not destroyed: ${errorLines(second).join(" ")}`),
    );
    throw error;
  }
  await takeDown();
  return stackName;
}

export async function readTarget(stack: Stack): Promise<Target> {
  const { apiUrl, clientId, strategy, tokenUse, userPoolId } = readExportedState((await stack.exportStack()).deployment);
  return { apiUrl, clientId, strategy, tokenUse, userPoolId };
}
