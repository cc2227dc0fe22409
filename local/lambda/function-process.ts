import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "esbuild";
import type { Clock } from "../clock";
import { waitAtMost } from "../patience";
import type { Failure, FromRuntime, LogRecord, ToRuntime } from "./protocol";
import type { FunctionModel } from "./resources";

/** Region and account match the simulated ids; the credentials identify the function to the table. */
const REGION = "us-east-1";

let runtime: string | undefined;
/** The runtime as source for `node --eval`, so that no file is shared between engines. */
function runtimeCode(): string {
  runtime ??= buildSync({
    entryPoints: [join(__dirname, "runtime.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "silent",
  }).outputFiles[0]?.text;
  return runtime ?? "";
}

export type Outcome =
  | { readonly kind: "answer"; readonly payload: string }
  /** `lastLogged` is the message of the last record that the function itself logged for this event. */
  | ({ readonly kind: "failure"; readonly lastLogged?: unknown } & Failure);

/** Source: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, "Invocation payload", read 2026-11. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Source: docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html, "Init phase", read 2026-11. */
const INIT_TIMEOUT_SECONDS = 10;

interface ProcessOptions {
  readonly fn: FunctionModel;
  readonly clock: Clock;
  /** Variables that AWS would not set: where the imitated services are. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** What the engine itself serves at an address, such as a key set. */
  readonly readDocument: (url: string) => Promise<string | undefined>;
  readonly onLog: (record: LogRecord) => void;
}

/** A process with one function's code that handles one event at a time, until a crash, timeout or `kill`. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #options: ProcessOptions;
  readonly #exit: Promise<unknown>;
  #resolve: ((outcome: Outcome) => void) | undefined;
  #requestId = "";
  #lastLogged: unknown;
  #isAlive = true;

  /** Starts the process; `load` gives it its code. */
  constructor(options: ProcessOptions) {
    const { fn, endpoints } = options;
    this.#options = options;
    // Not the environment of whoever starts the engine: it may hold credentials of a real account.
    const env = {
      ...endpoints,
      ...fn.environment,
      TZ: "UTC",
      // What Node thinks of its own version is not a function's log.
      NODE_NO_WARNINGS: "1",
      AWS_REGION: REGION,
      AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
      AWS_ACCESS_KEY_ID: fn.functionName,
      AWS_SECRET_ACCESS_KEY: "local",
    };
    const args = [`--max-old-space-size=${fn.memoryMb}`, "--eval", runtimeCode()];
    this.#child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (message) => this.#log("INFO", message));
    }
    this.#exit = new Promise((resolve) => {
      this.#child.once("exit", resolve).once("error", resolve);
    });
    this.#child.on("message", (message: FromRuntime) => this.#receive(message));
    this.#child.on("exit", (status, signal) => this.#exited(signal ? `signal: ${signal}` : `exit status ${status}`));
    this.#child.on("error", ({ message }) => this.#exited(message));
  }

  /** Resolves once the module is loaded, or with what its top level threw. */
  async load(requestId: string): Promise<Extract<Outcome, { kind: "failure" }> | undefined> {
    const { fn, clock } = this.#options;
    this.#requestId = requestId;
    const message = { kind: "load", code: fn.code, handlerName: fn.handlerName, aheadMs: clock.aheadMs } as const;
    const outcome = await this.#ask(message, INIT_TIMEOUT_SECONDS);
    return outcome.kind === "failure" ? outcome : undefined;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs the handler once. A function that takes longer than its timeout ends with its process, as in Lambda. */
  async run(event: unknown, requestId: string): Promise<Outcome> {
    const { fn, clock } = this.#options;
    this.#requestId = requestId;
    this.#lastLogged = undefined;
    const context = {
      awsRequestId: requestId,
      functionName: fn.functionName,
      functionVersion: "$LATEST",
      invokedFunctionArn: fn.arn,
      memoryLimitInMB: String(fn.memoryMb),
    };
    const deadlineMs = Date.now() + fn.timeoutSeconds * 1000;
    const outcome = await this.#ask({ kind: "invoke", event, context, deadlineMs, aheadMs: clock.aheadMs }, fn.timeoutSeconds);
    return outcome.kind === "failure" ? { ...outcome, lastLogged: this.#lastLogged } : outcome;
  }

  kill(): void {
    this.#isAlive = false;
    this.#child.kill("SIGKILL");
  }

  /** Resolves once the process is gone. */
  async end(): Promise<void> {
    this.kill();
    await this.#exit;
  }

  async #ask(message: ToRuntime, timeoutSeconds: number): Promise<Outcome> {
    const stopWaiting = waitAtMost(timeoutSeconds * 1000, () => {
      this.kill();
      const errorMessage = `RequestId: ${this.#requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
      this.#fail({ errorType: "Sandbox.Timedout", errorMessage });
    });
    try {
      return await new Promise((resolve) => {
        this.#resolve = resolve;
        this.#send(message);
      });
    } finally {
      stopWaiting();
    }
  }

  #send(message: ToRuntime): void {
    this.#child.send(message, (error) => {
      if (error !== null) this.#exited(error.message);
    });
  }

  #receive(message: FromRuntime): void {
    if (message.kind === "log") {
      if (message.by === "function") this.#lastLogged = message.record.message;
      this.#options.onLog(message.record);
    } else if (message.kind === "fetch") {
      void this.#options.readDocument(message.url).then((text) => {
        this.#send({ kind: "document", id: message.id, text: text ?? null, aheadMs: this.#options.clock.aheadMs });
      });
    } else if (message.kind === "failure") {
      if (message.isFatal) this.#isAlive = false;
      this.#settle(message);
    } else if (message.kind === "answer" && Buffer.byteLength(message.payload) > MAX_PAYLOAD_BYTES) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
      this.#fail({ errorType: "Function.ResponseSizeTooLarge", errorMessage });
    } else {
      this.#settle({ kind: "answer", payload: message.kind === "answer" ? message.payload : "null" });
    }
  }

  #exited(how: string): void {
    const errorMessage = `RequestId: ${this.#requestId} Error: Runtime exited with error: ${how}`;
    const failure = { errorType: "Runtime.ExitError", errorMessage };
    // Whoever ended it has said so.
    if (this.#isAlive) this.#fail(failure);
    else this.#settle({ kind: "failure", ...failure });
    this.#isAlive = false;
  }

  /** Ends the call and leaves the line that Lambda leaves where the runtime cannot; also where a process ends between two calls. */
  #fail(failure: Failure): void {
    this.#log("ERROR", failure);
    this.#settle({ kind: "failure", ...failure });
  }

  #log(level: LogRecord["level"], message: unknown): void {
    const timestamp = new Date(this.#options.clock.now()).toISOString();
    this.#options.onLog({ timestamp, level, requestId: this.#requestId, message });
  }

  #settle(outcome: Outcome): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(outcome);
  }
}
