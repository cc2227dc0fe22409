import { GetAccountCommand, GetStageCommand } from "@aws-sdk/client-api-gateway";
import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import type { Clients } from "../deployed/clients";
import type { DeployedStack } from "../deployed/exported-state";
import { cognitoQuotas, concurrencyQuota, type Quota, throttleQuota } from "./quotas";

/** Quotas of these stacks: Cognito's defaults, and the account's and stages' from Lambda and API Gateway. */
export async function readQuotas({ lambda, gateway }: Clients, stacks: readonly DeployedStack[]): Promise<readonly Quota[]> {
  const today = new Date().toISOString().slice(0, 10);
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
  if (AccountLimit?.ConcurrentExecutions === undefined)
    throw new Error("Lambda's GetAccountSettings returned no ConcurrentExecutions");
  const { throttleSettings } = await gateway.send(new GetAccountCommand());
  const ofAccount = throttleSettings?.rateLimit;
  const stages = await Promise.all(
    stacks.map(async ({ strategy, apiId, apiUrl }) => {
      const stageName = apiUrl.split("/").at(-1) ?? "";
      const { methodSettings } = await gateway.send(new GetStageCommand({ restApiId: apiId, stageName }));
      const perSecond = methodSettings?.["*/*"]?.throttlingRateLimit;
      const name = `requests that the stage of ${strategy} lets through`;
      return perSecond === undefined ? [] : [throttleQuota(name, perSecond, "API Gateway's GetStage", today)];
    }),
  );
  return [
    ...cognitoQuotas,
    concurrencyQuota(AccountLimit.ConcurrentExecutions, today),
    ...(ofAccount === undefined
      ? []
      : [throttleQuota("requests to all APIs of the account", ofAccount, "API Gateway's GetAccount", today)]),
    ...stages.flat(),
  ];
}
