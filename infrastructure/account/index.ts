import * as apigateway from "@pulumi/aws/apigateway";
import * as iam from "@pulumi/aws/iam";

/**
 * API Gateway has one role for its logs in each region of an account. So it is a stack of its own, once for all stacks of APIs: each of
 * those would set it over the others', and take it away from them when it is destroyed. Destroyed itself, it leaves no role and no
 * setting behind, and no API of the account logs any more.
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
  // API Gateway tries the role when it is set.
  new apigateway.Account("api-gateway-logs", { cloudwatchRoleArn: role.arn }, { dependsOn: [attachment] });
  return { cloudwatchRoleArn: role.arn };
};
