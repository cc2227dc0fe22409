import { createHash } from "node:crypto";
import * as apigateway from "@pulumi/aws/apigateway";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import { createLogGroup } from "./log-group";
import type { Parts } from "./parts";

export const STAGE_NAME = "live";

/** Resources that a deployment must wait for, and what of them must cause one. */
export interface DeployedPart {
  readonly dependsOn: readonly pulumi.Resource[];
  readonly triggers: readonly pulumi.Input<unknown>[];
}

/** The part of an API that is there before its methods, for an authorizer to belong to. */
export interface ApiShell {
  readonly api: apigateway.RestApi;
  /** Methods, stage and all else of the API. */
  readonly parts: Parts;
  /** `arn:…:{apiId}/{stage}`, the start of every method ARN. */
  readonly stageArn: pulumi.Output<string>;
  /** `arn:…:{apiId}/authorizers/`, which an authorizer's id completes. */
  readonly authorizersArn: pulumi.Output<string>;
}

export interface PublishedApi {
  /** Without a slash at the end. */
  readonly url: pulumi.Output<string>;
  /** Known once the stage has moved to what was deployed. */
  readonly stageId: pulumi.Output<string>;
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
 * Deploys the API. A deployment is a snapshot: whatever changes in `triggers`, once resolved,
 * makes a new one, to which the stage moves before the old one is deleted.
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
        // A data trace would write tokens and bodies to the log.
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
 * The logs of the API. API Gateway writes them with the one role that the account has for them in a region, which is no stack's of
 * many: account/ sets it.
 */
function createLogging(context: StackContext, { api, parts }: ApiShell) {
  const { settings, tags } = context;
  const access = createLogGroup("api-access", "/aws/apigateway/", context, parts, api);
  // API Gateway makes this group itself where it is missing, and then keeps it for ever.
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
