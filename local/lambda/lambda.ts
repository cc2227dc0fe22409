import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { matchesPattern } from "../arn-pattern";
import type { Clock } from "../clock";
import { waitAtMost } from "../patience";
import { FunctionProcess, type Outcome } from "./function-process";
import type { Invocation, InvocationRequest, Invoke } from "./invocation";
import type { LogRecord } from "./protocol";
import { redact } from "./redact";
import type { FunctionModel } from "./resources";

/**
 * Maximum processes per function; further calls wait. Lambda's limit is the account's concurrency (1,000 by default), too much for one
 * machine.
 */
const MAX_PROCESSES = 8;

export interface LambdaOptions {
  readonly functions: readonly FunctionModel[];
  readonly clock: Clock;
  /** Environment variables that lead the functions' AWS clients to the imitated services. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** What the engine itself serves at an address, such as a key set; undefined for every other address. */
  readonly readDocument?: (url: string) => Promise<string | undefined>;
  readonly onLog?: (fn: FunctionModel, record: LogRecord) => void;
}

export interface Lambda {
  readonly invoke: Invoke;
  /** Ends every process and waits until it is gone; calls under way fail. */
  stop(): Promise<void>;
}

/** Runs the recorded functions in processes of their own, started on demand. */
export function createLambda({
  functions,
  clock,
  endpoints,
  readDocument = async () => undefined,
  onLog = () => undefined,
}: LambdaOptions): Lambda {
  const startProcess = (fn: FunctionModel) =>
    new FunctionProcess({ fn, clock, endpoints, readDocument, onLog: (record) => onLog(fn, redacted(record)) });
  const pools = new Map(functions.map((fn) => [fn.arn, new FunctionPool(fn, () => startProcess(fn))]));
  return {
    async invoke(request) {
      const startedAt = performance.now();
      const pool = pools.get(request.functionArn);
      const isPermitted = pool?.fn.permissions.some(
        ({ principal, sourceArn }) => principal === request.principal && matchesPattern(sourceArn, request.sourceArn),
      );
      if (pool === undefined || !isPermitted) return { outcome: "access denied", durationMs: performance.now() - startedAt };
      return { ...(await pool.run(request)), durationMs: performance.now() - startedAt };
    },
    async stop() {
      await Promise.all(Array.from(pools.values(), (pool) => pool.stop()));
    },
  };
}

type Reached = Invocation extends infer I ? (I extends Invocation ? Omit<I, "durationMs"> : never) : never;

const redacted = (record: LogRecord): LogRecord => ({ ...record, message: redact(record.message) });

class FunctionPool {
  readonly #processes = new Set<FunctionProcess>();
  readonly #idle: FunctionProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #isStopped = false;

  constructor(
    readonly fn: FunctionModel,
    readonly start: () => FunctionProcess,
  ) {}

  /**
   * What a caller sees that waits no longer than `waitMs` for a process that is its own; Lambda has no queue, so that waiting in ours
   * does not count. The function goes on after that, and its process is free afterwards.
   */
  async run({ event, waitMs }: InvocationRequest): Promise<Reached> {
    while (this.#idle.length === 0 && this.#processes.size >= MAX_PROCESSES)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return new Promise((resolve, reject) => {
      const stopWaiting = waitAtMost(waitMs, () => resolve({ outcome: "caller timeout" }));
      this.#runNow(event).then(resolve, reject).finally(stopWaiting);
    });
  }

  async #runNow(event: unknown): Promise<Reached> {
    const requestId = randomUUID();
    const idle = this.#takeIdle();
    if (idle !== undefined) return this.#runIn(idle, event, requestId);

    if (this.#isStopped) return toReached(stopped);
    const startedAt = performance.now();
    const started = this.start();
    this.#processes.add(started);
    const failure = await started.load(requestId);
    if (failure !== undefined) {
      started.kill();
      this.#release(started);
      return toReached(failure);
    }
    const coldStartMs = performance.now() - startedAt;
    return { ...(await this.#runIn(started, event, requestId)), coldStartMs };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(Array.from(this.#processes, (running) => running.end()));
  }

  /** A process may have ended since its last call. */
  #takeIdle(): FunctionProcess | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.isAlive) return idle;
      this.#processes.delete(idle);
    }
    return undefined;
  }

  async #runIn(running: FunctionProcess, event: unknown, requestId: string): Promise<Reached> {
    const outcome = await running.run(event, requestId);
    this.#release(running);
    return toReached(outcome);
  }

  #release(running: FunctionProcess): void {
    if (running.isAlive) this.#idle.push(running);
    else this.#processes.delete(running);
    this.#waiting.shift()?.();
  }
}

const stopped: Outcome = { kind: "failure", errorType: "Local.Stopped", errorMessage: "the engine has stopped" };

function toReached(outcome: Outcome): Reached {
  if (outcome.kind === "failure") {
    const { kind: _, ...failure } = outcome;
    return { outcome: "function error", ...failure };
  }
  return { outcome: "answer", payload: JSON.parse(outcome.payload) };
}
