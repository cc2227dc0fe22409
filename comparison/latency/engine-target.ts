import { join } from "node:path";
import { z } from "zod";
import type { PricedStrategy } from "../cost/variants";
import { fetchSteps } from "../target/engine-steps";
import { stackAddress } from "../target/stack-address";
import { noGatewayTimes } from "./access-log";
import { createNameFunction, type FunctionCalls, type NameFunction, readColdStarts, readWarmCalls } from "./function-times";
import { type LoadClient, openLoadClients, readSentTokens } from "./load-client";
import { type ProcessOptions, type Running, startProcess } from "./processes";
import type { LatencyTarget } from "./target";

/** An engine process's ready message. */
const engineSchema = z.object({
  url: z.string(),
  users: z.array(z.object({ name: z.string(), username: z.string(), password: z.string(), groups: z.array(z.string()) })),
  stacks: z.array(stackAddress),
});
type EngineReady = z.infer<typeof engineSchema>;

/** Requests per strategy to sample its functions' durations. */
const FUNCTION_SAMPLE = 40;
const COLD_START_CACHE_TTL_SECONDS = 300;

/** The local engine in a separate process per cache setting and cold start, one at a time. */
export function createEngineLatencyTarget(strategies: readonly PricedStrategy[]): LatencyTarget {
  const nameFunction = createNameFunction(strategies);
  return {
    name: "engine",
    timingSource: "simulated on this machine",
    timingMeaning: "it compares the strategies' code here, and says nothing of AWS's own speed",
    quotas: [],

    async measureColdStarts(count, signal) {
      const coldStarts: FunctionCalls[] = [];
      for (let i = 0; i < count; i++) {
        signal.throwIfAborted();
        await withEngine(COLD_START_CACHE_TTL_SECONDS, 1, async ({ url }, clients) => {
          for (const client of i % 2 === 0 ? clients : clients.toReversed()) {
            const signedIn = await client.signIn("reader");
            const listed = await client.get("/pets", readSentTokens(signedIn, client.tokenUse).token);
            if (listed.status !== 200) throw new Error(`the first request got ${listed.status} ${listed.body}`);
            for (const answer of [signedIn, listed]) {
              for (const { role, coldStartMs } of readColdStarts(await fetchSteps(url, answer.requestId))) {
                const what = nameFunction(client.strategy, role);
                coldStarts.push({ strategy: client.strategy, what, durationsMs: [coldStartMs] });
              }
            }
          }
        });
      }
      return coldStarts;
    },

    async open({ authorizerCacheTtlSeconds, connections }) {
      const engine = await startEngineProcess(authorizerCacheTtlSeconds);
      const { clients, close } = openEngine(engine.ready, connections);
      return {
        clients,
        readServerTimes: async () => ({
          functionCalls: await sampleAll(engine.ready.url, clients, nameFunction),
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

/** Starts an engine with the highest throttle settings. */
export const startEngineProcess = (
  authorizerCacheTtlSeconds: number,
  options: Pick<ProcessOptions, "preload"> = {},
): Promise<Running<EngineReady>> =>
  startProcess(join(__dirname, "engine-process.ts"), engineSchema, { args: [String(authorizerCacheTtlSeconds)], ...options });

/** Clients for each strategy of the engine. */
export const openEngine = ({ stacks, users }: EngineReady, connections: number) => openLoadClients(stacks, users, connections);

async function withEngine(
  ttlSeconds: number,
  connections: number,
  use: (ready: EngineReady, clients: readonly LoadClient[]) => Promise<void>,
): Promise<void> {
  const engine = await startEngineProcess(ttlSeconds);
  const { clients, close } = openEngine(engine.ready, connections);
  try {
    await use(engine.ready, clients);
  } finally {
    await close();
    await engine.stop();
  }
}

/** Refreshes and lists with the new token, so that every function is called; sequentially, after the measured requests. */
async function sampleCalls(url: string, client: LoadClient, nameFunction: NameFunction): Promise<readonly FunctionCalls[]> {
  const { refreshToken } = readSentTokens(await client.signIn("reader"), client.tokenUse);
  const calls: FunctionCalls[] = [];
  for (let i = 0; i < FUNCTION_SAMPLE; i++) {
    const refreshed = await client.refresh(refreshToken);
    const listed = await client.get("/pets", readSentTokens(refreshed, client.tokenUse).token);
    for (const answer of [refreshed, listed]) {
      for (const { role, durationMs } of readWarmCalls(await fetchSteps(url, answer.requestId))) {
        calls.push({ strategy: client.strategy, what: nameFunction(client.strategy, role), durationsMs: [durationMs] });
      }
    }
  }
  return calls;
}

/** Sequentially, so that strategies do not slow each other down. */
async function sampleAll(
  url: string,
  clients: readonly LoadClient[],
  nameFunction: NameFunction,
): Promise<readonly FunctionCalls[]> {
  const calls: FunctionCalls[] = [];
  for (const client of clients) calls.push(...(await sampleCalls(url, client, nameFunction)));
  return calls;
}
