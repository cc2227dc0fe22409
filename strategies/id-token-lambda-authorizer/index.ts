import * as apigateway from "@pulumi/aws/apigateway";
import * as pulumi from "@pulumi/pulumi";
import { claimsIn } from "../../config/claim-rules";
import { callHandler, passClaims } from "../../infrastructure/entry";
import { NodeFunction } from "../../infrastructure/node-function";
import { findPolicyFaults } from "../authorizer-policy/policy-faults";
import type { Strategy } from "../strategy";
import { contract } from "./contract";
import { authorizer as authorizerCosts, costs } from "./costs";

const name = "id-token-lambda-authorizer";

const LETTER = "[A-Za-z0-9_-]";

/** Canonical base64url of any length: the last character has no unused bits set. */
const CANONICAL = `(?:${LETTER}{4})*(?:${LETTER}{4}|${LETTER}[AQgw]|${LETTER}{2}[AEIMQUYcgkosw048])`;

/**
 * A JWT with an optional, case-insensitive scheme. Anything else is refused before the function is called and billed, and so is a
 * non-canonical signature, which would be another cache key. Uses only syntax that is the same in Java and JavaScript (no (?i)) and
 * runs in linear time; AWS documents neither the regular expression dialect nor a length limit. Source: docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html, and the quotas in
 * docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, read 2026-11; RFC 9110,
 * section 11.1 (scheme); RFC 4648, section 3.5 (unused bits).
 */
const TOKEN_SHAPE = `^(?:[Bb][Ee][Aa][Rr][Ee][Rr] )?${LETTER}+\\.${LETTER}+\\.${CANONICAL}$`;

/**
 * The client sends the ID token; our Lambda function verifies it and turns its groups into an IAM policy, which API Gateway caches per
 * token and evaluates for each method ARN. Works on every user pool plan.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html, read 2026-09.
 */
export const idTokenLambdaAuthorizer = {
  name,
  tokenUse: "id",
  permissionsInToken: "groups",
  userPool: { plans: ["lite", "essentials", "plus"], defaultPlan: "lite", defaultAdvancedSecurity: "off" },

  contract,
  costs,
  findTableFaults: findPolicyFaults,

  createGuard(context, { userPool, shell }) {
    const { cognitoEndpoint, authorizerCacheTtlSeconds } = context.settings;
    const claimNames = claimsIn(context.claims, "id").map(([claim]) => claim);
    const keySetParent = cognitoEndpoint === "aws" ? userPool.issuer : pulumi.interpolate`${cognitoEndpoint}/${userPool.id}`;
    const fn = new NodeFunction(
      name,
      {
        code: (table) => passClaims(claimNames, callHandler("handlers/authorizer", table)),
        description: "Verifies ID tokens and turns their groups into an IAM policy",
        timeoutSeconds: authorizerCosts.timeoutSeconds,
        environment: {
          ISSUER: userPool.issuer,
          USER_POOL_CLIENT_ID: userPool.clientId,
          JWKS_URI: pulumi.interpolate`${keySetParent}/.well-known/jwks.json`,
        },
      },
      context,
    );
    // No explicit name: names are unique per API, and Pulumi's generated ones make a create repeatable.
    const settings = {
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
