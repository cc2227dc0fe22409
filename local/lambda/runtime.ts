import { createRequire } from "node:module";
import { format } from "node:util";
import { compileFunction, constants } from "node:vm";
import type { FromRuntime, LogRecord, ToRuntime } from "./protocol";

/**
 * What runs in a function's own process: takes the bundle, calls its handler for one event after the other, and reports as Lambda's
 * Node runtime does. It is bundled and given to `node` as text, so it may import nothing but Node and types.
 */

const RealDate = Date;
let aheadMs = 0;
let requestId = "";

const now = () => RealDate.now() + aheadMs;
// The engine's clock: what reads the time in a handler sees the same time as Cognito and API Gateway do.
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});

const send = (message: FromRuntime, then: () => void = () => undefined) => {
  process.send?.(message, then);
};

function describeError(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] };
}

const loggedError = (error: Error) => {
  const { trace: stackTrace, ...rest } = describeError(error);
  return { ...rest, stackTrace };
};

/**
 * Lambda's JSON log format: one object as it is, an error by its parts, anything else as text.
 * Source: github.com/aws/aws-lambda-nodejs-runtime-interface-client, src/LogPatch.js, read 2026-11.
 */
function log(level: LogRecord["level"], args: readonly unknown[]): void {
  const [first] = args;
  const isObject = args.length === 1 && typeof first === "object" && first !== null;
  const toJson = (_key: string, value: unknown) => (value instanceof Error ? loggedError(value) : value);
  let message: unknown;
  try {
    message = isObject ? JSON.parse(JSON.stringify(first, toJson)) : format(...args);
  } catch {
    message = format(...args);
  }
  send({ kind: "log", record: { timestamp: new Date().toISOString(), level, requestId, message } });
}
for (const [method, level] of [
  ["debug", "DEBUG"],
  ["log", "INFO"],
  ["info", "INFO"],
  ["warn", "WARN"],
  ["error", "ERROR"],
] as const) {
  console[method] = (...args: unknown[]) => log(level, args);
}

/** Nobody awaits what failed, so the state of the process is unknown: Lambda ends it, too. */
const fail = (errorType: string | undefined) => (error: unknown) => {
  const failure = describeError(error);
  send({ kind: "failure", isFatal: true, ...failure, ...(errorType === undefined ? {} : { errorType }) }, () =>
    process.exit(129),
  );
};
process.on("uncaughtException", fail(undefined));
process.on("unhandledRejection", fail("Runtime.UnhandledPromiseRejection"));
process.on("disconnect", () => process.exit());

type Handler = (event: unknown, context: unknown) => unknown;
let handler: Handler | undefined;

function load({ code, handlerName }: Extract<ToRuntime, { kind: "load" }>): Handler {
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const wrapped = compileFunction(code, ["module", "exports", "require"], {
    filename: "/var/task/index.js",
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  wrapped(module, module.exports, createRequire("/var/task/"));
  const exported = module.exports[handlerName];
  if (typeof exported !== "function") {
    const error = new Error(`${handlerName} is undefined or not exported`);
    error.name = "Runtime.HandlerNotFound";
    throw error;
  }
  return (event, context) => exported(event, context);
}

async function invoke({ event, context, deadlineMs }: Extract<ToRuntime, { kind: "invoke" }>): Promise<void> {
  requestId = context.awsRequestId;
  try {
    const result = await handler?.(event, { ...context, getRemainingTimeInMillis: () => deadlineMs - RealDate.now() });
    send({ kind: "answer", payload: JSON.stringify(result) ?? "null" });
  } catch (error) {
    send({ kind: "failure", isFatal: false, ...describeError(error) });
  }
}

process.on("message", (message: ToRuntime) => {
  aheadMs = message.aheadMs;
  if (message.kind === "invoke") {
    void invoke(message);
    return;
  }
  try {
    handler = load(message);
    send({ kind: "ready" });
  } catch (error) {
    send({ kind: "failure", isFatal: true, ...describeError(error) }, () => process.exit(1));
  }
});
