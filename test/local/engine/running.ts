import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { UNTHROTTLED } from "../../../comparison/target/unthrottled";
import { type Engine, type EngineOptions, startEngine } from "../../../local/engine";
import { formatLine, type LogLine } from "../../../local/log";
import type { Stack } from "../../../local/stack";
import { stepSchema } from "../../../local/step";
import { afterLastFile } from "../../support/after-last-file";
import { pets } from "../../support/pets";

export const SCOPES = "access-token-scopes";
export const AUTHORIZER = "id-token-lambda-authorizer";

const tokensSchema = z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string() });
export type Tokens = z.infer<typeof tokensSchema>;
const refreshedSchema = z.object({ AuthenticationResult: tokensSchema.omit({ RefreshToken: true }) });
const signedInSchema = z.object({ AuthenticationResult: tokensSchema });

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
}

/** Every part of a token starts like this, being a JSON object in base64url. */
const TOKEN_PART = /eyJ[\w-]{10,}/;

const codesSchema = z.object({ codes: z.array(z.object({ userPoolId: z.string(), to: z.string(), code: z.string() })) });
const traceSchema = z.object({
  status: z.number(),
  steps: z.array(stepSchema),
});
export type TraceReport = z.infer<typeof traceSchema>;

/** An engine that serves every strategy and records its log and the secrets that must not appear in it. */
export class RunningEngine {
  readonly #secrets = new Set<string>();

  private constructor(
    readonly engine: Engine,
    readonly lines: readonly LogLine[],
    readonly dataFolder: string,
    private readonly ownsFolder: boolean,
  ) {
    for (const { password } of engine.users) this.keepSecret(password);
  }

  static async start({ dataFolder, config = {}, ...options }: Partial<Omit<EngineOptions, "log">> = {}): Promise<RunningEngine> {
    const lines: LogLine[] = [];
    const folder = dataFolder ?? mkdtempSync(join(tmpdir(), "engine-"));
    const engine = await startEngine({
      ...pets,
      ...options,
      config: { ...UNTHROTTLED, ...config },
      dataFolder: folder,
      log: (line) => lines.push(line),
    });
    return new RunningEngine(engine, lines, folder, dataFolder === undefined);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    this.removeFolder();
  }

  removeFolder(): void {
    if (this.ownsFolder) rmSync(this.dataFolder, { recursive: true, force: true });
  }

  get port(): number {
    return Number(new URL(this.engine.url).port);
  }

  stack(strategy: string): Stack {
    const found = this.engine.stacks.find((stack) => stack.strategy === strategy);
    if (found === undefined) throw new Error(`no stack has the strategy ${strategy}`);
    return found;
  }

  /** The path prefix of a stack: `/apis/{apiId}/{stage}`. */
  basePath(stack: Stack): string {
    return new URL(stack.apiUrl).pathname;
  }

  user(name: string) {
    const found = this.engine.users.find((user) => user.name === name);
    if (found === undefined) throw new Error(`there is no user ${name}`);
    return found;
  }

