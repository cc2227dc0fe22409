import { performance } from "node:perf_hooks";
import type { Step } from "./step";

/** What happened to a request, for its log line and the page. */
export class Trace {
  readonly steps: Step[] = [];
  readonly #startedAt = performance.now();

  constructor(readonly requestId: string) {}

  /** Milliseconds since the request came. */
  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  add(step: Step): void {
    this.steps.push(step);
  }
}
