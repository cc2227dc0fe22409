import { join } from "node:path";
import { z } from "zod";
import type { PricedStrategy } from "../cost/variants";
import { fetchSteps } from "../target/engine-steps";
import { stackAddress } from "../target/stack-address";
import { noGatewayTimes } from "./access-log";
import { createNameFunction, type FunctionCalls, readColdStarts, readWarmCalls, type TracedCall } from "./function-times";
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
/** Of no account: there are only sign-ins. */
const PAIR_CACHE_TTL_SECONDS = 300;

/** The local engine in a separate process per cache setting and cold start, one at a time. */
export function createEngineLatencyTarget(strategies: readonly PricedStrategy[]): LatencyTarget {
  const nameFunction = createNameFunction(strategies);
  const nameCalls = ({ strategy }: LoadClient, calls: readonly TracedCall[]): readonly FunctionCalls[] =>
    calls.map(({ role, durationMs }) => ({ strategy, what: nameFunction(strategy, role), durationsMs: [durationMs] }));

  /**
   * Refreshes and lists with the new token, so that every function is called; after the measured requests, and sequentially, so that
   * strategies do not slow each other down.
   */
  const sampleCalls = async (url: string, clients: readonly LoadClient[]) => {
    const sampled: FunctionCalls[] = [];
    for (const client of clients) {
      const { refreshToken } = readSentTokens(await client.signIn("reader"), client.tokenUse);
      for (let i = 0; i < FUNCTION_SAMPLE; i++) {
        const refreshed = await client.refresh(refreshToken);
        const listed = await client.get("/pets", readSentTokens(refreshed, client.tokenUse).token);
        for (const { requestId } of [refreshed, listed])
          sampled.push(...nameCalls(client, readWarmCalls(await fetchSteps(url, requestId))));
      }
    }
    return sampled;
  };

  return {
    name: "engine",
    timingSource: "simulated on this machine",
    timingMeaning: "it compares the strategies' code here, and says nothing of AWS's own speed",
    quotas: [],

    async measureColdStarts(count, signal) {
      const coldStarts: FunctionCalls[] = [];
      for (let i = 0; i < count; i++) {
        signal.throwIfAborted();
        const engine = await startEngineProcess(COLD_START_CACHE_TTL_SECONDS);
        const { clients, close } = openEngine(engine.ready, 1);
        try {
          for (const client of i % 2 === 0 ? clients : clients.toReversed()) {
            const signedIn = await client.signIn("reader");
            const listed = await client.get("/pets", readSentTokens(signedIn, client.tokenUse).token);
            if (listed.status !== 200) throw new Error(`the first request got ${listed.status} ${listed.body}`);
            for (const { requestId } of [signedIn, listed]) {
              const steps = await fetchSteps(engine.ready.url, requestId);
              coldStarts.push(...nameCalls(client, readColdStarts(steps)));
            }
          }
        } finally {
          await close();
          await engine.stop();
        }
      }
      return coldStarts;
    },

    async openDirectoryPair(connections) {
      const engines = await startBoth([{}, { userDirectory: "table" }]);
      const [off, on] = engines.map(({ ready }) => openEngine(ready, connections));
      return {
        off: off?.clients ?? [],
        on: on?.clients ?? [],
        async close() {
          for (const opened of [off, on]) await opened?.close();
          for (const engine of engines) await engine.stop();
        },
      };
    },

    async open({ authorizerCacheTtlSeconds, connections }) {
      const engine = await startEngineProcess(authorizerCacheTtlSeconds);
      const { clients, close } = openEngine(engine.ready, connections);
      return {
        clients,
        readServerTimes: async () => ({
          functionCalls: await sampleCalls(engine.ready.url, clients),
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
  { settings = {}, ...options }: EngineProcessOptions = {},
): Promise<Running<EngineReady>> =>
  startProcess(join(__dirname, "engine-process.ts"), engineSchema, {
    args: [String(authorizerCacheTtlSeconds), JSON.stringify(settings)],
    ...options,
  });

interface EngineProcessOptions extends Pick<ProcessOptions, "preload"> {
  /** Further settings of the program. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** One after the other: neither may be left running if another does not start. */
async function startBoth(settings: readonly Readonly<Record<string, string>>[]): Promise<readonly Running<EngineReady>[]> {
  const engines: Running<EngineReady>[] = [];
  try {
    for (const own of settings) engines.push(await startEngineProcess(PAIR_CACHE_TTL_SECONDS, { settings: own }));
    return engines;
  } catch (error) {
    for (const engine of engines) await engine.stop();
    throw error;
  }
}

/** Clients for each strategy of the engine. */
export const openEngine = ({ stacks, users }: EngineReady, connections: number) => openLoadClients(stacks, users, connections);
