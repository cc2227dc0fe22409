import { z } from "zod";
import { createHttpClient, type HttpAnswer, type HttpClient } from "./http-client";
import { type Running, startProcess } from "./processes";

/** What an engine's process says when it is ready. */
const engineSchema = z.object({
  url: z.string(),
  users: z.array(z.object({ name: z.string(), username: z.string(), password: z.string() })),
  stacks: z.array(
    z.object({
      strategy: z.string(),
      tokenUse: z.enum(["access", "id"]),
      apiUrl: z.string(),
      clientId: z.string(),
    }),
  ),
});
type EngineReady = z.infer<typeof engineSchema>;
type StackReady = EngineReady["stacks"][number];

const tokensSchema = z.object({
  AuthenticationResult: z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string().optional() }),
});

/** What a client of one strategy can do: every answer comes back as it is, right or wrong. */
export interface Session {
  readonly strategy: string;
  signIn(user: string): Promise<HttpAnswer>;
  refresh(refreshToken: string): Promise<HttpAnswer>;
  /** `path` is one of the API's, such as `/pets`. */
  get(path: string, token: string): Promise<HttpAnswer>;
  post(path: string, token: string, body: string): Promise<HttpAnswer>;
}

/** Starts the engine with a cache of so many seconds, in a process of its own. */
export const startEngineProcess = (authorizerCacheTtlSeconds: number): Promise<Running<EngineReady>> =>
  startProcess("engine-process.ts", engineSchema, [String(authorizerCacheTtlSeconds)]);

function createSession({ users }: EngineReady, { strategy, apiUrl, clientId }: StackReady, client: HttpClient): Session {
  const basePath = new URL(apiUrl).pathname;
  const initiateAuth = (AuthFlow: string, AuthParameters: Readonly<Record<string, string>>) =>
    client.ask({
      method: "POST",
      path: "/",
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth" },
      body: JSON.stringify({ AuthFlow, ClientId: clientId, AuthParameters }),
    });
  return {
    strategy,
    async signIn(name) {
      const user = users.find((known) => known.name === name);
      if (user === undefined) throw new Error(`the engine has no user "${name}"`);
      return initiateAuth("USER_PASSWORD_AUTH", { USERNAME: user.username, PASSWORD: user.password });
    },
    refresh: (refreshToken) => initiateAuth("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken }),
    get: (path, token) => client.ask({ method: "GET", path: `${basePath}${path}`, headers: { Authorization: token } }),
    post: (path, token, body) =>
      client.ask({
        method: "POST",
        path: `${basePath}${path}`,
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

/** Connections to an engine and its clients, one for each strategy. */
export function openSessions(ready: EngineReady, connections: number) {
  const client = createHttpClient(ready.url, connections);
  return {
    client,
    sessions: ready.stacks.map((stack) => ({ ...createSession(ready, stack, client), tokenUse: stack.tokenUse })),
  };
}
