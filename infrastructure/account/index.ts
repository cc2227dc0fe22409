import * as apigateway from "@pulumi/aws/apigateway";
import * as iam from "@pulumi/aws/iam";

/**
 * API Gateway has one logging role per account and region. It has a stack of its own, because every API stack would overwrite the
 * others' role, and take it away when destroyed. Destroying this stack removes role and setting, and stops the logs of all APIs.
 * Sources: docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html for the role, the upgrade guide of the AWS provider to
 * version 6 for what a destroy does, read 2026-11.
 */
export = () => {
  const role = new iam.Role("api-gateway-logs", {
    description: "Lets API Gateway write the logs of every API of this account and region",
    assumeRolePolicy: JSON.stringify(iam.assumeRolePolicyForPrincipal({ Service: "apigateway.amazonaws.com" })),
    forceDetachPolicies: true,
  });
  const attachment = new iam.RolePolicyAttachment("api-gateway-logs", {
    role: role.name,
    policyArn: role.arn.apply(
      (arn) => `arn:${arn.split(":")[1]}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
    ),
  });
  // API Gateway tests the role when it is set.
  new apigateway.Account("api-gateway-logs", { cloudwatchRoleArn: role.arn }, { dependsOn: [attachment] });
  return { cloudwatchRoleArn: role.arn };
};
