import * as apigateway from "@pulumi/aws/apigateway";
import * as cognito from "@pulumi/aws/cognito";
import * as dynamodb from "@pulumi/aws/dynamodb";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { bundleEntry } from "../../../../infrastructure/bundle";
import { callHandler, createEntry } from "../../../../infrastructure/entry";
import type { Served } from "../../../../local/program";

interface FunctionArgs {
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly Action: readonly string[];
  readonly Resource: readonly pulumi.Input<string>[];
  readonly principal: string;
  readonly sourceArn: pulumi.Input<string>;
}

function createFunction(name: string, { environment = {}, Action, Resource, principal, sourceArn }: FunctionArgs) {
  const role = new iam.Role(name, {
    assumeRolePolicy: JSON.stringify(iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" })),
  });
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
  new iam.RolePolicy(name, { role: role.name, policy });
  const fn = new lambda.Function(name, {
    runtime: "nodejs24.x",
    handler: "index.handler",
    code: bundleEntry(createEntry(name, callHandler(`test/local/engine/ledger/${name}`))).then(
      (text) => new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) }),
    ),
    role: role.arn,
    memorySize: 256,
    timeout: 10,
    environment: { variables: environment },
  });
  new lambda.Permission(name, { action: "lambda:InvokeFunction", function: fn.name, principal, sourceArn });
  return fn;
}

/** `GET /entries` only, for any user with an ID token of the pool. */
function createApi(pool: cognito.UserPool) {
  const api = new apigateway.RestApi("ledger", { endpointConfiguration: { types: "REGIONAL" } });
  const restApi = api.id;
  const authorizer = new apigateway.Authorizer("ledger", {
    restApi,
    type: "COGNITO_USER_POOLS",
    providerArns: [pool.arn],
    identitySource: "method.request.header.Authorization",
  });
  const resource = new apigateway.Resource("entries", { restApi, parentId: api.rootResourceId, pathPart: "entries" });
  const method = new apigateway.Method("entries", {
    restApi,
    resourceId: resource.id,
    httpMethod: "GET",
    authorization: "COGNITO_USER_POOLS",
    authorizerId: authorizer.id,
  });
  const publish = (uri: pulumi.Input<string>): pulumi.Output<string> => {
    new apigateway.Integration("entries", {
      restApi,
      resourceId: resource.id,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri,
    });
    const deployment = new apigateway.Deployment("live", { restApi });
    const stage = new apigateway.Stage("live", { restApi, deployment: deployment.id, stageName: "live" });
    new apigateway.MethodSettings("live", {
      restApi,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: { throttlingRateLimit: 100, throttlingBurstLimit: 100, cachingEnabled: false },
    });
    const endpoint = new pulumi.Config().require("apiEndpoint");
    return pulumi.interpolate`${restApi.apply((id) => endpoint.replace("{apiId}", id))}/${stage.stageName}`;
  };
  return { sourceArn: pulumi.interpolate`${api.executionArn}/*`, publish };
}

async function createLedgerStack() {
  const entries = new dynamodb.Table("entries", {
    attributes: [
      { name: "tenantId", type: "S" },
      { name: "id", type: "S" },
    ],
    hashKey: "tenantId",
    rangeKey: "id",
    billingMode: "PAY_PER_REQUEST",
  });
  const map = new ssm.Parameter("map", { name: "/ledger/map", type: "String", value: "as created" });
  new ssm.Parameter("other", { name: "/ledger/other", type: "String", value: "somebody else's" });

  const users = new dynamodb.Table("users", {
    attributes: [{ name: "userId", type: "S" }],
    hashKey: "userId",
    billingMode: "PAY_PER_REQUEST",
  });
  const triggers = createFunction("triggers", {
    environment: { USERS: users.name },
    Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
    Resource: [users.arn],
    principal: "cognito-idp.amazonaws.com",
    sourceArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/*",
  });
  const pool = new cognito.UserPool("users", {
    userPoolTier: "LITE",
    usernameAttributes: ["email"],
    autoVerifiedAttributes: ["email"],
    schemas: [{ name: "company_id", attributeDataType: "String", mutable: false }],
    lambdaConfig: {
      preTokenGenerationConfig: { lambdaArn: triggers.arn, lambdaVersion: "V1_0" },
      postConfirmation: triggers.arn,
    },
  });
  const attributes = ["email", "custom:company_id"];
  const client = new cognito.UserPoolClient("web", {
    userPoolId: pool.id,
    explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    readAttributes: attributes,
    writeAttributes: attributes,
  });
  const { sourceArn, publish } = createApi(pool);
  const api = createFunction("api", {
    environment: { LEDGER: entries.name, MAP: map.name },
    Action: ["dynamodb:Query", "ssm:GetParameter"],
    Resource: [entries.arn, map.arn],
    principal: "apigateway.amazonaws.com",
    sourceArn,
  });
  return { apiUrl: publish(api.invokeArn), strategy: "ledger", tokenUse: "id", userPoolClientId: client.id };
}

/** A program with what the pets program lacks, on the smallest plan. */
export const ledger: Served = {
  program: { project: "ledger", strategyNames: ["ledger"], run: createLedgerStack, findFaults: () => [] },
  people: [
    {
      name: "keeper",
      groups: [],
      items: [
        {
          table: "users",
          key: "userId",
          item: { tenantId: "acme", entitlements: ["export"], isKnown: true, level: 2, none: null },
        },
        { table: "entries", key: "id", item: { tenantId: "acme", nested: { of: ["keeper"] } } },
        { table: "missing", key: "userId", item: { tenantId: "acme" } },
      ],
    },
    { name: "stranger", groups: [] },
  ],
};
