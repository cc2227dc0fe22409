import { BoundedMap } from "./bounded-map";
import type { TraceReport } from "./page/contract";
import type { Trace } from "./trace";

/** Enough for the page after a burst; the oldest is dropped first. */
const MAX_REPORTS = 500;

type KeptTrace = Omit<TraceReport, "sentences">;

/** Traces of the latest requests, by request id. */
export class Traces {
  readonly #reports = new BoundedMap<KeptTrace>(MAX_REPORTS);

  add({ requestId, steps, elapsedMs }: Trace, status: number): void {
    this.#reports.set(requestId, { requestId, status, totalMs: elapsedMs, steps });
  }

  get(requestId: string): KeptTrace | undefined {
    return this.#reports.get(requestId);
  }
}
