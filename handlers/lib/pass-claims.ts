import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from "aws-lambda";

type Authorize = (event: APIGatewayTokenAuthorizerEvent) => Promise<APIGatewayAuthorizerResult>;

/**
 * An authorizer that also passes these claims of the token to the functions behind it, as one JSON text: a context has no objects and
 * lists. Reads the token only after `authorize` has verified it.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html, read 2026-09.
 */
export function passClaims(names: readonly string[], authorize: Authorize): Authorize {
  return async (event) => {
    const result = await authorize(event);
    const claims: Readonly<Record<string, unknown>> = decodePayload(event.authorizationToken);
    const passed = names.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, claims[name]]);
    const { sub, username } = result.context ?? {};
    const context = { ...result.context, claims: JSON.stringify({ ...Object.fromEntries(passed), sub, username }) };
    return { ...result, context };
  };
}

const decodePayload = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
