import type { Step } from "../step";

/** JSON between the engine and its own page. Other origins get neither CORS headers nor a response. */

/** `GET /_local/state`, and the answer of `POST /_local/clock` with `{ "advanceSeconds": number }`. */
export interface EngineState {
  /** Another one after each start of the engine. */
  readonly runId: string;
  readonly stacks: readonly StackState[];
  /** The users that every pool has from the start; the page may sign up others. */
  readonly users: readonly SeededUser[];
  /** The codes that Cognito would have mailed, newest first. */
  readonly codes: readonly MailedCode[];
  /** How far the engine's clock is ahead of the machine's. */
  readonly clockAheadMs: number;
}

export interface StackState {
  readonly strategy: string;
  /** Which token a client of this API sends. */
  readonly tokenUse: "access" | "id";
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The attributes that a sign-up has to give. */
  readonly requiredAttributes: readonly string[];
  readonly routes: readonly RouteState[];
}

export interface RouteState {
  readonly method: string;
  /** `/pets/{petId}` */
  readonly path: string;
  /** The scopes that the method asks for; none where a policy decides. */
  readonly scopes: readonly string[];
  /** The JSON schema of the body, where the route takes one. */
  readonly bodySchema?: unknown;
}

export interface SeededUser {
  /** As the engine was told, or a group's name. */
  readonly name: string;
  /** What it signs in with. */
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
}

export interface MailedCode {
  readonly userPoolId: string;
  readonly to: string;
  readonly code: string;
}

/** `GET /_local/traces/{requestId}`: what happened to the request whose answer had that `x-amzn-RequestId`. */
export interface TraceReport {
  readonly requestId: string;
  readonly status: number;
  readonly totalMs: number;
  readonly steps: readonly Step[];
  /** Each step in words, for people: whoever needs a fact takes it from the step. */
  readonly sentences: readonly string[];
}