  async cognito(operation: string, input: unknown, { isSigned = false } = {}): Promise<Reply> {
    return this.fetch("/", {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
        ...(isSigned ? { Authorization: "AWS4-HMAC-SHA256 Credential=local" } : {}),
      },
      body: typeof input === "string" ? input : JSON.stringify(input),
    });
  }

  /** An administrative operation, which must succeed. */
  async administer(stack: Stack, operation: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    const { status, text } = await this.cognito(operation, { UserPoolId: stack.pool.id, ...input }, { isSigned: true });
    if (status !== 200) throw new Error(`${operation}: ${text}`);
  }

  /** A user with a permanent password, besides the seeded ones. */
  async addUser(stack: Stack, Username: string, ...groups: readonly string[]): Promise<string> {
    const password = this.keepSecret(`Aa1!${Username}`);
    const UserAttributes = [
      { Name: "email_verified", Value: "true" },
      { Name: "name", Value: "Ada" },
      { Name: "locale", Value: "en" },
    ];
    await this.administer(stack, "AdminCreateUser", { Username, UserAttributes, MessageAction: "SUPPRESS" });
    await this.administer(stack, "AdminSetUserPassword", { Username, Password: password, Permanent: true });
    for (const GroupName of groups) await this.administer(stack, "AdminAddUserToGroup", { Username, GroupName });
    return password;
  }

  async signIn(stack: Stack, USERNAME: string, PASSWORD: string): Promise<Tokens> {
    const { text } = await this.cognito("InitiateAuth", {
      ClientId: clientIdOf(stack),
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD },
    });
    const tokens = signedInSchema.parse(JSON.parse(text)).AuthenticationResult;
    this.keepSecret(tokens.RefreshToken);
    return tokens;
  }

  async refresh(stack: Stack, REFRESH_TOKEN: string): Promise<Pick<Tokens, "AccessToken" | "IdToken">> {
    const { text } = await this.cognito("InitiateAuth", {
      ClientId: clientIdOf(stack),
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN },
    });
    return refreshedSchema.parse(JSON.parse(text)).AuthenticationResult;
  }

  /** The token that a client of the stack sends, for a seeded user. */
  async tokenOf(stack: Stack, name: string): Promise<string> {
    const { username, password } = this.user(name);
    return sentToken(stack, await this.signIn(stack, username, password));
  }

  ask(stack: Stack, { method = "GET", path = "/pets", token, body }: Call = {}): Promise<Reply> {
    return this.fetch(`${this.basePath(stack)}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: token }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(`${this.engine.url}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** A request of the page, with the header that only the page can send. */
  async askPageApi(path: string, init: RequestInit = {}): Promise<unknown> {
    const { status, text } = await this.fetch(`/_local/${path}`, { ...init, headers: { "X-Local-Page": "1" } });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  /** The latest code mailed to a user. */
  async codeFor(email: string): Promise<string> {
    const found = codesSchema.parse(await this.askPageApi("state")).codes.find(({ to }) => to === email);
    if (found === undefined) throw new Error(`there is no code for ${email}`);
    return found.code;
  }

  /** The trace of a request, by its response's id. */
  async traceOf({ headers }: Pick<Reply, "headers">): Promise<TraceReport> {
    return traceSchema.parse(await this.askPageApi(`traces/${headers.get("x-amzn-RequestId")}`));
  }

  /** A value that may only appear in the response to its owner. */
  keepSecret(text: string): string {
    this.#secrets.add(text);
    return text;
  }

  /** The texts that contain a secret, or anything like part of a token. */
  findLeaks(texts: readonly string[]): readonly string[] {
    return texts.filter((text) => TOKEN_PART.test(text) || [...this.#secrets].some((secret) => text.includes(secret)));
  }

  findLoggedSecrets(): readonly string[] {
    return this.findLeaks(this.lines.map((line) => `${JSON.stringify(line)} ${formatLine(line)}`));
  }

  /** A pool's private keys as the data folder stores them, for signing what no pool would. */
  signingKeys(stack: Stack): SigningKeys {
    return stateSchema.parse(JSON.parse(readFileSync(join(this.dataFolder, `${stack.pool.id}.json`), "utf8"))).keys;
  }
}

const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string(), n: z.string(), e: z.string() });
const stateSchema = z.object({ keys: z.object({ id: jwkSchema, access: jwkSchema }) });
export type SigningKeys = z.infer<typeof stateSchema>["keys"];

export const clientIdOf = ({ pool }: Stack): string => {
  const [client] = pool.clients;
  if (client === undefined) throw new Error("the pool has no client");
  return client.id;
};

export const sentToken = ({ tokenUse }: Stack, { AccessToken, IdToken }: Omit<Tokens, "RefreshToken">): string =>
  tokenUse === "access" ? AccessToken : IdToken;

let shared: Promise<RunningEngine> | undefined;

async function startShared(): Promise<RunningEngine> {
  const engine = await RunningEngine.start();
  process.once("exit", () => engine.removeFolder());
  return engine;
}

/** The engine shared by all files, since each test brings its own users; started on first use. */
export function useEngine(): () => RunningEngine {
  let running: RunningEngine | undefined;
  before(async () => {
    shared ??= startShared();
    running = await shared;
  });
  return () => {
    if (running === undefined) throw new Error("the engine has not started yet");
    return running;
  };
}

afterLastFile(async () => (await shared)?.stop());
