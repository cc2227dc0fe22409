import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { matchesPattern } from "../arn-pattern";
import type { Clock } from "../clock";
import { FunctionProcess, type Outcome } from "./function-process";
import type { Invocation, InvocationRequest, Invoke } from "./invocation";
import type { LogRecord } from "./protocol";
import type { FunctionModel } from "./resources";

/**
 * How many processes a function may have at once; further calls wait for one. Lambda's own limit is the account's concurrency
 * (1,000 by default), which no two-core machine would bear.
 */
const MAX_PROCESSES = 8;

/** Source: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, «Invocation payload», read 2026-11. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

export interface LambdaOptions {
  readonly functions: readonly FunctionModel[];
  readonly clock: Clock;
  /** Environment variables that lead the functions' AWS clients to the imitated services. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly onLog?: (fn: FunctionModel, record: LogRecord) => void;
}

export interface Lambda {
  readonly invoke: Invoke;
  /** Ends every process and waits until it is gone; calls under way fail. */
  stop(): Promise<void>;
}

/** The recorded functions, each in processes of its own that start when there is no idle one for a call. */
export function createLambda({ functions, clock, endpoints, onLog = () => undefined }: LambdaOptions): Lambda {
  const pools = new Map(
    functions.map((fn) => [
      fn.arn,
      new FunctionPool(fn, () => new FunctionProcess({ fn, clock, endpoints, onLog: (record) => onLog(fn, record) })),
    ]),
  );
  return {
    async invoke(request) {
      const startedAt = performance.now();
      const pool = pools.get(request.functionArn);
      const isPermitted = pool?.fn.permissions.some(
        ({ principal, sourceArn }) => principal === request.principal && matchesPattern(sourceArn, request.sourceArn),
      );
      if (pool === undefined || !isPermitted) return { outcome: "access denied", durationMs: performance.now() - startedAt };
      return { ...(await withPatience(request, pool)), durationMs: performance.now() - startedAt };
    },
    async stop() {
      await Promise.all(Array.from(pools.values(), (pool) => pool.stop()));
    },
  };
}

type Reached = Invocation extends infer I ? (I extends Invocation ? Omit<I, "durationMs"> : never) : never;

/** What a caller sees that does not wait longer than it said. The function goes on, and its process is free afterwards. */
async function withPatience({ event, waitMs }: InvocationRequest, pool: FunctionPool): Promise<Reached> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<Reached>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: "caller timeout" }), waitMs);
  });
  return Promise.race([pool.run(event), impatience]).finally(() => clearTimeout(timer));
}

class FunctionPool {
  readonly #processes = new Set<FunctionProcess>();
  readonly #idle: FunctionProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #isStopped = false;

  constructor(
    readonly fn: FunctionModel,
    readonly start: () => FunctionProcess,
  ) {}

  async run(event: unknown): Promise<Reached> {
    while (this.#idle.length === 0 && this.#processes.size >= MAX_PROCESSES)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const requestId = randomUUID();
    const idle = this.#takeIdle();
    if (idle !== undefined) return this.#runIn(idle, event, requestId);

    if (this.#isStopped) return toReached(stopped);
    const startedAt = performance.now();
    const started = this.start();
    this.#processes.add(started);
    const failure = await started.load();
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
  if (Buffer.byteLength(outcome.payload) > MAX_PAYLOAD_BYTES) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
    return { outcome: "function error", errorType: "Function.ResponseSizeTooLarge", errorMessage };
  }
  return { outcome: "answer", payload: JSON.parse(outcome.payload) };
}
