import type { ColdStart } from "./cold-starts";
import type { FunctionCalls } from "./function-times";
import type { GatewayTimes } from "./gateway-times";
import type { Quota } from "./quotas";
import type { Session } from "./session";

/** Where strategies are measured. */
export interface Site {
  /** Such as `engine`. */
  readonly name: string;
  /** Whose times these are, to stand beside every figure; it has the word «simulated» wherever they are not AWS's own. */
  readonly times: string;
  /** What the figures say and what they do not, in one sentence. */
  readonly meaning: string;
  /** What bounds the rates there; empty where nothing does. */
  readonly quotas: readonly Quota[];
  /** The first sign-in and the first request of each strategy while none of its functions runs yet, so many times. */
  measureColdStarts(count: number, signal: AbortSignal): Promise<readonly ColdStart[]>;
  /** Lets API Gateway keep policies for so many seconds, and connects. Only one may be open at a time. */
  open(options: OpenOptions): Promise<OpenSite>;
}

export interface OpenOptions {
  readonly authorizerCacheTtlSeconds: number;
  /** To each origin; one request at a time goes over each. */
  readonly connections: number;
  readonly signal: AbortSignal;
}

export interface OpenSite {
  /** One client for each strategy. */
  readonly sessions: readonly Session[];
  /** What the functions and API Gateway themselves say of what was measured. */
  lookInside(measured: MeasuredSpan): Promise<Inside>;
  close(): Promise<void>;
}

/** What was measured while a site was open. */
export interface MeasuredSpan {
  /** By this machine's clock, in milliseconds since 1970: when the warm-up was over. */
  readonly startedAtMs: number;
  /** Requests whose answers came from an API, by strategy and scenario. */
  readonly requests: readonly MeasuredRequest[];
  readonly signal: AbortSignal;
}

export interface MeasuredRequest {
  readonly strategy: string;
  readonly scenario: string;
  readonly requestId: string;
}

export interface Inside {
  readonly functionCalls: readonly FunctionCalls[];
  readonly gatewayTimes: GatewayTimes;
}
