import { z } from "zod";
import type { HttpAnswer } from "./http-client";
import { openSessions, readTokens, startEngineProcess } from "./session";
import { percentileOf } from "./statistics";

export interface ColdStart {
  readonly strategy: string;
  /** Which function, by its place on the path. */
  readonly what: string;
  readonly n: number;
  /** Too few for percentiles, so these are shown as they are. */
  readonly samplesMs: readonly number[];
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
}

const traceSchema = z.object({ steps: z.array(z.object({ name: z.string(), detail: z.string() })) });
type Trace = z.infer<typeof traceSchema>;

/** By the names of the engine's steps; a step that a new strategy adds goes by its own name. */
const PLACES: Readonly<Record<string, string>> = {
  trigger: "pre-token-generation trigger",
  function: "authorizer function",
  integration: "pets function",
};

/** The cold starts that a trace tells of. */
export function readColdStarts({ steps }: Trace): readonly { readonly what: string; readonly coldStartMs: number }[] {
  return steps.flatMap(({ name, detail }) => {
    const [, ms] = /cold start (?:of )?(\d+) ms/.exec(detail) ?? [];
    return ms === undefined ? [] : [{ what: PLACES[name] ?? name, coldStartMs: Number(ms) }];
  });
}

/** The first sign-in and the first request of each strategy in an engine that has just started, so many times. */
export async function measureColdStarts(count: number): Promise<readonly ColdStart[]> {
  const samples = new Map<string, { readonly strategy: string; readonly what: string; readonly samplesMs: number[] }>();
  for (let i = 0; i < count; i++) {
    const engine = await startEngineProcess(300);
    const { client, sessions } = openSessions(engine.ready, 1);
    try {
      for (const session of i % 2 === 0 ? sessions : sessions.toReversed()) {
        const signedIn = await session.signIn("reader");
        const listed = await session.get("/pets", readTokens(signedIn, session.tokenUse).token);
        if (listed.status !== 200) throw new Error(`the first request got ${listed.status} ${listed.body}`);
        for (const answer of [signedIn, listed]) {
          for (const { what, coldStartMs } of readColdStarts(await readTrace(engine.ready.url, answer))) {
            const key = `${session.strategy} ${what}`;
            const sample = samples.get(key) ?? { strategy: session.strategy, what, samplesMs: [] };
            samples.set(key, sample);
            sample.samplesMs.push(coldStartMs);
          }
        }
      }
    } finally {
      await client.close();
      await engine.stop();
    }
  }
  return [...samples.values()].map(summarize);
}

async function readTrace(url: string, { requestId }: HttpAnswer): Promise<Trace> {
  const response = await fetch(`${url}/_local/traces/${requestId}`, { headers: { "X-Local-Page": "1" } });
  return traceSchema.parse(await response.json());
}

const summarize = (sample: { readonly strategy: string; readonly what: string; readonly samplesMs: readonly number[] }) => ({
  ...sample,
  n: sample.samplesMs.length,
  minMs: Math.min(...sample.samplesMs),
  medianMs: percentileOf(sample.samplesMs, 50),
  maxMs: Math.max(...sample.samplesMs),
});
