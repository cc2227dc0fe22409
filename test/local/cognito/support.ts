import type { IncomingMessage, RequestListener } from "node:http";
import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { decodeJwt } from "jose";
import { accessControl } from "../../../config/access-control";
import { createHandler } from "../../../handlers/pre-token-generation";
import { Clock } from "../../../local/clock";
import { type Cognito, createCognito } from "../../../local/cognito/cognito";
import { type ClientModel, readUserPool, type UserPoolModel } from "../../../local/cognito/resources";
import { generateSigningKeys } from "../../../local/cognito/signing-keys";
import type { Invocation, InvocationRequest, Invoke } from "../../../local/lambda/invocation";
import { Recording } from "../../../local/record";
import { Trace } from "../../../local/trace";
import { recordStrategy } from "../../support/programs";

export type Values = Readonly<Record<string, unknown>>;

/** A new pool's state, for most tests: generating keys takes a tenth of a second. */
export const state = generateSigningKeys().then((keys) => ({
  version: 1,
  keys,
  simulationSecret: "00".repeat(32),
  users: [],
  signIns: [],
}));

export const OTHER_CLIENT = "otherclient";

/** The recorded program with a second client, and with inputs replaced by type, or by type and name; an undefined input is left out. */
export async function recordPool(
  changes: Readonly<Record<string, Values>> = {},
  strategy = "access-token-scopes",
): Promise<Recording> {
  const { resources, outputs } = await recordStrategy(strategy, { config: { allowPasswordAuth: "true" } });
  const clients = resources.filter(({ type }) => type === "aws:cognito/userPoolClient:UserPoolClient");
  const others = clients.map((client) => ({ ...client, name: "other", id: OTHER_CLIENT }));
  const changed = [...resources, ...others].map((resource) => {
    const type = resource.type.split(":").at(-1) ?? "";
    const inputs = { ...resource.inputs, ...changes[type], ...changes[`${type} ${resource.name}`] };
    return { ...resource, inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)) };
  });
  return new Recording(changed, outputs);
}

export const isEvent = (value: unknown): value is PreTokenGenerationV2TriggerEvent =>
  typeof value === "object" && value !== null && "request" in value;

/** The project's own trigger, in this process. */
export const runHandler: Invoke = async ({ event }) => {
  if (!isEvent(event)) throw new Error("Cognito sent no event");
  return { outcome: "answer", payload: JSON.parse(JSON.stringify(await createHandler({}, accessControl)(event))), durationMs: 7 };
};

/** A trigger that returns its event with this response. */
export const answerWith =
  (response: unknown): Invoke =>
  async ({ event }) => ({ outcome: "answer", payload: isEvent(event) ? { ...event, response } : undefined, durationMs: 7 });

export const overrides = (details: unknown) => answerWith({ claimsAndScopeOverrideDetails: details });

export const ADA = { email: "ada@example.com", password: "Correct-Horse-1" } as const;
const PROFILE = [
  { Name: "name", Value: "Ada" },
  { Name: "locale", Value: "en" },
];
export const ADA_ATTRIBUTES = [{ Name: "email_verified", Value: "true" }, ...PROFILE];
export const SIGN_UP = { Username: ADA.email, Password: ADA.password, UserAttributes: PROFILE } as const;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Values;
  readonly trace: Trace;
}

export interface Setup {
  readonly changes?: Readonly<Record<string, Values>>;
  readonly strategy?: string;
  readonly invoke?: Invoke;
  readonly saved?: unknown;
}

export class TestPool {
  /** From now on, nothing can be saved. */
  isDiskFull = false;

  private constructor(
    readonly cognito: Cognito,
    readonly model: UserPoolModel,
    readonly clock: Clock,
    readonly mails: { readonly userPoolId: string; readonly to: string; readonly code: string }[],
    readonly calls: InvocationRequest[],
    readonly saves: unknown[],
  ) {}

