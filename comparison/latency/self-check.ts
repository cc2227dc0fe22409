import { join } from "node:path";
import { z } from "zod";
import { machineClock } from "./clock";
import { type Clock, countLoad, generateLoad, type Load, samplesOf } from "./generator";
import { createHttpClient, type HttpClient } from "./load-client";
import { createRandom, shuffle } from "./plan";
import { startProcess } from "./processes";
import type { SelfCheck } from "./report";
import { percentileOf, percentilesFor } from "./statistics";

const MIN_DELAY_MS = 1;
/** Exponential above a minimum, for realistic upper percentiles. */
const MEAN_EXTRA_MS = 3;

/** The distribution's quantiles, shuffled. */
export function createDelays(count: number, seed: number): readonly number[] {
  const delaysMs = Array.from({ length: count }, (_, i) => MIN_DELAY_MS - MEAN_EXTRA_MS * Math.log(1 - (i + 0.5) / count));
  return shuffle(delaysMs, createRandom(seed));
}

/** Measures known latencies to determine the generator's error. */
export async function checkGenerator(load: Load, seed: number, client: HttpClient, clock: Clock): Promise<SelfCheck> {
  const delaysMs = createDelays(load.count, seed);
  const knownMs = new Map<number, number>();
  const send = (index: number) =>
    client.ask({ method: "GET", path: `/${Math.round((delaysMs[index] ?? 0) * 1000)}`, headers: {} });
  const check = ({ status, body }: { readonly status: number; readonly body: string }, index: number) => {
    if (status !== 200 || !/^\d+(\.\d+)?$/.test(body)) return `${status} ${body}`;
    knownMs.set(index, Number(body));
    return undefined;
  };
  const result = await generateLoad(load, { send, check }, clock);
  const right = samplesOf([result], "right");
  const measuredMs = right.map(({ latencyMs }) => latencyMs);
  const errorsMs = right.map(({ latencyMs, index }) => latencyMs - (knownMs.get(index) ?? Number.NaN));
  return {
    sentence:
      "the generator on this machine against a server that tells how long it simulated to work; error is that of single requests",
    ...countLoad([result]),
    percentiles: percentilesFor(measuredMs.length).map((p) => ({
      p,
      knownMs: percentileOf([...knownMs.values()], p),
      measuredMs: percentileOf(measuredMs, p),
      errorMs: percentileOf(errorsMs, p),
    })),
  };
}

/** The same against a server in a separate process. */
export async function runSelfCheck(load: Load, seed: number): Promise<SelfCheck> {
  const server = await startProcess(join(__dirname, "delay-process.ts"), z.object({ origin: z.string() }));
  const client = createHttpClient(server.ready.origin, load.maxInFlight);
  try {
    // Connections and code that is not warm yet are no error of the measurement.
    await checkGenerator({ ...load, count: Math.min(load.count, 100) }, seed, client, machineClock);
    return await checkGenerator(load, seed, client, machineClock);
  } finally {
    await client.close();
    await server.stop();
  }
}
