import * as apigateway from "@pulumi/aws/apigateway";
import * as cognito from "@pulumi/aws/cognito";
import { scopeOf } from "../../config/access-rules";
import type { Strategy } from "../strategy";
import { contract } from "./contract";
import { costs } from "./costs";

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
  permissionsInToken: "scopes",
  userPool: { plans: ["essentials", "plus"], defaultPlan: "plus", defaultAdvancedSecurity: "enforced" },
  contract,
  costs,

  findTableFaults({ permissions }) {
    const scopes = Object.keys(permissions).length;
    return scopes > MAX_SCOPES ? [`${scopes} permissions, but a resource server takes ${MAX_SCOPES} scopes; merge some`] : [];
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
