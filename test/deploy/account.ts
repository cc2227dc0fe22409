import { join } from "node:path";
import { GetAccountCommand } from "@aws-sdk/client-api-gateway";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { createClients } from "../../comparison/deployed/clients";
import { ROOT, readEmulatorConfiguration } from "../../comparison/deployed/configuration";
import { unlessGone } from "../../comparison/deployed/requests";
import { configureStack, createStack, createWorkplace, removeStack, removeWorkplace } from "../../comparison/deployed/stack";
import type { Checks } from "../emulator/checks";
import { PATIENCE, REGION } from "../emulator/stack";

/** The stack of an account's logs, which is deployed beside those of APIs and destroyed without a trace. */
export async function checkAccount(checks: Checks, endpoint: string): Promise<void> {
  const { gateway, iam } = createClients(REGION, endpoint);
  const workplace = await createWorkplace(true, join(ROOT, "infrastructure", "account"));
  const stack = await createStack(workplace, "account");
  let roleArn = "";
  try {
    const provider = Object.entries(readEmulatorConfiguration(endpoint)).filter(([key]) => key.startsWith("aws:"));
    await configureStack(stack, Object.fromEntries(provider));
    const { outputs } = await stack.up();
    roleArn = String(outputs.cloudwatchRoleArn?.value);
    const { cloudwatchRoleArn } = await gateway.send(new GetAccountCommand());
    checks.equal("account: API Gateway has the role for its logs", cloudwatchRoleArn, roleArn);
    const { changeSummary } = await stack.preview();
    checks.equal("account: the next preview is empty", Object.keys(changeSummary), ["same"]);
  } finally {
    await removeStack(stack, PATIENCE).finally(() => removeWorkplace(workplace));
  }
  const RoleName = roleArn.replace(/^.*\//, "");
  checks.equal("account: destroy leaves no role", await unlessGone(iam.send(new GetRoleCommand({ RoleName }))), undefined);
}
