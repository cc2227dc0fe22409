import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from "aws-lambda";
import type { AccessControl } from "../config/access-rules";
import { createPolicyBuilder } from "../strategies/authorizer-policy/policy";
import { type Environment, requireVariable } from "./lib/environment";
import { createIdTokenVerifier, type FetchKeySet, TokenRefused } from "./lib/id-token-verifier";
import { createPolicyCache } from "./lib/policy-cache";

/**
 * API Gateway's TOKEN authorizer: verifies the ID token and answers with the policy of its groups, for every method of the API.
 * An invalid token is refused with exactly `Unauthorized`, which API Gateway turns into a 401. Any other error, such as an unavailable
 * key set, is rethrown: API Gateway turns it into a 500 and does not cache it. Neither lets a request through.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html, read 2026-09.
 */
export function createHandler(environment: Environment, table: AccessControl, fetchKeySet?: FetchKeySet) {
  const verify = createIdTokenVerifier(
    {
      issuer: requireVariable(environment, "ISSUER"),
      clientId: requireVariable(environment, "USER_POOL_CLIENT_ID"),
      jwksUri: requireVariable(environment, "JWKS_URI"),
    },
    fetchKeySet,
  );
  const buildPolicy = createPolicyCache(table, createPolicyBuilder(table));

  return async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const token = event.authorizationToken.replace(/^Bearer /i, "");
    try {
      const { sub, username, groups } = await verify(token);
      return { principalId: sub, policyDocument: buildPolicy(groups, stageArnOf(event.methodArn)), context: { sub, username } };
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      console.info({ message: "token refused", reason: error.reason });
      throw new Error("Unauthorized");
    }
  };
}

/** `arn:…:{apiId}/{stage}` of `arn:…:{apiId}/{stage}/{verb}/{path}`. */
const stageArnOf = (methodArn: string) => methodArn.split("/", 2).join("/");
