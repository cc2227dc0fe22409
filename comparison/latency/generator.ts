import { percentileOf } from "./statistics";

/**
 * An open-model load generator: requests are due at fixed times, regardless of earlier responses. Latencies count from the due time, so
 * they include the waiting that a stalled server causes.
 */

/** The generator's clock; replaced in tests. */
export interface Clock {
  /** Milliseconds since any fixed point. */
  now(): number;
  /** Resolves at that time or as soon as possible after it, and lets answers be read in between. */
  waitUntil(timeMs: number): Promise<void>;
}

export interface Load {
  readonly ratePerSecond: number;
  readonly count: number;
  /** What is due while so many are under way is dropped, and counted. */
  readonly maxInFlight: number;
  /** A request sent more than this after it was due counts as late; its latency still counts from when it was due. */
  readonly lateAfterMs: number;
}

/** A request with the check of its response. */
export interface Exchange<Answer> {
  send(index: number): Promise<Answer>;
  /** What is wrong with the answer; nothing where it is right. */
  check(answer: Answer, index: number): string | undefined;
}

export interface Sample {
  /** The request's number. */
  readonly index: number;
  /** From when the request was due, in whole microseconds. */
  readonly latencyMs: number;
  /** From when it was actually sent. */
  readonly serviceMs: number;
  readonly outcome: "right" | "wrong" | "error";
  /** What was wrong, or the error. */
  readonly complaint?: string;
}

export interface LoadResult {
  readonly samples: readonly Sample[];
  readonly late: number;
  readonly dropped: number;
}

/** How late a request was sent. */
export const latenessOf = ({ latencyMs, serviceMs }: Sample): number => latencyMs - serviceMs;

/** The outcome of the load. */
export interface LoadCounts {
  /** Right answers, which alone are in the percentiles. */
  readonly n: number;
  readonly errors: number;
  readonly wrong: number;
  readonly late: number;
  readonly dropped: number;
  /** Of the right answers, whose latencies include it; 0 if there are none. */
  readonly lateness: { readonly p50Ms: number; readonly p99Ms: number };
}

export const samplesOf = (results: readonly LoadResult[], outcome: Sample["outcome"]): readonly Sample[] =>
  results.flatMap(({ samples }) => samples.filter((sample) => sample.outcome === outcome));

export function countLoad(results: readonly LoadResult[]): LoadCounts {
  const right = samplesOf(results, "right");
  const latenessAt = (p: number) => (right.length === 0 ? 0 : percentileOf(right.map(latenessOf), p));
  return {
    n: right.length,
    errors: samplesOf(results, "error").length,
    wrong: samplesOf(results, "wrong").length,
    late: results.reduce((sum, { late }) => sum + late, 0),
    dropped: results.reduce((sum, { dropped }) => sum + dropped, 0),
    lateness: { p50Ms: latenessAt(50), p99Ms: latenessAt(99) },
  };
}

/** Sends `load.count` requests, numbered from `firstIndex`; resolves when all were answered, failed or dropped. */
export async function generateLoad<Answer>(
  load: Load,
  exchange: Exchange<Answer>,
  clock: Clock,
  firstIndex = 0,
): Promise<LoadResult> {
  const { ratePerSecond, count, maxInFlight, lateAfterMs } = load;
  const samples: Sample[] = [];
  const underWay = new Set<Promise<void>>();
  let late = 0;
  let dropped = 0;
  const startedAtMs = clock.now();
  for (let i = 0; i < count; i++) {
    const dueAtMs = startedAtMs + (i * 1000) / ratePerSecond;
    await clock.waitUntil(dueAtMs);
    if (underWay.size >= maxInFlight) {
      dropped++;
      continue;
    }
    const sentAtMs = clock.now();
    if (sentAtMs - dueAtMs > lateAfterMs) late++;
    const index = firstIndex + i;
    const sent = exchangeOnce(exchange, index, clock).then(({ endedAtMs, ...result }) => {
      const [latencyMs, serviceMs] = [toMicroseconds(endedAtMs - dueAtMs), toMicroseconds(endedAtMs - sentAtMs)];
      samples.push({ index, latencyMs, serviceMs, ...result });
      underWay.delete(sent);
    });
    underWay.add(sent);
  }
  await Promise.all(underWay);
  return { samples, late, dropped };
}

const toMicroseconds = (ms: number) => Math.round(ms * 1000) / 1000;

/** Stops the time before the check, which is not the server's. */
async function exchangeOnce<Answer>({ send, check }: Exchange<Answer>, index: number, clock: Clock) {
  try {
    const answer = await send(index);
    const endedAtMs = clock.now();
    const complaint = check(answer, index);
    return complaint === undefined
      ? { endedAtMs, outcome: "right" as const }
      : { endedAtMs, outcome: "wrong" as const, complaint };
  } catch (error) {
    return { endedAtMs: clock.now(), outcome: "error" as const, complaint: String(error) };
  }
}
