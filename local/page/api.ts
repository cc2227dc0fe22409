import type { Step } from "../step";
import type { EngineState, StackState, TraceReport } from "./contract";

/** An error, worded for the place where it is shown. */
export class Problem extends Error {
  constructor(
    message: string,
    /** The request whose steps tell more, where there is one. */
    readonly requestId?: string,
    /** Cognito's name for the error. */
    readonly code?: string,
  ) {
    super(message);
  }
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly body: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface Session {
  readonly accessToken: string;
  readonly idToken: string;
  /** Of the sign-in; missing if the engine no longer had them. */
  readonly steps?: readonly Step[];
}

export async function readState(): Promise<EngineState> {
  return askEngine("state");
}

export async function advanceClock(advanceSeconds: number): Promise<EngineState> {
  return askEngine("clock", { method: "POST", body: JSON.stringify({ advanceSeconds }) });
}

/** Undefined if the engine no longer has it. */
export async function readTrace(requestId: string | null | undefined): Promise<TraceReport | undefined> {
  if (!requestId) return undefined;
  const response = await ask(`/_local/traces/${encodeURIComponent(requestId)}`, { headers: { "X-Local-Page": "1" } });
  return response.ok ? response.json() : undefined;
}

/** Signs in with a password; returns the tokens and the trace's id. */
export async function signIn(
  { userPoolClientId }: StackState,
  user: { readonly username: string; readonly password: string },
): Promise<{ readonly session: Session; readonly requestId: string | undefined }> {
  const { answer, requestId } = await callCognito("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: userPoolClientId,
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
  });
  const { AccessToken: accessToken, IdToken: idToken } = answer.AuthenticationResult ?? {};
  if (accessToken === undefined || idToken === undefined) {
    const challenge = answer.ChallengeName ?? "no tokens";
    throw new Problem(`Cognito answered the sign-in with ${challenge}, which this page cannot go on with.`, requestId);
  }
  return { session: { accessToken, idToken }, requestId };
}

export async function signUp({ userPoolClientId }: StackState, attributes: Readonly<Record<string, string>>, password: string) {
  await callCognito("SignUp", {
    ClientId: userPoolClientId,
    Username: attributes.email,
    Password: password,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
}

export async function confirmSignUp({ userPoolClientId }: StackState, username: string, code: string): Promise<void> {
  await callCognito("ConfirmSignUp", { ClientId: userPoolClientId, Username: username, ConfirmationCode: code });
}

/** Makes the pool send a new code, which replaces the previous one. */
export async function resendCode({ userPoolClientId }: StackState, username: string): Promise<void> {
  await callCognito("ResendConfirmationCode", { ClientId: userPoolClientId, Username: username });
}

export async function changeGroup(
  operation: "AdminAddUserToGroup" | "AdminRemoveUserFromGroup",
  { userPoolId }: StackState,
  username: string,
  group: string,
): Promise<void> {
  await callCognito(operation, { UserPoolId: userPoolId, Username: username, GroupName: group });
}

/** Calls the API like any client; resolves with the response, whatever its status. */
export async function callApi(stack: StackState, { method, path, token, body }: ApiRequest) {
  const headers = {
    ...(token === undefined ? {} : { Authorization: token }),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
  const base = new URL(stack.apiUrl, location.href).pathname.replace(/\/$/, "");
  const response = await ask(base + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const answer: ApiAnswer = {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    text,
    json: readJson(text),
  };
  return { answer, requestId: response.headers.get("x-amzn-RequestId") };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function askEngine(path: string, init: RequestInit = {}): Promise<EngineState> {
  const headers = { "X-Local-Page": "1", ...(init.body ? { "Content-Type": "application/json" } : {}) };
  const response = await ask(`/_local/${path}`, { ...init, headers });
  if (!response.ok) throw new Problem(`The engine answered ${response.status} to /_local/${path}: ${await response.text()}`);
  return response.json();
}

interface CognitoAnswer {
  readonly AuthenticationResult?: { readonly AccessToken?: string; readonly IdToken?: string };
  readonly ChallengeName?: string;
  readonly __type?: string;
  readonly message?: string;
}

/** Administrator operations are signed with AWS credentials; the engine requires the header but does not verify it. */
const SIGNATURE =
  "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=local";

async function callCognito(operation: string, input: unknown) {
  const response = await ask("/", {
    method: "POST",
    body: JSON.stringify(input),
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
      ...(operation.startsWith("Admin") ? { Authorization: SIGNATURE } : {}),
    },
  });
  const requestId = response.headers.get("x-amzn-RequestId") ?? undefined;
  const answer: CognitoAnswer = await response.json();
  if (response.ok) return { answer, requestId };
  const code = answer.__type?.split("#").at(-1) ?? `HTTP ${response.status}`;
  throw new Problem(`${code}: ${answer.message ?? "Cognito gave no reason."}`, requestId, code);
}

/** Local responses take milliseconds and cold starts seconds; beyond this, none will come. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: "no-store", signal: AbortSignal.timeout(30_000) });
  } catch {
    throw new Problem("The engine does not answer. Start it again with: npm start. Then send once more.");
  }
}
