import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import type { Route } from "../config/access-rules";
import type { StackContext } from "./context";
import { createCorsPreflight, createGatewayResponses } from "./cors";
import { describeStack, nameInAccount } from "./naming";
import type { NodeFunction } from "./node-function";
import { Parts } from "./parts";
import { type ApiShell, createStage, type PublishedApi, STAGE_NAME } from "./stage";

/** How a method is protected. Has no "NONE", and scopes cannot be empty. */
type MethodAuthorization =
  | {
      readonly authorization: "COGNITO_USER_POOLS";
      readonly authorizerId: pulumi.Input<string>;
      readonly authorizationScopes: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
    }
  | { readonly authorization: "CUSTOM"; readonly authorizerId: pulumi.Input<string> };

/** A strategy's protection of the API. */
export interface Guard {
  authorize(route: Route): MethodAuthorization;
  /** Resources that must exist before requests reach the guard. */
  readonly dependsOn: readonly pulumi.Resource[];
  /** The authorizer's settings; any change requires a new deployment. */
  readonly deploymentTriggers: readonly pulumi.Input<unknown>[];
}

export function createApiShell({ settings, tags }: StackContext): ApiShell {
  const { name, aliases } = nameInAccount("pets");
  const api = new apigateway.RestApi(
    name,
    { description: `The pets API (${describeStack()})`, endpointConfiguration: { types: "REGIONAL" }, tags },
    // Clients know its address, which a new API would not have.
    { protect: settings.protect, aliases },
  );
  return {
    api,
    parts: new Parts("api", api),
    stageArn: pulumi.interpolate`${api.executionArn}/${STAGE_NAME}`,
    authorizersArn: pulumi.interpolate`${api.executionArn}/authorizers/`,
  };
}

/**
 * Adds every route of the access-control table, protected by the guard, and deploys the API. A route's resources are named like the
 * end of its method ARN, `GET/pets/{petId}`, which is unique in a table.
 */
export function publishApi(context: StackContext, shell: ApiShell, guard: Guard, fn: NodeFunction): PublishedApi {
  const { api, parts: apiParts } = shell;
  const { routes } = context.accessControl;
  const resources = createResources(shell, routes);
  const models = createModels(shell, routes);
  const validator = new apigateway.RequestValidator(
    "pets",
    { restApi: api.id, validateRequestBody: true, validateRequestParameters: true },
    apiParts.options,
  );

  const methods = routes.map((route) => {
    const name = `${route.method}${route.path}`;
    const { authorization, authorizerId, ...scopes } = guard.authorize(route);
    const model = route.body === undefined ? undefined : models.get(route.body.title);
    const methodArgs = {
      restApi: api.id,
      resourceId: resources.get(route.path) ?? api.rootResourceId,
      httpMethod: route.method,
      authorization,
      authorizerId,
      ...("authorizationScopes" in scopes ? { authorizationScopes: [...scopes.authorizationScopes] } : {}),
      requestValidatorId: validator.id,
      requestParameters: requestParametersOf(route),
      ...(model === undefined ? {} : { requestModels: { "application/json": model.name } }),
    };
    const method = new apigateway.Method(name, methodArgs, apiParts.options);
    const integrationArgs = {
      restApi: api.id,
      resourceId: methodArgs.resourceId,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: fn.invokeArn,
    };
    const integration = new apigateway.Integration(name, integrationArgs, { parent: method });
    return { dependsOn: [method, integration], triggers: [methodArgs, integrationArgs] };
  });
  const permissions = permitInvocations(shell, routes, fn);

  const methodsAt = new Map<string, string[]>(Array.from(resources.keys(), (path) => [path, []]));
  for (const { path, method } of routes) methodsAt.get(path)?.push(method);
  const preflight = [...resources].map(([path, resourceId]) =>
    createCorsPreflight(context, shell, { path, resourceId, methods: methodsAt.get(path) ?? [] }),
  );
  const responses = createGatewayResponses(context, shell);
  const parts = [...methods, ...preflight, responses];
  return createStage(context, shell, {
    dependsOn: [...models.values(), ...permissions, ...guard.dependsOn, ...parts.flatMap(({ dependsOn }) => dependsOn)],
    triggers: [routes.map(({ body }) => body ?? null), guard.deploymentTriggers, ...parts.flatMap(({ triggers }) => triggers)],
  });
}

/** One API Gateway resource per path segment, nested like the paths. */
function createResources({ api, parts }: ApiShell, routes: readonly Route[]): ReadonlyMap<string, pulumi.Output<string>> {
  const ids = new Map<string, pulumi.Output<string>>();
  const create = (path: string): pulumi.Output<string> => {
    const known = path === "" ? api.rootResourceId : ids.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf("/");
    const parentId = create(path.slice(0, slash));
    const { id } = new apigateway.Resource(path, { restApi: api.id, parentId, pathPart: path.slice(slash + 1) }, parts.options);
    ids.set(path, id);
    return id;
  };
  for (const { path } of routes) create(path);
  return ids;
}

/** One model per request body. */
function createModels({ api, parts }: ApiShell, routes: readonly Route[]): ReadonlyMap<string, apigateway.Model> {
  const schemas = new Map(routes.flatMap(({ body }) => (body === undefined ? [] : [[body.title, body] as const])));
  return new Map(
    Array.from(schemas, ([name, body]) => {
      const schema = JSON.stringify({ $schema: "http://json-schema.org/draft-04/schema#", ...body });
      const args = { restApi: api.id, name, contentType: "application/json", schema };
      return [name, new apigateway.Model(name, args, parts.options)];
    }),
  );
}

/** Path parameters are required, query parameters optional. */
function requestParametersOf({ path, query = [] }: Route): Record<string, boolean> {
  return Object.fromEntries([
    ...Array.from(path.matchAll(/\{(\w+)\}/g), ([, parameter]) => [`method.request.path.${parameter}`, true]),
    ...query.map((parameter) => [`method.request.querystring.${parameter}`, false]),
  ]);
}

/**
 * Allows the API's stage to invoke the function: one permission per HTTP method in use. One per route would be narrower in theory only
 * (all routes are this program's), and about sixty routes would exceed the 20 KB limit of a function's policy.
 * Source: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, read 2026-11.
 */
function permitInvocations({ stageArn }: ApiShell, routes: readonly Route[], fn: NodeFunction): readonly pulumi.Resource[] {
  const methods = new Set(routes.map((route) => route.method));
  return Array.from(methods, (method) =>
    fn.permit(`pets-${method}`, "apigateway.amazonaws.com", pulumi.interpolate`${stageArn}/${method}/*`),
  );
}
