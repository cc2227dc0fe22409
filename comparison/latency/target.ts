import type { FunctionCalls } from "./function-times";
import type { LoadClient } from "./load-client";
import type { Quota } from "./quotas";
import type { GatewayTimes } from "./report";

/** A target on which strategies are measured. */
export interface LatencyTarget {
  /** Such as `engine`. */
  readonly name: string;
  /** Whose times these are, to stand beside every figure; it has the word «simulated» wherever they are not AWS's own. */
  readonly timingSource: string;
  /** What the figures say and what they do not, in one sentence. */
  readonly timingMeaning: string;
  /** What bounds the rates there; empty where nothing does. */
  readonly quotas: readonly Quota[];
  /** The first sign-in and the first request of each strategy while none of its functions runs yet, so many times. */
  measureColdStarts(count: number, signal: AbortSignal): Promise<readonly FunctionCalls[]>;
  /** Lets API Gateway keep policies for so many seconds, and connects. Only one may be open at a time. */
  open(options: OpenOptions): Promise<OpenTarget>;
  /** The strategies with the user directory off and on, side by side; left out where no such stacks are to be had. */
  readonly openDirectoryPair?: (connections: number) => Promise<DirectoryPair>;
}

export interface DirectoryPair {
  /** One client for each strategy, as in `on`. */
  readonly off: readonly LoadClient[];
  readonly on: readonly LoadClient[];
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly authorizerCacheTtlSeconds: number;
  /** To each origin; one request at a time goes over each. */
  readonly connections: number;
  readonly signal: AbortSignal;
}

export interface OpenTarget {
  /** One client for each strategy. */
  readonly clients: readonly LoadClient[];
  /** What the functions and API Gateway themselves say of what was measured. */
  readServerTimes(measured: MeasuredSpan): Promise<ServerTimes>;
  close(): Promise<void>;
}

/** The span of measurements on an open target. */
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

export interface ServerTimes {
  readonly functionCalls: readonly FunctionCalls[];
  readonly gatewayTimes: GatewayTimes;
}
