import { join } from "node:path";
import { z } from "zod";
import { fetchSteps } from "../engine-steps";
import { ColdStartSamples } from "./cold-starts";
import { readColdStarts, readWarmCalls } from "./engine-traces";
import type { FunctionCalls } from "./function-times";
import { noGatewayTimes } from "./gateway-times";
import { type ProcessOptions, type Running, startProcess } from "./processes";
import { openSessions, readTokens, type Session } from "./session";
import type { Site } from "./site";

/** What an engine's process says when it is ready. */
const engineSchema = z.object({
  url: z.string(),
  users: z.array(z.object({ name: z.string(), username: z.string(), password: z.string() })),
  stacks: z.array(
    z.object({ strategy: z.string(), tokenUse: z.enum(["access", "id"]), apiUrl: z.string(), clientId: z.string() }),
  ),
});
type EngineReady = z.infer<typeof engineSchema>;

/** So many requests of each strategy tell what its functions take. */
const FUNCTION_SAMPLE = 40;
const COLD_START_CACHE_TTL_SECONDS = 300;

/** The local engine, in a process of its own for each cache and for each cold start, one after the other. */
export function createEngineSite(): Site {
  return {
    name: "engine",
    times: "simulated on this machine",
    meaning: "it compares the strategies' code here, and says nothing of AWS's own speed",
    quotas: [],

    async measureColdStarts(count, signal) {
      const samples = new ColdStartSamples();
      for (let i = 0; i < count; i++) {
        signal.throwIfAborted();
        await withEngine(COLD_START_CACHE_TTL_SECONDS, 1, async ({ url }, sessions) => {
          for (const session of i % 2 === 0 ? sessions : sessions.toReversed()) {
            const signedIn = await session.signIn("reader");
            const listed = await session.get("/pets", readTokens(signedIn, session.tokenUse).token);
            if (listed.status !== 200) throw new Error(`the first request got ${listed.status} ${listed.body}`);
            for (const answer of [signedIn, listed]) {
              for (const { what, coldStartMs } of readColdStarts(await fetchSteps(url, answer.requestId))) {
                samples.add(session.strategy, what, coldStartMs);
              }
            }
          }
        });
      }
      return samples.summarize();
    },

    async open({ authorizerCacheTtlSeconds, connections }) {
      const engine = await startEngineProcess(authorizerCacheTtlSeconds);
      const { sessions, close } = openEngine(engine.ready, connections);
      return {
        sessions,
        lookInside: async () => ({
          functionCalls: await sampleAll(engine.ready.url, sessions),
          gatewayTimes: noGatewayTimes("no access logs here: the engine has no API Gateway whose times would mean anything"),
        }),
        async close() {
          await close();
          await engine.stop();
        },
      };
    },
  };
}

/** Starts an engine that throttles as little as the program lets it. */
export const startEngineProcess = (
  authorizerCacheTtlSeconds: number,
  options: Pick<ProcessOptions, "preload"> = {},
): Promise<Running<EngineReady>> =>
  startProcess(join(__dirname, "engine-process.ts"), engineSchema, { args: [String(authorizerCacheTtlSeconds)], ...options });

/** A client of each strategy that the engine serves. */
export const openEngine = ({ url, stacks, users }: EngineReady, connections: number) =>
  openSessions(
    stacks.map((stack) => ({ ...stack, cognitoUrl: url })),
    users,
    connections,
  );

async function withEngine(
  ttlSeconds: number,
  connections: number,
  use: (ready: EngineReady, sessions: readonly Session[]) => Promise<void>,
): Promise<void> {
  const engine = await startEngineProcess(ttlSeconds);
  const { sessions, close } = openEngine(engine.ready, connections);
  try {
    await use(engine.ready, sessions);
  } finally {
    await close();
    await engine.stop();
  }
}

/** Refreshes and lists with the new token, so that every function is called, one request at a time and after the measured ones. */
async function sampleCalls(url: string, session: Session): Promise<readonly FunctionCalls[]> {
  const { refreshToken } = readTokens(await session.signIn("reader"), session.tokenUse);
  const durationsMs = new Map<string, number[]>();
  for (let i = 0; i < FUNCTION_SAMPLE; i++) {
    const refreshed = await session.refresh(refreshToken);
    const listed = await session.get("/pets", readTokens(refreshed, session.tokenUse).token);
    for (const answer of [refreshed, listed]) {
      for (const { what, durationMs } of readWarmCalls(await fetchSteps(url, answer.requestId))) {
        durationsMs.set(what, [...(durationsMs.get(what) ?? []), durationMs]);
      }
    }
  }
  return Array.from(durationsMs, ([what, values]) => ({ strategy: session.strategy, what, durationsMs: values }));
}

/** One strategy after the other, so that none waits for another's functions. */
async function sampleAll(url: string, sessions: readonly Session[]): Promise<readonly FunctionCalls[]> {
  const calls: FunctionCalls[] = [];
  for (const session of sessions) calls.push(...(await sampleCalls(url, session)));
  return calls;
}
