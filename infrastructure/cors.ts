import * as apigateway from "@pulumi/aws/apigateway";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import type { ApiShell, DeployedPart } from "./stage";

const PREFLIGHT_MAX_AGE_SECONDS = 600;
/** Always, so that no answer that is kept for one origin is taken for another's once there are several. */
const VARY = { Vary: "Origin" } as const;

/**
 * Answers a browser's preflight at one path. A method's header can hold one fixed origin only, so with several of them a template
 * puts in the one that asked, where it is on the list.
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
    // AWS keeps no method for a MOCK, so that one which is set would be a change at every update; emulators report POST.
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
 * What API Gateway itself answers, in the API's own error form and readable for a browser: without the header, a front end sees a
 * CORS error in place of the 401. These answers say nothing of a caller, so with several origins, of which a fixed header cannot
 * name the right one, any may read them.
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
    // The reason is not quoted, unlike the message. Source: the same template in github.com/aws/aws-pdk, read 2026-11.
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
