import * as apigateway from "@pulumi/aws/apigateway";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import type { ApiShell, DeployedPart } from "./stage";

const PREFLIGHT_MAX_AGE_SECONDS = 600;
/** Always sent, so that a cache never serves one origin's answer to another. */
const VARY = { Vary: "Origin" } as const;

/**
 * Answers CORS preflights for one path. A static header holds one origin only, so with several allowed origins a template echoes the
 * requesting one if it is on the list.
 */
export function createCorsPreflight(
  { settings }: StackContext,
  { api, parts }: ApiShell,
  {
    path,
    resourceId,
    methods,
  }: { readonly path: string; readonly resourceId: pulumi.Input<string>; readonly methods: readonly string[] },
): DeployedPart {
  const name = `OPTIONS${path}`;
  const [origin = "", ...others] = settings.corsOrigins;
  const headers = {
    "Access-Control-Allow-Headers": settings.corsAllowHeaders.join(","),
    "Access-Control-Allow-Methods": methods.join(","),
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Max-Age": `${PREFLIGHT_MAX_AGE_SECONDS}`,
    ...VARY,
  };
  const place = { restApi: api.id, resourceId };
  const parametersOf = <T>(convert: (header: string) => T) =>
    Object.fromEntries(Object.entries(headers).map(([header, text]) => [`method.response.header.${header}`, convert(text)]));

  const method = new apigateway.Method(name, { ...place, httpMethod: "OPTIONS", authorization: "NONE" }, parts.options);
  const ofMethod = { parent: method };
  const methodResponse = new apigateway.MethodResponse(
    name,
    { ...place, httpMethod: method.httpMethod, statusCode: "204", responseParameters: parametersOf(() => true) },
    ofMethod,
  );
  const integrationArgs = {
    ...place,
    httpMethod: method.httpMethod,
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 204}' },
    // AWS stores no HTTP method for MOCK, so setting one would show a diff on every update; emulators report POST.
    // Source: github.com/pulumi/pulumi-aws/issues/3060, read 2026-11.
    ...(settings.apiEndpoint === "aws" ? {} : { integrationHttpMethod: "POST" }),
  };
  const integration = new apigateway.Integration(name, integrationArgs, ofMethod);
  const responseArgs = {
    ...place,
    httpMethod: method.httpMethod,
    statusCode: methodResponse.statusCode,
    responseParameters: parametersOf((text) => `'${text}'`),
    ...(others.length > 0 ? { responseTemplates: { "application/json": originTemplate(settings.corsOrigins) } } : {}),
  };
  const integrationResponse = new apigateway.IntegrationResponse(name, responseArgs, {
    ...ofMethod,
    dependsOn: [integration],
  });
  return { dependsOn: [method, methodResponse, integration, integrationResponse], triggers: [integrationArgs, responseArgs] };
}

/** Source: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html, read 2026-11. */
function originTemplate(origins: readonly string[]): string {
  const isListed = origins.map((origin) => `$origin == "${origin}"`).join(" || ");
  return [
    '#set($origin = $input.params().header.get("origin"))',
    '#if(!$origin)#set($origin = $input.params().header.get("Origin"))#end',
    `#if(${isListed})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`,
  ].join("");
}

/**
 * API Gateway's own errors in the API's format, with a CORS header: without it, a front end sees a CORS error instead of the 401. They
 * contain nothing about the caller, so with several allowed origins, of which a static header cannot pick one, any origin may read
 * them.
 */
export function createGatewayResponses({ settings }: StackContext, { api, parts }: ApiShell): DeployedPart {
  const [origin = "", ...others] = settings.corsOrigins;
  const responseParameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin": `'${others.length > 0 ? "*" : origin}'`,
    "gatewayresponse.header.Vary": `'${VARY.Vary}'`,
  };
  const responses = [
    { responseType: "DEFAULT_4XX", message: "$context.error.messageString" },
    { responseType: "DEFAULT_5XX", message: "$context.error.messageString" },
    // Unlike the message, the reason is not quoted. Source: the same template in github.com/aws/aws-pdk, read 2026-11.
    {
      responseType: "BAD_REQUEST_BODY",
      statusCode: "400",
      message: '"Invalid request body: $context.error.validationErrorString"',
    },
  ].map(({ message, ...response }) => {
    const responseTemplates = { "application/json": `{"message":${message}}` };
    const args = { restApiId: api.id, ...response, responseParameters, responseTemplates };
    const resource = new apigateway.Response(response.responseType.toLowerCase().replaceAll("_", "-"), args, parts.options);
    return { resource, args };
  });
  return { dependsOn: responses.map(({ resource }) => resource), triggers: responses.map(({ args }) => args) };
}
