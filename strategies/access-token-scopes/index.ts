import * as apigateway from "@pulumi/aws/apigateway";
import * as cognito from "@pulumi/aws/cognito";
import { scopeOf } from "../../config/access-rules";
import { NodeFunction } from "../../infrastructure/node-function";
import type { Strategy } from "../strategy";
import { contract } from "./contract";
import { costs, trigger } from "./costs";

const name = "access-token-scopes";

/** Source: Amazon Cognito developer guide, "Quotas", read 2026-09. */
const MAX_SCOPES = 100;

/**
 * Cognito puts a scope for each of the user's permissions into the access token, and each method requires its scope. API Gateway
 * decides, with none of our code in the request path. This takes a pre-token-generation trigger with event version V2_0, available
 * from the essentials plan up.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export const accessTokenScopes = {
  name,
  tokenUse: "access",
  userPool: { plans: ["essentials", "plus"], defaultPlan: "plus", defaultAdvancedSecurity: "enforced" },
  contract,
  costs,

  findTableFaults({ permissions }) {
    const scopes = Object.keys(permissions).length;
    return scopes > MAX_SCOPES ? [`${scopes} permissions, but a resource server takes ${MAX_SCOPES} scopes; merge some`] : [];
  },

  createTrigger(context) {
    const fn = new NodeFunction(
      `${name}-trigger`,
      {
        handler: "handlers/pre-token-generation",
        accessControl: context.accessControl,
        description: "Puts the scopes of a user's groups into the access token",
        timeoutSeconds: trigger.timeoutSeconds,
      },
      context,
    );
    // Not the pool's own ARN: the permission must exist before a pool in use starts calling the function.
    const pools = fn.arn.apply((arn) => {
      const [, partition, , region, account] = arn.split(":");
      return `arn:${partition}:cognito-idp:${region}:${account}:userpool/*`;
    });
    const permission = fn.permit(`${name}-trigger`, "cognito-idp.amazonaws.com", pools);
    return { lambdaArn: fn.arn, lambdaVersion: "V2_0", dependsOn: [permission] };
  },

  createGuard({ accessControl }, { userPool, shell }) {
    const { resourceServer, permissions } = accessControl;
    const server = new cognito.ResourceServer(name, {
      userPoolId: userPool.id,
      identifier: resourceServer,
      name: resourceServer,
      scopes: Object.values(permissions).map(({ scope, description }) => ({
        scopeName: scope,
        scopeDescription: description,
      })),
    });
    // No explicit name: names are unique per API, and Pulumi's generated ones make a create repeatable.
    const settings = {
      type: "COGNITO_USER_POOLS",
      identitySource: "method.request.header.Authorization",
      providerArns: [userPool.arn],
    };
    const authorizer = new apigateway.Authorizer(name, { restApi: shell.api.id, ...settings });
    return {
      authorize: ({ permission }) => ({
        authorization: "COGNITO_USER_POOLS",
        authorizerId: authorizer.id,
        // Taken from the resource server's output, so that it exists before any method requires its scopes.
        authorizationScopes: [server.identifier.apply(() => scopeOf(accessControl, permission))],
      }),
      dependsOn: [],
      deploymentTriggers: [settings],
    };
  },
} as const satisfies Strategy;
