import { z } from "zod";
import { createHttpClient, type HttpAnswer, type HttpClient } from "./http-client";

/** Where one strategy's API and its user pool are. */
export interface StackAddress {
  readonly strategy: string;
  readonly tokenUse: "access" | "id";
  /** The API's stage, without a slash at the end. */
  readonly apiUrl: string;
  /** Cognito's endpoint for the pool. */
  readonly cognitoUrl: string;
  readonly clientId: string;
}

/** Somebody who may sign in at every stack; never written anywhere. */
export interface User {
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

const tokensSchema = z.object({
  AuthenticationResult: z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string().optional() }),
});

/** What a client of one strategy can do: every answer comes back as it is, right or wrong. */
export interface Session {
  readonly strategy: string;
  readonly tokenUse: "access" | "id";
  signIn(user: string): Promise<HttpAnswer>;
  refresh(refreshToken: string): Promise<HttpAnswer>;
  /** `path` is one of the API's, such as `/pets`. */
  get(path: string, token: string): Promise<HttpAnswer>;
  post(path: string, token: string, body: string): Promise<HttpAnswer>;
}

function createSession(
  { strategy, tokenUse, apiUrl, cognitoUrl, clientId }: StackAddress,
  users: readonly User[],
  clientOf: (url: URL) => HttpClient,
): Session {
  const [api, cognito] = [new URL(apiUrl), new URL(cognitoUrl)];
  const [apiClient, cognitoClient] = [clientOf(api), clientOf(cognito)];
  const initiateAuth = (AuthFlow: string, AuthParameters: Readonly<Record<string, string>>) =>
    cognitoClient.ask({
      method: "POST",
      path: cognito.pathname,
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth" },
      body: JSON.stringify({ AuthFlow, ClientId: clientId, AuthParameters }),
    });
  const pathOf = (path: string) => `${api.pathname.replace(/\/$/, "")}${path}`;
  return {
    strategy,
    tokenUse,
    async signIn(name) {
      const user = users.find((known) => known.name === name);
      if (user === undefined)
        throw new Error(`there is no user "${name}"; there are ${users.map((known) => known.name).join(", ")}`);
      return initiateAuth("USER_PASSWORD_AUTH", { USERNAME: user.username, PASSWORD: user.password });
    },
    refresh: (refreshToken) => initiateAuth("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken }),
    get: (path, token) => apiClient.ask({ method: "GET", path: pathOf(path), headers: { Authorization: token } }),
    post: (path, token, body) =>
      apiClient.ask({
        method: "POST",
        path: pathOf(path),
        headers: { Authorization: token, "Content-Type": "application/json" },
        body,
      }),
  };
}

export interface Tokens {
  /** The one that the strategy's clients send. */
  readonly token: string;
  /** Empty after a refresh, which makes none. */
  readonly refreshToken: string;
}

/** @throws where the answer is not one with tokens. */
export function readTokens({ status, body }: HttpAnswer, tokenUse: "access" | "id"): Tokens {
  if (status !== 200) throw new Error(`expected tokens, got ${status} ${body}`);
  const { AccessToken, IdToken, RefreshToken = "" } = tokensSchema.parse(JSON.parse(body)).AuthenticationResult;
  return { token: tokenUse === "access" ? AccessToken : IdToken, refreshToken: RefreshToken };
}

export interface OpenSessions {
  readonly sessions: readonly Session[];
  close(): Promise<void>;
}

/** One client for each stack. Stacks of one origin share its connections, of which there are so many to each origin. */
export function openSessions(stacks: readonly StackAddress[], users: readonly User[], connections: number): OpenSessions {
  const clients = new Map<string, HttpClient>();
  const clientOf = ({ origin }: URL) => {
    const client = clients.get(origin) ?? createHttpClient(origin, connections);
    clients.set(origin, client);
    return client;
  };
  return {
    sessions: stacks.map((stack) => createSession(stack, users, clientOf)),
    async close() {
      await Promise.all(Array.from(clients.values(), (client) => client.close()));
    },
  };
}
