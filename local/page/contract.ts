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
  /** The claims that Cognito takes from a user's attributes. */
  readonly attributeClaims: readonly string[];
  readonly parameters: readonly ParameterState[];
  /** Those that hold something of the seeded users. */
  readonly tables: readonly TableState[];
}

export interface ParameterState {
  readonly name: string;
  /** The program's output with this name. */
  readonly output?: string;
  readonly value: string;
  /** 1 as the program creates it. */
  readonly version: number;
  /** The engine's time. */
  readonly modifiedAtMs: number;
}

export interface TableState {
  readonly name: string;
  /** The program's output with this name. */
  readonly output?: string;
  readonly items: readonly ItemState[];
}

/** What a table was given of a seeded user at the start, as it is now. */
interface ItemState {
  readonly userName: string;
  /** Plain JSON; missing once somebody removed it. */
  readonly item?: Readonly<Record<string, unknown>>;
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
