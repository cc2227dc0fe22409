import {
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  ListResourceServersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { GetFunctionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import { accessControl } from "../../config/access-control";
import type { FunctionFailure } from "../../strategies/contract";
import { configureFunction, replaceCode } from "../deployed/function-updates";
import { ANSWER_TIMEOUT_MS } from "../target/http";
import type { StackAddress } from "../target/stack-address";
import { createFaultyCode, FAULTY_TIMEOUT_SECONDS } from "./faulty-code";

const described = z.object({
  Configuration: z.object({
    /** `index.handler`: the file without its ending, and what it exports. */
    Handler: z.templateLiteral([z.string().min(1), ".", z.string().regex(/^\w+$/)]),
    Timeout: z.number(),
  }),
  Code: z.object({ Location: z.url() }),
});

/** Restores the previous state. */
export type Restore = () => Promise<void>;

/** Replaces a function's code by one that fails. The original is read first. */
export async function breakFunction(client: LambdaClient, FunctionName: string, fault: FunctionFailure): Promise<Restore> {
  const { Configuration, Code } = described.parse(await client.send(new GetFunctionCommand({ FunctionName })));
  const [file, handlerName] = splitHandler(Configuration.Handler);
  const original = await download(Code.Location);
  const faulty = zipSync({ [`${file}.js`]: strToU8(createFaultyCode(handlerName, fault)) });
  const restore = async () => {
    await replaceCode(client, FunctionName, original);
    await configureFunction(client, { FunctionName, Timeout: Configuration.Timeout });
  };
  try {
    await configureFunction(client, { FunctionName, Timeout: FAULTY_TIMEOUT_SECONDS });
    await replaceCode(client, FunctionName, faulty);
    return restore;
  } catch (error) {
    await restore();
    throw error;
  }
}

function splitHandler(handler: string): readonly [file: string, name: string] {
  const dot = handler.lastIndexOf(".");
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

async function download(location: string): Promise<Uint8Array> {
  const response = await fetch(location, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  // The location is signed, so it is not shown.
  if (!response.ok) throw new Error(`could not download a function's code: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

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
