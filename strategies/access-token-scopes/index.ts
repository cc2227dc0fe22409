import * as apigateway from "@pulumi/aws/apigateway";
import * as cognito from "@pulumi/aws/cognito";
import { scopeOf } from "../../config/access-rules";
import { NodeFunction } from "../../infrastructure/node-function";
import type { Strategy } from "../strategy";
import { contract } from "./contract";

const name = "access-token-scopes";

/** Source: Amazon Cognito developer guide, «Quotas», read 2026-09. */
const MAX_SCOPES = 100;

/**
 * Cognito puts a scope for each of the user's permissions into the access token, and each method asks for its scope. Who decides:
 * API Gateway, without any code of ours in the request's way. The price of it is the pre-token-generation trigger with event
 * version V2_0, which Cognito gives from the plan essentials up.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
export const accessTokenScopes = {
  name,
  tokenUse: "access",
  userPool: { plans: ["essentials", "plus"], defaultPlan: "plus", defaultAdvancedSecurity: "enforced" },

  contract,

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
        // Cognito gives up after 5 seconds and calls again, three times in all.
        timeoutSeconds: 3,
      },
      context,
    );
    // Not of the one pool, which would then have to be there first: one that is in use would call a function that it may not call.
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
    // Without a name: an API takes each only once, and under one that Pulumi chooses a create can be repeated.
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
        // From the resource server's output, so that no method asks for a scope before there is one.
        authorizationScopes: [server.identifier.apply(() => scopeOf(accessControl, permission))],
      }),
      dependsOn: [],
      deploymentTriggers: [settings],
    };
  },
} as const satisfies Strategy;
