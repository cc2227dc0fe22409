import { performance } from "node:perf_hooks";

export type StepOutcome = "ok" | "refused" | "failed";

/** One thing that happened on a request's way, in words, without tokens, passwords or bodies. */
export interface Step {
  /** What was done: `password`, `trigger`, `tokens`, `route`, `authorizer`, `cache`, `validation`, `integration`. */
  readonly name: string;
  readonly detail: string;
  readonly outcome: StepOutcome;
  readonly durationMs: number;
  /** The check that a function names as failed in its log: `expired`, `client`. */
  readonly reason?: string;
}

/** What happened to one request, for its log line and for the page. */
export class Trace {
  readonly steps: Step[] = [];
  readonly #startedAt = performance.now();

  constructor(readonly requestId: string) {}

  /** Milliseconds since the request came. */
  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  add(name: string, detail: string, outcome: StepOutcome = "ok", durationMs = 0, facts: Pick<Step, "reason"> = {}): void {
    this.steps.push({ name, detail, outcome, durationMs, ...facts });
  }
}
