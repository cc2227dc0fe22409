import { performance } from "node:perf_hooks";
import { type AnalysedScenario, analyseControl, analyseScenario } from "./analysis";
import { machineClock } from "./clock";
import { measureColdStarts } from "./cold-starts";
import { describeEnvironment } from "./environment";
import { type Exchange, generateLoad, type LoadResult } from "./generator";
import type { HttpAnswer } from "./http-client";
import { type Block, createContestants, createPlan } from "./plan";
import type { LatencyReport, Scale } from "./report";
import { type Scenario, scenarios } from "./scenarios";
import { runSelfCheck } from "./self-check";
import { openSessions, startEngineProcess } from "./session";
import { describeControl, findDoubts } from "./trust";
import { SIMULATED } from "./verdict";
import { createWorld, type World } from "./world";

/** About a minute on two cores. */
const DEFAULT_SCALE: Scale = {
  warmUpRounds: 1,
  rounds: 16,
  blockMs: 100,
  minBlockRequests: 7,
  coldStarts: 4,
  selfCheckRequests: 1000,
  resamples: 4000,
  maxInFlight: 64,
  lateAfterMs: 1,
};

/** Some seconds: enough to see that everything works, and for no verdict. */
export const SMALL_SCALE: Scale = {
  ...DEFAULT_SCALE,
  rounds: 5,
  blockMs: 0,
  minBlockRequests: 4,
  coldStarts: 1,
  selfCheckRequests: 100,
  resamples: 500,
};

const SELF_CHECK_RATE_PER_SECOND = 250;

export interface MeasureOptions {
  readonly seed?: number;
  readonly scale?: Scale;
  /** Told what is being measured, and which share of it is done. */
  readonly onProgress?: (what: string, share: number) => void;
}

/** Measures every scenario under every strategy on engines of its own. */
export async function measureLatency(options: MeasureOptions = {}): Promise<LatencyReport> {
  const { seed = 1, scale = DEFAULT_SCALE, onProgress = () => undefined } = options;
  const startedAtMs = performance.now();
  const { maxInFlight, lateAfterMs } = scale;

  onProgress("the generator itself", 0);
  const selfCheckLoad = { ratePerSecond: SELF_CHECK_RATE_PER_SECOND, count: scale.selfCheckRequests, maxInFlight, lateAfterMs };
  const selfCheck = await runSelfCheck(selfCheckLoad, seed);
  onProgress("cold starts", 0);
  const coldStarts = await measureColdStarts(scale.coldStarts);

  onProgress("preparation", 0);
  const ends: (() => Promise<void>)[] = [];
  try {
    const worlds = await startWorlds(scale, ends);
    const { analysed, contestants, control } = await measureScenarios(worlds, { seed, scale, onProgress });
    const reports = analysed.map(({ report }) => report);
    const differences = analyseControl(analysed, control.strategy, control.name);
    const doubts = findDoubts(reports, differences, selfCheck);
    const environment = await describeEnvironment({
      seed,
      scale,
      ratesPerSecond: Object.fromEntries(scenarios.map(({ id, ratePerSecond }) => [id, ratePerSecond])),
      tokenBytes: await measureTokens(contestants.map(({ strategy }) => worldOf(worlds, 300, strategy))),
    });
    return {
      times: SIMULATED,
      isTrustworthy: doubts.length === 0,
      reasons: doubts,
      environment,
      selfCheck,
      control: { verdict: describeControl(differences, control.strategy), differences },
      scenarios: reports,
      coldStarts,
      elapsedSeconds: (performance.now() - startedAtMs) / 1000,
    };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** By the cache's seconds, then each strategy's. */
type Worlds = ReadonlyMap<number, readonly World[]>;

function worldOf(worlds: Worlds, ttlSeconds: number, strategy: string): World {
  const world = worlds.get(ttlSeconds)?.find((one) => one.strategy === strategy);
  if (world === undefined) throw new Error(`no engine serves ${strategy} with a cache of ${ttlSeconds} s`);
  return world;
}

async function startWorlds({ maxInFlight }: Scale, ends: (() => Promise<void>)[]): Promise<Worlds> {
  const ttls = [...new Set(scenarios.map((scenario) => scenario.authorizerCacheTtlSeconds))];
  const starts = ttls.map(startEngineProcess);
  ends.push(async () => {
    for (const start of await Promise.allSettled(starts)) if (start.status === "fulfilled") await start.value.stop();
  });
  const worlds = new Map<number, readonly World[]>();
  for (const [i, { ready }] of (await Promise.all(starts)).entries()) {
    const { client, sessions } = openSessions(ready, maxInFlight);
    ends.push(client.close);
    worlds.set(ttls[i] ?? 0, await Promise.all(sessions.map(createWorld)));
  }
  return worlds;
}

async function measureScenarios(worlds: Worlds, { seed, scale, onProgress }: Required<MeasureOptions>) {
  const [first = []] = worlds.values();
  const { contestants, control } = createContestants(first.map(({ strategy }) => strategy));
  const { warmUpRounds, rounds, maxInFlight, lateAfterMs } = scale;
  const countOf = ({ ratePerSecond }: Scenario) =>
    Math.max(scale.minBlockRequests, Math.round((ratePerSecond * scale.blockMs) / 1000));

  const exchanges = new Map<string, Exchange<HttpAnswer>>();
  const keyOf = ({ scenario, contestant }: Pick<Block, "scenario" | "contestant">) => `${scenario} ${contestant}`;
  for (const scenario of scenarios) {
    for (const { name, strategy } of contestants) {
      const world = worldOf(worlds, scenario.authorizerCacheTtlSeconds, strategy);
      const exchange = await scenario.prepare(world, countOf(scenario) * (warmUpRounds + rounds), seed);
      exchanges.set(keyOf({ scenario: scenario.id, contestant: name }), exchange);
    }
  }

  const names = { scenarios: scenarios.map(({ id }) => id), contestants: contestants.map(({ name }) => name) };
  const plan = createPlan({ seed, warmUpRounds, rounds, ...names });
  const results = new Map<string, LoadResult[]>(Array.from(exchanges.keys(), (key) => [key, []]));
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  for (const [done, block] of plan.entries()) {
    const [scenario, exchange] = [byId.get(block.scenario), exchanges.get(keyOf(block))];
    if (scenario === undefined || exchange === undefined) throw new Error(`nothing is prepared for ${keyOf(block)}`);
    onProgress(block.isWarmUp ? "warm-up" : `round ${block.round + 1} of ${rounds}`, done / plan.length);
    const count = countOf(scenario);
    const load = { ratePerSecond: scenario.ratePerSecond, count, maxInFlight, lateAfterMs };
    const result = await generateLoad(load, exchange, machineClock, (block.round + warmUpRounds) * count);
    if (!block.isWarmUp) results.get(keyOf(block))?.push(result);
  }

  const analysed: readonly AnalysedScenario[] = scenarios.map((scenario) => {
    const measured = contestants.map((contestant) => ({
      ...contestant,
      blocks: results.get(keyOf({ scenario: scenario.id, contestant: contestant.name })) ?? [],
    }));
    return analyseScenario(scenario, measured, { seed, resamples: scale.resamples });
  });
  return { analysed, contestants, control };
}

async function measureTokens(worlds: readonly World[]): Promise<Readonly<Record<string, number>>> {
  const sizes = worlds.map(async ({ strategy, tokensOf }) => [strategy, Buffer.byteLength((await tokensOf("reader")).token)]);
  return Object.fromEntries(await Promise.all(sizes));
}
