import { createRequire } from "node:module";
import { format } from "node:util";
import { compileFunction, constants } from "node:vm";
import type { Failure, FromRuntime, LogRecord, ToRuntime } from "./protocol";

/**
 * Runs in a function's process: loads the bundle, calls its handler for one event at a time, and reports like Lambda's Node runtime. It
 * is itself bundled and passed to `node` as source, so it may only import Node and types.
 */

const RealDate = Date;
let aheadMs = 0;
let requestId = "";

const now = () => RealDate.now() + aheadMs;
// The engine's clock: handlers see the same time as Cognito and API Gateway.
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});

const send = (message: FromRuntime, then: () => void = () => undefined) => {
  process.send?.(message, then);
};

function describeError(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message };
}

/** An error for the log, with its stack and own properties. */
const toJson = (_key: string, value: unknown) =>
  value instanceof Error ? { ...describeError(value), stackTrace: value.stack?.split("\n"), ...value } : value;

/**
 * Lambda's JSON log format: a single object as is, errors by their properties, anything else as text.
 * Source: github.com/aws/aws-lambda-nodejs-runtime-interface-client, src/LogPatch.js, read 2026-11.
 */
function log(level: LogRecord["level"], args: readonly unknown[], by: "function" | "runtime" = "function"): void {
  const [first] = args;
  const isObject = args.length === 1 && typeof first === "object" && first !== null;
  let message: unknown;
  try {
    message = isObject ? JSON.parse(JSON.stringify(first, toJson)) : format(...args);
  } catch {
    message = format(...args);
  }
  send({ kind: "log", by, record: { timestamp: new Date().toISOString(), level, requestId, message } });
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

/** Logs and reports what a function threw, like Lambda's runtime; `exitCode` if the process must end. */
function fail(error: unknown, exitCode?: number, failure = describeError(error)): void {
  log("ERROR", [error instanceof Error ? error : failure], "runtime");
  send({ kind: "failure", isFatal: exitCode !== undefined, ...failure }, () => {
    if (exitCode !== undefined) process.exit(exitCode);
  });
}
// An unhandled rejection leaves the process in an unknown state: Lambda ends it, too.
process.on("uncaughtException", (error) => fail(error, 129));
process.on("unhandledRejection", (error) =>
  fail(error, 128, { ...describeError(error), errorType: "Runtime.UnhandledPromiseRejection" }),
);
process.on("disconnect", () => process.exit());

/**
 * The engine's own documents, such as key sets, are fetched over the process channel. On AWS a separate service serves them; here, a
 * flood of requests to the engine's port would delay them beyond a function's timeout and fail requests that nobody refused.
 */
const realFetch = globalThis.fetch;
const awaited = new Map<number, (text: string | null) => void>();
let fetches = 0;
globalThis.fetch = async (input, init) => {
  if (input instanceof Request || (init?.method ?? "GET") !== "GET") return realFetch(input, init);
  const text = await new Promise<string | null>((resolve) => {
    const id = fetches++;
    awaited.set(id, resolve);
    send({ kind: "fetch", id, url: String(input) });
  });
  return text === null ? realFetch(input, init) : new Response(text, { headers: { "Content-Type": "application/json" } });
};

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
    fail(error);
  }
}

process.on("message", (message: ToRuntime) => {
  aheadMs = message.aheadMs;
  if (message.kind === "document") {
    awaited.get(message.id)?.(message.text);
    awaited.delete(message.id);
    return;
  }
  if (message.kind === "invoke") {
    void invoke(message);
    return;
  }
  try {
    handler = load(message);
    send({ kind: "ready" });
  } catch (error) {
    fail(error, 1);
  }
});
