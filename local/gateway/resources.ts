import type { Schema } from "@cfworker/json-schema";
import { z } from "zod";
import type { RecordedResource, Recording } from "../record";
import { ignored, NotImitatedError, readResource, readResources, stateText } from "../recorded-inputs";
import { type AuthorizerModel, authorizerSchema } from "./authorizer-resources";
import { type GatewayResponseModel, gatewayResponseSchema } from "./gateway-responses";
import { type MockModel, mockSchema, readMock } from "./mock-integration";

export interface MethodModel {
  readonly name: string;
  readonly httpMethod: string;
  /** `/pets/{petId}` */
  readonly path: string;
  readonly resourceId: string;
  /** Undefined only for a preflight, which a browser sends without credentials. */
  readonly authorizer: AuthorizerModel | undefined;
  readonly scopes: readonly string[];
  readonly requiredParameters: readonly string[];
  /** The schemas of its bodies by content type, where a validator checks them. */
  readonly bodySchemas: ReadonlyMap<string, Schema>;
  readonly integration: { readonly type: "AWS_PROXY"; readonly functionArn: string } | MockModel;
}

/** A recorded stage of a REST API. */
export interface ApiModel {
  readonly id: string;
  readonly stageName: string;
  readonly deploymentId: string;
  /** `arn:aws:execute-api:{region}:{account}:{apiId}` */
  readonly executionArn: string;
  readonly methods: readonly MethodModel[];
  readonly responses: ReadonlyMap<string, GatewayResponseModel>;
  /** Of each method. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
}

const place = {
  restApi: z.string(),
  resourceId: z.string(),
  httpMethod: z.enum(["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]),
};

const schemas = {
  api: z.strictObject({
    description: ignored,
    endpointConfiguration: z.strictObject({ types: z.literal("REGIONAL") }),
    tags: ignored,
  }),
  resource: z.strictObject({
    restApi: z.string(),
    parentId: z.string(),
    pathPart: z.string().regex(/^(?:\{\w+\}|[^{}/]+)$/, "expected a literal segment or {parameter}"),
  }),
  method: z.strictObject({
    ...place,
    authorization: z.enum(["NONE", "COGNITO_USER_POOLS", "CUSTOM"]),
    authorizerId: z.string().optional(),
    authorizationScopes: z.array(z.string()).optional(),
    requestValidatorId: z.string().optional(),
    requestParameters: z
      .record(z.string().regex(/^method\.request\.(?:path|querystring|header)\.[\w-]+$/), z.boolean())
      .optional(),
    requestModels: z.record(z.string(), z.string()).optional(),
  }),
  integration: z.discriminatedUnion("type", [
    z.strictObject({ ...place, type: z.literal("AWS_PROXY"), integrationHttpMethod: z.literal("POST"), uri: z.string() }),
    mockSchema,
  ]),
  validator: z.strictObject({ restApi: z.string(), validateRequestBody: z.boolean(), validateRequestParameters: z.boolean() }),
  model: z.strictObject({ restApi: z.string(), name: z.string(), contentType: z.string(), schema: z.string() }),
  deployment: z.strictObject({ restApi: z.string(), triggers: ignored }),
  stage: z.strictObject({
    restApi: z.string(),
    deployment: z.string(),
    stageName: z.string(),
    xrayTracingEnabled: ignored,
    accessLogSettings: ignored,
    tags: ignored,
  }),
  methodSettings: z.strictObject({
    restApi: z.string(),
    stageName: z.string(),
    methodPath: z.literal("*/*"),
    settings: z.strictObject({
      throttlingRateLimit: z.number().positive(),
      throttlingBurstLimit: z.number().positive(),
      // A cached response would be one caller's answer to another.
      cachingEnabled: z.literal(false),
      loggingLevel: ignored,
      dataTraceEnabled: ignored,
      metricsEnabled: ignored,
    }),
  }),
};

/** Resource types handled here. */
export const gatewayTypes = [
  "authorizer:Authorizer",
  "deployment:Deployment",
  "integration:Integration",
  "integrationResponse:IntegrationResponse",
  "method:Method",
  "methodResponse:MethodResponse",
  "methodSettings:MethodSettings",
  "model:Model",
  "requestValidator:RequestValidator",
  "resource:Resource",
  "response:Response",
  "restApi:RestApi",
  "stage:Stage",
].map((name) => `aws:apigateway/${name}`);

const typeOf = (name: string) => gatewayTypes.find((type) => type.endsWith(`:${name}`)) ?? name;

/** The function of an invocation URI: `arn:aws:apigateway:{region}:lambda:path/…/functions/{arn}/invocations`. */
export const functionArnOf = (uri: string) => /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1];

