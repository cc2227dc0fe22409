import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "esbuild";
import type { Clock } from "../clock";
import type { Failure, FromRuntime, LogRecord, ToRuntime } from "./protocol";
import type { FunctionModel } from "./resources";

/** AWS's regions and accounts are those of the simulated ids; the credentials name the function, for the table to know who asks. */
const REGION = "us-east-1";

let runtime: string | undefined;
/** The runtime as text for `node --eval`, so that it lies nowhere as a file that two engines could write at once. */
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
  /** `lastLogged` is the message of the last record that the function logged for this event. */
  | ({ readonly kind: "failure"; readonly lastLogged?: unknown } & Pick<Failure, "errorType" | "errorMessage">);

interface ProcessOptions {
  readonly fn: FunctionModel;
  readonly clock: Clock;
  /** Variables that AWS would not set: where the imitated services are. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly onLog: (record: LogRecord) => void;
}

/** One process with one function's code, for one event at a time. It ends with a crash, a timeout, or `kill`. */
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
    const { fn, endpoints, onLog, clock } = options;
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
      createInterface({ input: stream }).on("line", (message) =>
        onLog({ timestamp: new Date(clock.now()).toISOString(), level: "INFO", requestId: this.#requestId, message }),
      );
    }
    this.#exit = new Promise((resolve) => {
      this.#child.once("exit", resolve).once("error", resolve);
    });
    this.#child.on("message", (message: FromRuntime) => this.#receive(message));
    this.#child.on("exit", (status, signal) => this.#exited(signal ? `signal: ${signal}` : `exit status ${status}`));
    this.#child.on("error", ({ message }) => this.#exited(message));
  }

  /** Resolves once the module is loaded, or with what its top level threw. */
  async load(): Promise<Extract<Outcome, { kind: "failure" }> | undefined> {
    const { fn, clock } = this.#options;
    const outcome = await this.#ask({ kind: "load", code: fn.code, handlerName: fn.handlerName, aheadMs: clock.aheadMs });
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
    const timeoutMs = fn.timeoutSeconds * 1000;
    const timer = setTimeout(() => {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`;
      this.#settle({ kind: "failure", errorType: "Sandbox.Timedout", errorMessage });
      this.kill();
    }, timeoutMs);
    const context = {
      awsRequestId: requestId,
      functionName: fn.functionName,
      functionVersion: "$LATEST",
      invokedFunctionArn: fn.arn,
      memoryLimitInMB: String(fn.memoryMb),
    };
    try {
      const deadlineMs = Date.now() + timeoutMs;
      const outcome = await this.#ask({ kind: "invoke", event, context, deadlineMs, aheadMs: clock.aheadMs });
      return outcome.kind === "failure" ? { ...outcome, lastLogged: this.#lastLogged } : outcome;
    } finally {
      clearTimeout(timer);
    }
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

  #ask(message: ToRuntime): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#child.send(message, (error) => {
        if (error !== null) this.#exited(error.message);
      });
    });
  }

  #receive(message: FromRuntime): void {
    if (message.kind === "log") {
      this.#lastLogged = message.record.message;
      this.#options.onLog(message.record);
      return;
    }
    if (message.kind === "failure" && message.isFatal) this.#isAlive = false;
    this.#settle(message.kind === "ready" ? { kind: "answer", payload: "null" } : message);
  }

  #exited(how: string): void {
    this.#isAlive = false;
    const errorMessage = `RequestId: ${this.#requestId} Error: Runtime exited with error: ${how}`;
    this.#settle({ kind: "failure", errorType: "Runtime.ExitError", errorMessage });
  }

  #settle(outcome: Outcome): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.(outcome);
  }
}
