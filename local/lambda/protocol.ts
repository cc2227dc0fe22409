/** Messages between the engine and a function's process. */
export type ToRuntime = { readonly aheadMs: number } & (
  | { readonly kind: "load"; readonly code: string; readonly handlerName: string }
  | {
      readonly kind: "invoke";
      readonly event: unknown;
      readonly context: { readonly awsRequestId: string } & Readonly<Record<string, string>>;
      /** By the machine's own clock, milliseconds since 1970. */
      readonly deadlineMs: number;
    }
  /** What is at an address that the runtime asked for; null where it is none of the engine's. */
  | { readonly kind: "document"; readonly id: number; readonly text: string | null }
);

export interface LogRecord {
  readonly timestamp: string;
  readonly level: "DEBUG" | "INFO" | "WARN" | "ERROR";
  readonly requestId: string;
  readonly message: unknown;
}

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

export type FromRuntime =
  | { readonly kind: "ready" }
  | { readonly kind: "fetch"; readonly id: number; readonly url: string }
  /** `payload` is JSON. */
  | { readonly kind: "answer"; readonly payload: string }
  /** With `isFatal` the process ends by itself and takes no further event. */
  | ({ readonly kind: "failure"; readonly isFatal: boolean } & Failure)
  /** The runtime logs what the function threw. */
  | { readonly kind: "log"; readonly by: "function" | "runtime"; readonly record: LogRecord };
