import type { TraceReport } from "./page/contract";
import type { Trace } from "./trace";

/** As many as a page can ask for after a burst; the oldest goes first. */
const MAX_REPORTS = 500;

/** What happened to the last requests, by request id. */
export class Traces {
  readonly #reports = new Map<string, TraceReport>();

  add({ requestId, steps, elapsedMs }: Trace, status: number): void {
    this.#reports.set(requestId, { requestId, status, totalMs: elapsedMs, steps });
    for (const oldest of this.#reports.keys()) {
      if (this.#reports.size <= MAX_REPORTS) break;
      this.#reports.delete(oldest);
    }
  }

  get(requestId: string): TraceReport | undefined {
    return this.#reports.get(requestId);
  }
}
