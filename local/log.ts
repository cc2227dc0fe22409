import { describeStep } from "./describe-step";
import type { ServedRequest } from "./http-server";
import type { LogRecord } from "./lambda/protocol";
import type { MailedCode } from "./page/contract";
import type { Step } from "./step";
import type { Trace } from "./trace";

/** A log entry for the engine's user. Never contains tokens, nor passwords except temporary ones that Cognito would have mailed. */
export type LogLine =
  | {
      readonly kind: "request";
      /** The strategy, or the service that an administrator or a client asked: `cognito`, `dynamodb`, `ssm`. */
      readonly from: string;
      readonly what: string;
      readonly status: number;
      /** Who decided, and why. */
      readonly decision: string;
      readonly durationMs: number;
    }
  | { readonly kind: "function"; readonly name: string; readonly record: LogRecord }
  | ({ readonly kind: "code" } & MailedCode)
  /** What whoever runs the engine should know and no client is told. */
  | { readonly kind: "warning"; readonly message: string };

/** Whose requests name an operation, and not a route. */
const SERVICES: ReadonlySet<string> = new Set(["cognito", "dynamodb", "ssm"]);

/** Steps that explain why a request was allowed. */
const DECISIVE: ReadonlySet<Step["kind"]> = new Set(["tokens", "cache", "authorizer", "integration"]);

/**
 * A request's log line. It names the route or operation; unknown paths are not quoted, because a client may have put a token there.
 */
export function describeRequest(from: string, request: ServedRequest, status: number, { steps, elapsedMs }: Trace): LogLine {
  const target = request.headers.find(([name]) => name.toLowerCase() === "x-amz-target")?.[1].split(".")[1];
  const operation = target !== undefined && /^[A-Za-z]{1,64}$/.test(target) ? target : "an operation that does not exist";
  const matched = steps.find(({ kind }) => kind === "route");
  const route = matched === undefined ? `${request.method} (no route)` : describeStep(matched);
  const refusal = steps.findLast(({ outcome }) => outcome !== "ok");
  const decisive = refusal === undefined ? steps.filter(({ kind }) => DECISIVE.has(kind)) : [refusal];
  return {
    kind: "request",
    from,
    what: SERVICES.has(from) ? operation : route,
    status,
    decision: decisive.map((step) => `${step.kind}: ${describeStep(step)}`).join("; "),
    durationMs: elapsedMs,
  };
}

/** Formats an entry as one line of text. */
export function formatLine(line: LogLine): string {
  switch (line.kind) {
    case "request":
      return `${line.status} ${line.from} ${line.what} - ${line.decision} (${line.durationMs.toFixed(1)} ms)`;
    case "function":
      return `    ${line.record.level} ${line.name}: ${typeof line.record.message === "string" ? line.record.message : JSON.stringify(line.record.message)}`;
    case "warning":
      return `    WARNING ${line.message}`;
    case "code":
      return `    code for ${line.to} (${line.userPoolId}): ${line.code}`;
  }
}
