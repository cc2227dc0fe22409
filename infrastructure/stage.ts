import { createHash } from "node:crypto";
import * as apigateway from "@pulumi/aws/apigateway";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import { createLogGroup } from "./log-group";
import type { Parts } from "./parts";

export const STAGE_NAME = "live";

/** Resources that a deployment must wait for, and the values whose changes trigger one. */
export interface DeployedPart {
  readonly dependsOn: readonly pulumi.Resource[];
  readonly triggers: readonly pulumi.Input<unknown>[];
}

/** The API before it has methods, so that authorizers can refer to it. */
export interface ApiShell {
  readonly api: apigateway.RestApi;
  /** Parent of methods, stage and all other parts. */
  readonly parts: Parts;
  /** `arn:…:{apiId}/{stage}`, the start of every method ARN. */
  readonly stageArn: pulumi.Output<string>;
  /** `arn:…:{apiId}/authorizers/`, to be completed by an authorizer's id. */
  readonly authorizersArn: pulumi.Output<string>;
}

export interface PublishedApi {
  /** Without a slash at the end. */
  readonly url: pulumi.Output<string>;
  /** Resolves once the stage has moved to the new deployment. */
  readonly stageId: pulumi.Output<string>;
}

/** One JSON line per request; latencies and errors show who answered. No field contains a token. */
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
 * Deploys the API. A deployment is a snapshot: any change of the resolved `triggers` creates a new one, and the stage moves to it
 * before the old one is deleted.
 */
export function createStage(context: StackContext, shell: ApiShell, { dependsOn, triggers }: DeployedPart): PublishedApi {
  const { settings, tags } = context;
  const { api, parts } = shell;
  const configuration = pulumi
    .all([...triggers])
    .apply((resolved) => createHash("sha256").update(JSON.stringify(resolved)).digest("hex"));
  const deployment = new apigateway.Deployment(
    STAGE_NAME,
    { restApi: api.id, triggers: { configuration } },
    { ...parts.options, dependsOn: [...dependsOn] },
  );
  const logging = settings.apiLogging === "off" ? undefined : createLogging(context, shell);

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
    { ...parts.options, dependsOn: logging?.dependsOn ?? [] },
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
        // Data traces would log tokens and bodies.
        dataTraceEnabled: false,
        metricsEnabled: false,
        cachingEnabled: false,
      },
    },
    parts.options,
  );
  const url =
    settings.apiEndpoint === "aws"
      ? stage.invokeUrl
      : api.id.apply((id) => `${settings.apiEndpoint.replace("{apiId}", id)}/${STAGE_NAME}`);
  return { url, stageId: stage.id };
}

/**
 * The API's logs. API Gateway writes them with a role that exists once per account and region; infrastructure/account/ sets it.
 */
function createLogging(context: StackContext, { api, parts }: ApiShell) {
  const { settings, tags } = context;
  const access = createLogGroup("api-access", "/aws/apigateway/", context, parts, api);
  // If missing, API Gateway creates this group itself, without a retention period.
  const execution = new cloudwatch.LogGroup(
    "api-execution",
    {
      name: pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${STAGE_NAME}`,
      retentionInDays: settings.logRetentionDays,
      tags,
    },
    parts.options,
  );
  return { accessLogArn: access.arn, dependsOn: [execution] };
}
