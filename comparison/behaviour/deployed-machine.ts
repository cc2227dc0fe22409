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
 * Gets a client-credentials access token with one scope for a new app client from the token endpoint, which an emulator serves without a
 * domain. Adds the resource server first if the strategy has none.
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
  if (!response.ok) throw new Error(`the token endpoint refused client credentials: ${response.status}`);
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
 * Billed by active app clients and token requests; the sources disagree on the price of the former.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html, read 2026-11.
 */
export const MACHINES_COST =
  "AWS bills app clients that ask for themselves, which is not in what the run says it can cost; ask the target engine or emulator";
