/** An invocation of a function by an AWS service. */
export interface InvocationRequest {
  /** The function's ARN. */
  readonly functionArn: string;
  /** The service that calls, such as `cognito-idp.amazonaws.com`, and the ARN it calls for: a permission must name both. */
  readonly principal: string;
  readonly sourceArn: string;
  readonly event: unknown;
  /** How long the caller waits, in milliseconds; the function's own timeout holds as well. */
  readonly waitMs: number;
}

/** The result. `durationMs` is the caller's wait; `coldStartMs` is its part until a new process was ready. */
export type Invocation = {
  readonly durationMs: number;
  readonly coldStartMs?: number;
} & (
  | { readonly outcome: "answer"; readonly payload: unknown }
  /**
   * The handler threw or rejected, did not end in time, or its process ended. `errorMessage` is what Lambda reports; `lastLogged`, the
   * message that the function logged last, is not part of what a caller is told.
   */
  | {
      readonly outcome: "function error";
      readonly errorType: string;
      readonly errorMessage: string;
      readonly lastLogged?: unknown;
    }
  /** No resource-based permission lets this principal call for this ARN. */
  | { readonly outcome: "access denied" }
  /** The caller stopped waiting before the function's own timeout. */
  | { readonly outcome: "caller timeout" }
);

export type Invoke = (request: InvocationRequest) => Promise<Invocation>;

/** An invocation's times for a trace step. */
export const timesOf = ({ durationMs, coldStartMs }: Invocation): Pick<Invocation, "durationMs" | "coldStartMs"> => ({
  durationMs,
  ...(coldStartMs === undefined ? {} : { coldStartMs }),
});