  static async create({ changes, strategy, invoke = runHandler, saved }: Setup = {}): Promise<TestPool> {
    const model = readUserPool(await recordPool(changes, strategy));
    const clock = new Clock();
    const mails: { userPoolId: string; to: string; code: string }[] = [];
    const calls: InvocationRequest[] = [];
    const saves: unknown[] = [];
    const initial = saved ?? (await state);
    let pool: TestPool | undefined;
    const cognito = await createCognito({
      pools: [model],
      clock,
      invoke: (request): Promise<Invocation> => {
        calls.push(request);
        return invoke(request);
      },
      endpoint: "http://localhost:4000",
      sendCode: (mail) => mails.push(mail),
      load: () => initial,
      save: (_id, saved) => {
        if (pool?.isDiskFull) throw new Error("no space left");
        saves.push(JSON.parse(JSON.stringify(saved)));
      },
    });
    pool = new TestPool(cognito, model, clock, mails, calls, saves);
    return pool;
  }

  get client(): ClientModel {
    const [client] = this.model.clients;
    if (client === undefined) throw new Error("the pool has no client");
    return client;
  }

  async send(operation: string, body: unknown, isSigned = true): Promise<Reply> {
    const trace = new Trace("test");
    const target = `AWSCognitoIdentityProviderService.${operation}`;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await this.cognito.handle({ target, isSigned, body: text }, trace);
    return { ...response, body: JSON.parse(response.body), trace };
  }

  /** A public operation with the pool's client. */
  asClient(operation: string, body: Values = {}): Promise<Reply> {
    return this.send(operation, { ClientId: this.client.id, ...body }, false);
  }

  /** An administrative operation on the pool, on Ada by default. */
  asAdmin(operation: string, body: Values = {}): Promise<Reply> {
    return this.send(operation, { UserPoolId: this.model.id, Username: ADA.email, ...body });
  }

  /** Ada, with a permanent password and in these groups. */
  async addAda(...groups: readonly string[]): Promise<void> {
    await this.asAdmin("AdminCreateUser", { UserAttributes: ADA_ATTRIBUTES, MessageAction: "SUPPRESS" });
    await this.asAdmin("AdminSetUserPassword", { Password: ADA.password, Permanent: true });
    for (const GroupName of groups) await this.asAdmin("AdminAddUserToGroup", { GroupName });
  }

  signIn(username: string = ADA.email, password: string = ADA.password): Promise<Reply> {
    return this.asClient("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
  }

  refresh(refreshToken: unknown): Promise<Reply> {
    return this.asClient("InitiateAuth", { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: refreshToken } });
  }
}

export const tokensOf = ({
  body,
}: Reply): { readonly IdToken: string; readonly AccessToken: string; readonly RefreshToken: string } => {
  const result = body.AuthenticationResult;
  const text = (key: string) => {
    const value: unknown = typeof result === "object" && result !== null ? Reflect.get(result, key) : undefined;
    return typeof value === "string" ? value : "";
  };
  return { IdToken: text("IdToken"), AccessToken: text("AccessToken"), RefreshToken: text("RefreshToken") };
};
export const claimsOf = (token: string): Values => decodeJwt(token);

/** Cognito's error as text: `NotAuthorizedException: Incorrect username or password.` */
export const faultOf = ({ status, body }: Reply): string => (status === 200 ? "no fault" : `${body.__type}: ${body.message}`);

const readBody = async (request: IncomingMessage) => Buffer.concat(await request.toArray()).toString();

/** Serves Cognito over HTTP as the engine does. `before` sees each request's operation and body first. */
export const listenTo =
  ({ cognito }: TestPool, before: (operation: string, body: Values) => void = () => undefined): RequestListener =>
  async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    const isSigned = request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") ?? false;
    const text = await readBody(request);
    before(target.split(".")[1] ?? "", JSON.parse(text));
    const { status, headers, body } = await cognito.handle({ target, isSigned, body: text }, new Trace("test"));
    response.writeHead(status, headers).end(body);
  };
