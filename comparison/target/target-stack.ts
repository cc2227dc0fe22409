import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Route } from "../../config/access-rules";
import type { Engine } from "../../local/engine";
import { sampleBody } from "../../local/page/sample-body";
import { ANSWER_TIMEOUT_MS, type Answer, type HttpRequest, send } from "./http";
import { addressOf, type StackAddress } from "./stack-address";
import type { TestUser } from "./test-users";
import { readTokens, type Tokens } from "./tokens";

/** What Cognito answered to a sign-in or a refresh. */
export interface SignInAnswer {
  readonly status: number;
  /** Why it was refused. */
  readonly message: string | null;
  readonly requestId: string;
  /** Undefined if it was refused. */
  readonly tokens: Tokens | undefined;
}

/** One strategy's stack on a target, and a client of it: the AWS SDK for Cognito, HTTP for the API. */
export interface TargetStack extends StackAddress {
  /** Creates a confirmed user with every attribute that the program's pool requires, and returns the user's `sub`. */
  createUser(user: TestUser): Promise<string>;
  addToGroup(user: TestUser, group: string): Promise<void>;
  removeFromGroup(user: TestUser, group: string): Promise<void>;
  disable(user: TestUser): Promise<void>;
  signOutEverywhere(user: TestUser): Promise<void>;
  revoke(refreshToken: string): Promise<void>;
  /** @param clientId another app client of the pool */
  signIn(user: TestUser, clientId?: string): Promise<SignInAnswer>;
  refresh(refreshToken: string): Promise<SignInAnswer>;
  /** @param path one of the API's, such as `/pets` */
  ask(path: string, request?: HttpRequest): Promise<Answer>;
}

/** How the SDK reaches a target: AWS with the credentials of the environment, anything else by its address and with any keys. */
export const createSdkSettings = (
  region: string,
  endpoint?: string,
  credentials = { accessKeyId: "test", secretAccessKey: "test" },
) => ({
  region,
  ...(endpoint === undefined ? {} : { endpoint, credentials }),
  requestHandler: { requestTimeout: ANSWER_TIMEOUT_MS, throwOnRequestTimeout: true },
});

/** The SDK's client of an address that is not AWS's own. */
export const createCognitoClient = ({ region, cognitoUrl }: Pick<StackAddress, "cognitoUrl" | "region">) =>
  new CognitoIdentityProviderClient(createSdkSettings(region, cognitoUrl));

const ATTRIBUTES = { email_verified: "true", name: "Ada", locale: "en" };

export function createTargetStack(
  address: StackAddress,
  cognito: CognitoIdentityProviderClient,
  signal?: AbortSignal,
): TargetStack {
  const { userPoolId: UserPoolId, clientId, apiUrl } = address;
  const options = signal === undefined ? {} : { abortSignal: signal };
  const userOf = ({ username: Username }: TestUser) => ({ UserPoolId, Username });
  const addToGroup = async (user: TestUser, GroupName: string) => {
    await cognito.send(new AdminAddUserToGroupCommand({ ...userOf(user), GroupName }), options);
  };
  const initiateAuth = async (input: InitiateAuthCommandInput): Promise<SignInAnswer> => {
    try {
      const { AuthenticationResult, $metadata } = await cognito.send(new InitiateAuthCommand(input), options);
      const { httpStatusCode: status = 200, requestId = "" } = $metadata;
      return { status, message: null, requestId, tokens: readTokens(AuthenticationResult) };
    } catch (error) {
      if (!(error instanceof CognitoIdentityProviderServiceException)) throw error;
      const { httpStatusCode: status = 400, requestId = "" } = error.$metadata;
      return { status, message: error.message, requestId, tokens: undefined };
    }
  };
  return {
    ...address,
    async createUser(user) {
      const attributes = Object.entries({ ...ATTRIBUTES, email: user.username });
      const UserAttributes = attributes.map(([Name, Value]) => ({ Name, Value }));
      const command = new AdminCreateUserCommand({ ...userOf(user), MessageAction: "SUPPRESS", UserAttributes });
      const { User } = await cognito.send(command, options);
      const password = { Password: user.password, Permanent: true };
      await cognito.send(new AdminSetUserPasswordCommand({ ...userOf(user), ...password }), options);
      for (const group of user.groups) await addToGroup(user, group);
      return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
    },
    addToGroup,
    async removeFromGroup(user, GroupName) {
      await cognito.send(new AdminRemoveUserFromGroupCommand({ ...userOf(user), GroupName }), options);
    },
    async disable(user) {
      await cognito.send(new AdminDisableUserCommand(userOf(user)), options);
    },
    async signOutEverywhere(user) {
      await cognito.send(new AdminUserGlobalSignOutCommand(userOf(user)), options);
    },
    async revoke(Token) {
      await cognito.send(new RevokeTokenCommand({ ClientId: clientId, Token }), options);
    },
    signIn: ({ username: USERNAME, password: PASSWORD }, ClientId = clientId) =>
      initiateAuth({ AuthFlow: "USER_PASSWORD_AUTH", ClientId, AuthParameters: { USERNAME, PASSWORD } }),
    refresh: (REFRESH_TOKEN) =>
      initiateAuth({ AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: clientId, AuthParameters: { REFRESH_TOKEN } }),
    ask: (path, request = {}) => send(`${apiUrl}${path}`, request, signal),
  };
}

/** A client of each stack that an engine serves, in its order. */
export const connectToEngine = ({ url, stacks }: Pick<Engine, "stacks" | "url">): readonly TargetStack[] =>
  stacks.map((stack) => {
    const address = addressOf(url, stack);
    return createTargetStack(address, createCognitoClient(address));
  });

/** @throws with Cognito's message if the sign-in was refused */
export function expectTokens({ tokens, status, message }: SignInAnswer): Tokens {
  if (tokens === undefined) throw new Error(`expected tokens, got ${status} ${message}`);
  return tokens;
}

interface RouteRequestOptions {
  readonly authorization?: string | undefined;
  /** For the route's parameter. */
  readonly id?: string;
}

/** A request that the route's model accepts. */
export function requestOf({ method, path, body }: Route, { authorization, id = "x1" }: RouteRequestOptions) {
  const request: HttpRequest = {
    method,
    headers: {
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(sampleBody(body)) }),
  };
  return { path: path.replace(/\{\w+\}/g, id), request };
}
