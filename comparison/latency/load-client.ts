import { Pool } from "undici";
import { z } from "zod";
import type { StackAddress } from "../target/stack-address";
import type { NamedUser } from "../target/test-users";
import { readTokens, type TokenUse } from "../target/tokens";

interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** By which the engine's trace of it is found; empty where there is none. */
  readonly requestId: string;
}

export interface HttpClient {
  ask(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 20_000;

/**
 * Keep-alive connections to one origin, one request at a time on each. There must be as many as concurrent requests: one waiting for a
 * connection would be sent later than the generator records.
 */
export function createHttpClient(origin: string, connections: number): HttpClient {
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  return {
    async ask({ method, path, headers, body = null }) {
      const answer = await pool.request({ method, path, headers, body });
      const requestId = answer.headers["x-amzn-requestid"];
      return { status: answer.statusCode, body: await answer.body.text(), requestId: String(requestId ?? "") };
    },
    close: () => pool.close(),
  };
}

/**
 * The client for measured requests to one strategy's stack. Uses undici, because the AWS SDK's overhead would count as latency. Returns
 * every response, expected or not.
 */
export interface LoadClient {
  readonly strategy: string;
  readonly tokenUse: TokenUse;
  signIn(user: string): Promise<HttpAnswer>;
  refresh(refreshToken: string): Promise<HttpAnswer>;
  /** `path` is one of the API's, such as `/pets`. */
  get(path: string, token: string): Promise<HttpAnswer>;
  post(path: string, token: string, body: string): Promise<HttpAnswer>;
}

function createLoadClient(
  { strategy, tokenUse, apiUrl, cognitoUrl, clientId }: StackAddress,
  users: readonly NamedUser[],
  clientOf: (url: URL) => HttpClient,
): LoadClient {
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
        throw new Error(`unknown user "${name}"; expected one of ${users.map((known) => known.name).join(", ")}`);
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

export interface SentTokens {
  /** The one that the strategy's clients send. */
  readonly token: string;
  /** Empty after a refresh, which issues none. */
  readonly refreshToken: string;
}

const signedIn = z.object({ AuthenticationResult: z.unknown() });

/** @throws unless the response contains tokens */
export function readSentTokens({ status, body }: HttpAnswer, tokenUse: TokenUse): SentTokens {
  if (status !== 200) throw new Error(`expected tokens, got ${status} ${body}`);
  const tokens = readTokens(signedIn.parse(JSON.parse(body)).AuthenticationResult);
  return { token: tokens[tokenUse], refreshToken: tokens.refresh };
}

export interface OpenLoadClients {
  readonly clients: readonly LoadClient[];
  close(): Promise<void>;
}

/** One client per stack; stacks with the same origin share its connections. */
export function openLoadClients(
  stacks: readonly StackAddress[],
  users: readonly NamedUser[],
  connections: number,
): OpenLoadClients {
  const clients = new Map<string, HttpClient>();
  const clientOf = ({ origin }: URL) => {
    const client = clients.get(origin) ?? createHttpClient(origin, connections);
    clients.set(origin, client);
    return client;
  };
  return {
    clients: stacks.map((stack) => createLoadClient(stack, users, clientOf)),
    async close() {
      await Promise.all(Array.from(clients.values(), (client) => client.close()));
    },
  };
}

/** Checks of responses: return a complaint, or undefined. */

/** Complaints are printed and stored, so they must not contain anything like a token. */
const quote = ({ status, body }: HttpAnswer) => `${status} ${body.replace(/\beyJ[\w.-]+/g, "(a token)").slice(0, 200)}`;

export const checkBody =
  (expected: string) =>
  (answer: HttpAnswer): string | undefined =>
    answer.status === 200 && answer.body === expected ? undefined : quote(answer);

/** 401 or 403, depending on the strategy, with a message. */
export const checkRefusal = (answer: HttpAnswer): string | undefined =>
  (answer.status === 401 || answer.status === 403) && /"message":"[^"]/.test(answer.body) ? undefined : quote(answer);

export const checkTokens = (answer: HttpAnswer): string | undefined => {
  try {
    readSentTokens(answer, "access");
    return undefined;
  } catch {
    return quote(answer);
  }
};
