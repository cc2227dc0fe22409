import { join } from "node:path";
import { z } from "zod";
import { openEngine, startEngineProcess } from "../../../comparison/latency/engine-target";
import { formatRatio } from "../statistics";
import { askMany } from "./client";
import { questionFor } from "./question";

/** What the engine's memory grows by with 100,000 requests. Says nothing of time, so anything may run beside it. */

const CACHE_TTL_SECONDS = 300;
const CONNECTIONS = 50;
const FEW = 1000;
const MANY = 100_000;

const heapSchema = z.object({ heapBytes: z.number() });

async function main(): Promise<void> {
  const engine = await startEngineProcess(CACHE_TTL_SECONDS, { preload: join(__dirname, "heap-preload.ts") });
  const { clients, close } = openEngine(engine.ready, 1);
  const [client] = clients;
  const [stack] = engine.ready.stacks;
  if (client === undefined || stack === undefined) throw new Error("the engine serves no strategy");
  const question = await questionFor(client, stack.apiUrl);
  await close();

  const heapAfter = async (count: number) => {
    await askMany(question, count, CONNECTIONS);
    return (await engine.ask("heap", heapSchema)).heapBytes;
  };
  const few = await heapAfter(FEW);
  const many = await heapAfter(MANY - FEW);
  const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  console.log(`heap of the engine after ${FEW} requests ${mb(few)}, after ${MANY} ${mb(many)}   ${formatRatio(many, few)}`);
  await engine.stop();
}

void main();
