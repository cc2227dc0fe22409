import { Agent } from "node:http";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { z } from "zod";
import { openEngine, startEngineProcess } from "../../../comparison/latency/engine-target";
import { startProcess } from "../../../comparison/latency/processes";
import { fetchSteps } from "../../../comparison/target/engine-steps";
import { formatRatio, medianOf } from "../statistics";
import { type Asked, ask, askMany, type Question } from "./client";
import { BODY, questionFor } from "./question";

/**
 * What the engine costs on top of a bare node:http server that responds with the same bytes. Engine, baseline and client are a process
 * each; the figures are ratios of medians over alternating blocks of this run. It says nothing about AWS's own speed.
 */

const ROUNDS = 20;
const CALLS = 200;
const CONNECTIONS = 50;
const CACHE_TTL_SECONDS = 300;

const bareSchema = z.object({ url: z.string() });

/** Where the time of a request goes: each one's latency at the client, split by the engine's own trace of it. */
async function measureParts(engineUrl: string, question: Question) {
  const agent = new Agent({ keepAlive: true });
  const asked: Asked[] = [];
  // As many as the engine keeps traces of, which are fetched afterwards so as not to disturb.
  for (let i = 0; i < CALLS; i++) asked.push(await ask(question, agent));
  agent.destroy();
  const parts = await Promise.all(
    asked.map(async ({ latencyMs, requestId }) => {
      const steps = await fetchSteps(engineUrl, requestId);
      const authorizer = steps.find((step) => step.kind === "authorizer");
      const integration = steps.find((step) => step.kind === "integration" && step.type === "function");
      return { authorizerMs: authorizer?.durationMs ?? 0, integrationMs: integration?.durationMs ?? 0, latencyMs };
    }),
  );
  return {
    ownMs: medianOf(parts.map(({ latencyMs, integrationMs }) => latencyMs - integrationMs)),
    authorizerMs: medianOf(parts.map(({ authorizerMs }) => authorizerMs)),
    integrationMs: medianOf(parts.map(({ integrationMs }) => integrationMs)),
  };
}

async function main(): Promise<void> {
  let startedAt = performance.now();
  const bare = await startProcess(join(__dirname, "bare-process.ts"), bareSchema, { args: [BODY] });
  const bareQuestion = { url: bare.ready.url, headers: {}, expectedBody: BODY };
  const first = new Agent();
  await ask(bareQuestion, first);
  const bareStartMs = performance.now() - startedAt;

  startedAt = performance.now();
  const engine = await startEngineProcess(CACHE_TTL_SECONDS);
  const questions = new Map<string, Question>();
  const { clients, close } = openEngine(engine.ready, 1);
  for (const client of clients) {
    const apiUrl = engine.ready.stacks.find(({ strategy }) => strategy === client.strategy)?.apiUrl ?? "";
    const question = await questionFor(client, apiUrl);
    await ask(question, first);
    if (questions.size === 0) console.log(formatStart(performance.now() - startedAt, bareStartMs));
    questions.set(client.strategy, question);
  }
  first.destroy();
  await close();

  const contestants = new Map([["bare node:http", bareQuestion], ...questions]);
  const latencies = new Map(Array.from(contestants.keys(), (name) => [name, [] as number[]]));
  for (const question of contestants.values()) await askMany(question, CALLS, 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, question] of contestants) latencies.get(name)?.push(medianOf(await askMany(question, CALLS, 1)));
  }
  const p50 = (name: string) => medianOf(latencies.get(name) ?? []);
  console.log(`\nwarm GET /pets, one connection, p50 of ${ROUNDS} alternating blocks of ${CALLS}, Node ${process.version}`);
  for (const name of contestants.keys()) {
    console.log(`  ${name.padEnd(30)} ${p50(name).toFixed(3)} ms   ${formatRatio(p50(name), p50("bare node:http"))}`);
  }
  for (const [name, question] of questions) {
    const { ownMs, authorizerMs, integrationMs } = await measureParts(engine.ready.url, question);
    console.log(
      `  ${name}, each request with its trace: the function, which is its process, the AWS SDK and the table, takes\n` +
        `    ${integrationMs.toFixed(3)} ms, the rest ${ownMs.toFixed(3)} ms or ${formatRatio(ownMs, p50("bare node:http"))}, of which the authorizer ` +
        `${authorizerMs.toFixed(3)} ms`,
    );
  }

  console.log(`\n${CONNECTIONS} connections, ${ROUNDS * CALLS} requests, none of them failed or wrong`);
  const rates = new Map<string, number>();
  for (const [name, question] of contestants) {
    startedAt = performance.now();
    await askMany(question, ROUNDS * CALLS, CONNECTIONS);
    rates.set(name, (ROUNDS * CALLS * 1000) / (performance.now() - startedAt));
    console.log(
      `  ${name.padEnd(30)} ${rates.get(name)?.toFixed(0)} requests a second   ${formatRatio(rates.get(name) ?? 0, rates.get("bare node:http") ?? 0)}`,
    );
  }

  await engine.stop();
  await bare.stop();
}

const formatStart = (engineMs: number, bareMs: number) =>
  `from the start of the process to the first answered request\n  bare node:http                 ${bareMs.toFixed(0)} ms   1.00 (the baseline)\n` +
  `  the engine, with a sign-in     ${engineMs.toFixed(0)} ms   ${formatRatio(engineMs, bareMs)}`;

void main();
