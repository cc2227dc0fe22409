import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { assertPolicyFits } from "../config/access-faults";
import { NodeFunction } from "../infrastructure/node-function";
import type { Strategy } from "./strategy";

const name = "id-token-lambda-authorizer";

/** One JWT, with or without the scheme: whatever is not even shaped like one is refused before the function is called and paid. */
const TOKEN_SHAPE = "^([Bb]earer )?[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$";

/**
 * The client sends the ID token; a Lambda function of ours verifies it and turns its groups into an IAM policy, which API Gateway
 * caches for each token and holds against each method ARN. Works on every plan of the user pool.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html, read 2026-09.
 */
export const idTokenLambdaAuthorizer = {
  name,
  tokenUse: "id",
  userPool: { plans: ["lite", "essentials", "plus"], defaultPlan: "lite", defaultAdvancedSecurity: "off" },

  createGuard(context, { userPool, shell }) {
    assertPolicyFits(context.accessControl);
    const { cognitoEndpoint, authorizerCacheTtlSeconds } = context.settings;
    const keySetParent = cognitoEndpoint === "aws" ? userPool.issuer : pulumi.interpolate`${cognitoEndpoint}/${userPool.id}`;
    const fn = new NodeFunction(
      name,
      {
        handler: "authorizer",
        description: "Verifies ID tokens and turns their groups into an IAM policy",
        timeoutSeconds: 5,
        environment: {
          ISSUER: userPool.issuer,
          USER_POOL_CLIENT_ID: userPool.clientId,
          JWKS_URI: pulumi.interpolate`${keySetParent}/.well-known/jwks.json`,
        },
      },
      context,
    );
    const settings = {
      name,
      type: "TOKEN",
      identitySource: "method.request.header.Authorization",
      identityValidationExpression: TOKEN_SHAPE,
      authorizerUri: fn.invokeArn,
      authorizerResultTtlInSeconds: authorizerCacheTtlSeconds,
    };
    const authorizer = new apigateway.Authorizer(name, { restApi: shell.api.id, ...settings });
    const permission = fn.permit(name, "apigateway.amazonaws.com", pulumi.interpolate`${shell.authorizersArn}${authorizer.id}`);
    return {
      authorize: () => ({ authorization: "CUSTOM", authorizerId: authorizer.id }),
      dependsOn: [permission],
      deploymentTriggers: [settings],
    };
  },
} as const satisfies Strategy;
