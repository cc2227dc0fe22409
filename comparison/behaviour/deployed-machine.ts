import {
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  ListResourceServersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { z } from "zod";
import { accessControl } from "../../config/access-control";
import { ANSWER_TIMEOUT_MS } from "../target/http";
import type { StackAddress } from "../target/stack-address";

const createdClient = z.object({ ClientId: z.string(), ClientSecret: z.string() });
const answer = z.object({ access_token: z.string() });

/**
 * The access token of a new app client that asks for itself, with one scope: at the token endpoint, which an emulator has without a
 * domain. A pool whose strategy needs no scopes is given them first.
 */
export async function requestMachineToken(
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, cognitoUrl }: Pick<StackAddress, "cognitoUrl" | "userPoolId">,
  scope: string,
  signal: AbortSignal,
): Promise<string> {
  const abort = { abortSignal: signal };
  await addScopes(cognito, UserPoolId, abort);
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "machine",
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthScopes: [scope],
    }),
    abort,
  );
  const { ClientId, ClientSecret } = createdClient.parse(UserPoolClient);
  const response = await fetch(`${cognitoUrl}/oauth2/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(`${ClientId}:${ClientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
  });
  if (!response.ok) throw new Error(`the token endpoint gave a machine no token: ${response.status}`);
  return answer.parse(await response.json()).access_token;
}

async function addScopes(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  abort: { readonly abortSignal: AbortSignal },
) {
  const { resourceServer, permissions } = accessControl;
  const { ResourceServers = [] } = await cognito.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 50 }), abort);
  if (ResourceServers.some(({ Identifier }) => Identifier === resourceServer)) return;
  const Scopes = Object.values(permissions).map(({ scope, description }) => ({
    ScopeName: scope,
    ScopeDescription: description,
  }));
  const server = { UserPoolId, Identifier: resourceServer, Name: resourceServer, Scopes };
  await cognito.send(new CreateResourceServerCommand(server), abort);
}

/**
 * By active app clients and token requests; the pages that were read do not agree on what the first cost.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html, read 2026-11.
 */
export const MACHINES_COST =
  "AWS bills app clients that ask for themselves, which is not in what the run says it can cost; ask the target engine or emulator";