/** @throws NotImitatedError for unsupported features of the API. */
export function readApi(recording: Recording): ApiModel {
  const read = <T>(name: string, schema: z.ZodType<T>) => readResources(recording, typeOf(name), schema);
  const one = <T>(name: string, schema: z.ZodType<T>) => readResource(recording.one(typeOf(name)), schema);
  const api = one("RestApi", schemas.api);
  const stage = one("Stage", schemas.stage);
  one("Deployment", schemas.deployment);
  const { throttlingRateLimit, throttlingBurstLimit } = one("MethodSettings", schemas.methodSettings).inputs.settings;

  const authorizers = new Map(read("Authorizer", authorizerSchema).map(({ id, name, inputs }) => [id, { ...inputs, id, name }]));
  const validators = new Map(read("RequestValidator", schemas.validator).map(({ id, inputs }) => [id, inputs]));
  const models = new Map<string, Schema>(
    read("Model", schemas.model).map(({ inputs: { name, schema } }) => [name, JSON.parse(schema)]),
  );
  const integrations = read("Integration", schemas.integration);
  const paths = pathsOf(stateText(api, "rootResourceId"), read("Resource", schemas.resource));

  const methods = recording.ofType(typeOf("Method")).map((resource): MethodModel => {
    const { name, inputs } = readResource(resource, schemas.method);
    const refuse = (fault: string) => new NotImitatedError(resource, [fault]);
    const { httpMethod, resourceId, requestParameters = {}, requestModels = {} } = inputs;
    const path = paths.get(resourceId);
    if (path === undefined) throw refuse("resourceId: there is no such resource");
    const integration = integrations.find(
      (other) => other.inputs.resourceId === resourceId && other.inputs.httpMethod === httpMethod,
    );
    if (integration === undefined) throw refuse("no integration is defined for this method");
    const validator = inputs.requestValidatorId === undefined ? undefined : validators.get(inputs.requestValidatorId);
    return {
      name,
      httpMethod,
      path,
      resourceId,
      authorizer: authorizerOf(resource, inputs, authorizers),
      scopes: inputs.authorizationScopes ?? [],
      requiredParameters: validator?.validateRequestParameters
        ? Object.keys(requestParameters).filter((key) => requestParameters[key])
        : [],
      bodySchemas: new Map(
        Object.entries(validator?.validateRequestBody ? requestModels : {}).map(([contentType, model]) => {
          const schema = models.get(model);
          if (schema === undefined) throw refuse(`requestModels.${contentType}: there is no model ${model}`);
          return [contentType, schema];
        }),
      ),
      integration:
        integration.inputs.type === "MOCK" ? readMock(recording, integration.inputs) : proxyOf(integration.inputs.uri, refuse),
    };
  });
  return {
    id: api.id,
    stageName: stage.inputs.stageName,
    deploymentId: stage.inputs.deployment,
    executionArn: stateText(api, "executionArn"),
    methods,
    responses: new Map(read("Response", gatewayResponseSchema).map(({ inputs }) => [inputs.responseType, inputs])),
    throttle: { ratePerSecond: throttlingRateLimit, burst: throttlingBurstLimit },
  };
}

function proxyOf(uri: string, refuse: (fault: string) => Error) {
  const functionArn = functionArnOf(uri);
  if (functionArn === undefined) throw refuse(`integration: ${uri} calls no Lambda function`);
  return { type: "AWS_PROXY", functionArn } as const;
}

/** A method's authorizer. Only preflights, which reveal nothing, may have none. */
function authorizerOf(
  resource: RecordedResource,
  { authorization, authorizerId = "", authorizationScopes = [], httpMethod }: z.infer<typeof schemas.method>,
  authorizers: ReadonlyMap<string, AuthorizerModel>,
): AuthorizerModel | undefined {
  if (authorization === "NONE") {
    if (httpMethod === "OPTIONS") return undefined;
    throw new NotImitatedError(resource, [
      "authorization: NONE would leave this method open; no strategy of this program does that",
    ]);
  }
  const authorizer = authorizers.get(authorizerId);
  const type = authorization === "CUSTOM" ? "TOKEN" : authorization;
  if (authorizer?.type !== type)
    throw new NotImitatedError(resource, [`authorizerId: expected an authorizer of the type ${type}`]);
  if (type === "TOKEN" && authorizationScopes.length > 0) {
    throw new NotImitatedError(resource, ["authorizationScopes: a Lambda authorizer does not look at scopes"]);
  }
  return authorizer;
}

function pathsOf(
  rootId: string,
  resources: readonly { readonly id: string; readonly inputs: { readonly parentId: string; readonly pathPart: string } }[],
): ReadonlyMap<string, string> {
  const paths = new Map([[rootId, ""]]);
  // A parent may be registered after its child, so that one pass may leave some without a path.
  for (let known = 0; known < paths.size; ) {
    known = paths.size;
    for (const { id, inputs } of resources) {
      const parent = paths.get(inputs.parentId);
      if (parent !== undefined) paths.set(id, `${parent}/${inputs.pathPart}`);
    }
  }
  return new Map(Array.from(paths, ([id, path]) => [id, path || "/"]));
}
