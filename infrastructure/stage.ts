import { createHash } from "node:crypto";
import * as apigateway from "@pulumi/aws/apigateway";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";

export const STAGE_NAME = "live";

/** Resources that a deployment must wait for, and what of them must cause one. */
export interface DeployedPart {
  readonly dependsOn: readonly pulumi.Resource[];
  readonly triggers: readonly pulumi.Input<unknown>[];
}

/** One line of JSON a request; the latencies and errors tell who answered. None of the fields holds a token. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  responseLatencyMs: "$context.responseLatency",
  authorizerLatencyMs: "$context.authorizer.latency",
  authorizerStatus: "$context.authorizer.status",
  authorizerError: "$context.authorizer.error",
  integrationLatencyMs: "$context.integration.latency",
  integrationStatus: "$context.integration.status",
  integrationError: "$context.integration.error",
  errorType: "$context.error.responseType",
  errorMessage: "$context.error.message",
});

/**
 * Deploys the API and returns the stage's address. A deployment is a snapshot: whatever changes in `triggers`, once resolved,
 * makes a new one, to which the stage moves before the old one is deleted.
 */
export function createStage(
  context: StackContext,
  api: apigateway.RestApi,
  { dependsOn, triggers }: DeployedPart,
): pulumi.Output<string> {
  const { settings, tags } = context;
  const configuration = pulumi
    .all([...triggers])
    .apply((resolved) => createHash("sha256").update(JSON.stringify(resolved)).digest("hex"));
  const deployment = new apigateway.Deployment(
    STAGE_NAME,
    { restApi: api.id, triggers: { configuration } },
    { parent: api, dependsOn: [...dependsOn] },
  );
  const logging = settings.apiLogging === "off" ? undefined : createLogging(context, api);

  const stage = new apigateway.Stage(
    STAGE_NAME,
    {
      restApi: api.id,
      deployment: deployment.id,
      stageName: STAGE_NAME,
      xrayTracingEnabled: settings.xray,
      ...(logging === undefined
        ? {}
        : { accessLogSettings: { destinationArn: logging.accessLogArn, format: ACCESS_LOG_FORMAT } }),
      tags,
    },
    { parent: api, dependsOn: logging?.dependsOn ?? [] },
  );
  new apigateway.MethodSettings(
    STAGE_NAME,
    {
      restApi: api.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: settings.throttleRatePerSecond,
        throttlingBurstLimit: settings.throttleBurst,
        loggingLevel: logging === undefined ? "OFF" : "ERROR",
        // A data trace would write tokens and bodies to the log.
        dataTraceEnabled: false,
        metricsEnabled: false,
        cachingEnabled: false,
      },
    },
    { parent: api },
  );
  return settings.apiEndpoint === "aws"
    ? stage.invokeUrl
    : api.id.apply((id) => `${settings.apiEndpoint.replace("{apiId}", id)}/${STAGE_NAME}`);
}

/**
 * The logs of the API. API Gateway writes them with one role for the whole account and region; where this stack manages that
 * setting it leaves it behind when it is destroyed, because other APIs log with it.
 */
function createLogging({ settings, tags }: StackContext, api: apigateway.RestApi) {
  const logGroup = (name: string, naming: { name: pulumi.Input<string> } | { namePrefix: string }) =>
    new cloudwatch.LogGroup(name, { ...naming, retentionInDays: settings.logRetentionDays, tags }, { parent: api });
  const access = logGroup("api-access", { namePrefix: `/aws/apigateway/${pulumi.getProject()}-${pulumi.getStack()}-access-` });
  // API Gateway makes this group itself where it is missing, and then keeps it for ever.
  const execution = logGroup("api-execution", {
    name: pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${STAGE_NAME}`,
  });
  const account = settings.apiLogging === "managed" ? [createAccountRole(api)] : [];
  return { accessLogArn: access.arn, dependsOn: [execution, ...account] };
}

/** Source: docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html, read 2026-11. */
function createAccountRole(api: apigateway.RestApi): apigateway.Account {
  const retained = { parent: api, retainOnDelete: true };
  const role = new iam.Role(
    "api-logging",
    {
      description: "Lets API Gateway write the logs of this account's APIs",
      assumeRolePolicy: JSON.stringify(iam.assumeRolePolicyForPrincipal({ Service: "apigateway.amazonaws.com" })),
    },
    retained,
  );
  const attachment = new iam.RolePolicyAttachment(
    "api-logging",
    {
      role: role.name,
      policyArn: api.arn.apply(
        (arn) => `arn:${arn.split(":")[1]}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
      ),
    },
    retained,
  );
  return new apigateway.Account("api-logging", { cloudwatchRoleArn: role.arn }, { ...retained, dependsOn: [attachment] });
}
