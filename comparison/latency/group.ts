import { machineClock } from "./clock";
import { type Exchange, generateLoad, type LoadResult } from "./generator";
import type { HttpAnswer } from "./http-client";
import { type Block, type Contestant, createPlan } from "./plan";
import type { Scale } from "./report";
import type { Scenario } from "./scenarios";
import type { Inside, MeasuredRequest, OpenSite } from "./site";
import { createWorld, type World } from "./world";

/** What is measured together: scenarios with the same cache, since only there contestants can take turns. */
export interface Group {
  readonly authorizerCacheTtlSeconds: number;
  readonly scenarios: readonly Scenario[];
}

export function groupByCache(scenarios: readonly Scenario[]): readonly Group[] {
  const ttls = new Set(scenarios.map((scenario) => scenario.authorizerCacheTtlSeconds));
  return Array.from(ttls, (authorizerCacheTtlSeconds) => ({
    authorizerCacheTtlSeconds,
    scenarios: scenarios.filter((scenario) => scenario.authorizerCacheTtlSeconds === authorizerCacheTtlSeconds),
  }));
}

export interface GroupOptions {
  readonly seed: number;
  readonly scale: Scale;
  readonly contestants: readonly Contestant[];
  /** Of refreshes while getting ready; infinite where nothing bounds it. */
  readonly refreshesPerSecond: number;
  readonly signal: AbortSignal;
  /** Told after each block what comes next, and how many blocks of this group are done. */
  readonly onBlock: (what: string, done: number) => void;
}

export interface GroupResult {
  readonly inside: Inside;
  /** How long the token is that each strategy's client sends, for a user in one group. */
  readonly tokenBytes: Readonly<Record<string, number>>;
  /** Each round's block of a contestant in a scenario. */
  blocksOf(scenario: string, contestant: string): readonly LoadResult[];
}

/** Requests of a block of the scenario. */
export const countRequests = ({ ratePerSecond }: Pick<Scenario, "ratePerSecond">, { blockMs, minBlockRequests }: Scale): number =>
  Math.max(minBlockRequests, Math.round((ratePerSecond * blockMs) / 1000));

export const countBlocks = (group: Group, { warmUpRounds, rounds }: Scale, contestants: readonly Contestant[]): number =>
  group.scenarios.length * contestants.length * (warmUpRounds + rounds);

const keyOf = ({ scenario, contestant }: Pick<Block, "scenario" | "contestant">) => `${scenario} ${contestant}`;

/** Measures the scenarios of one cache, the contestants in turns. */
export async function measureGroup(open: OpenSite, group: Group, options: GroupOptions): Promise<GroupResult> {
  const { seed, scale, contestants, refreshesPerSecond, signal, onBlock } = options;
  const { warmUpRounds, rounds, maxInFlight, lateAfterMs } = scale;
  const worlds = await Promise.all(open.sessions.map((session) => createWorld(session, { refreshesPerSecond, signal })));
  const exchanges = await prepareExchanges(worlds, group, options);

  const ids = group.scenarios.map(({ id }) => id);
  const plan = createPlan({ seed, warmUpRounds, rounds, scenarios: ids, contestants: contestants.map(({ name }) => name) });
  const byId = new Map(group.scenarios.map((scenario) => [scenario.id, scenario]));
  const results = new Map<string, LoadResult[]>();
  const requests: MeasuredRequest[] = [];
  let startedAtMs = Date.now();
  for (const [done, block] of plan.entries()) {
    signal.throwIfAborted();
    const [scenario, prepared] = [byId.get(block.scenario), exchanges.get(keyOf(block))];
    if (scenario === undefined || prepared === undefined) throw new Error(`nothing is prepared for ${keyOf(block)}`);
    onBlock(block.isWarmUp ? "warm-up" : `round ${block.round + 1} of ${rounds}`, done);
    const { exchange, strategy } = prepared;
    const count = countRequests(scenario, scale);
    const load = { ratePerSecond: scenario.ratePerSecond, count, maxInFlight, lateAfterMs };
    const firstIndex = (block.round + warmUpRounds) * count;
    if (block.isWarmUp) {
      await generateLoad(load, exchange, machineClock, firstIndex);
      startedAtMs = Date.now();
      continue;
    }
    const note = ({ requestId }: HttpAnswer) => {
      // Only an API's answers are in an API's log.
      if (scenario.usage.requests > 0) requests.push({ strategy, scenario: scenario.id, requestId });
    };
    const result = await generateLoad(load, withNotes(exchange, note), machineClock, firstIndex);
    results.set(keyOf(block), [...(results.get(keyOf(block)) ?? []), result]);
  }
  return {
    inside: await open.lookInside({ startedAtMs, requests, signal }),
    tokenBytes: await measureTokens(worlds),
    blocksOf: (scenario, contestant) => results.get(keyOf({ scenario, contestant })) ?? [],
  };
}

interface Prepared {
  readonly strategy: string;
  readonly exchange: Exchange<HttpAnswer>;
}

async function prepareExchanges(worlds: readonly World[], group: Group, { seed, scale, contestants, signal }: GroupOptions) {
  const exchanges = new Map<string, Prepared>();
  for (const scenario of group.scenarios) {
    const count = countRequests(scenario, scale) * (scale.warmUpRounds + scale.rounds);
    for (const { name, strategy } of contestants) {
      signal.throwIfAborted();
      const world = worlds.find((one) => one.strategy === strategy);
      if (world === undefined) throw new Error(`nothing serves ${strategy} with a cache of ${group.authorizerCacheTtlSeconds} s`);
      const exchange = await scenario.prepare(world, count, seed);
      exchanges.set(keyOf({ scenario: scenario.id, contestant: name }), { strategy, exchange });
    }
  }
  return exchanges;
}

/** After the answer's time was taken. */
const withNotes = ({ send, check }: Exchange<HttpAnswer>, note: (answer: HttpAnswer) => void): Exchange<HttpAnswer> => ({
  send,
  check(answer, index) {
    note(answer);
    return check(answer, index);
  },
});

async function measureTokens(worlds: readonly World[]): Promise<Readonly<Record<string, number>>> {
  const sizes = worlds.map(async ({ strategy, tokensOf }) => [strategy, Buffer.byteLength((await tokensOf("reader")).token)]);
  return Object.fromEntries(await Promise.all(sizes));
}
