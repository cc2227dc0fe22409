/** What the engine and a function's process tell each other. */
export type ToRuntime = { readonly aheadMs: number } & (
  | { readonly kind: "load"; readonly code: string; readonly handlerName: string }
  | {
      readonly kind: "invoke";
      readonly event: unknown;
      readonly context: { readonly awsRequestId: string } & Readonly<Record<string, string>>;
      /** By the machine's own clock, milliseconds since 1970. */
      readonly deadlineMs: number;
    }
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
  readonly trace: readonly string[];
}

export type FromRuntime =
  | { readonly kind: "ready" }
  /** `payload` is JSON. */
  | { readonly kind: "answer"; readonly payload: string }
  /** With `isFatal` the process ends by itself and takes no further event. */
  | ({ readonly kind: "failure"; readonly isFatal: boolean } & Failure)
  | { readonly kind: "log"; readonly record: LogRecord };
