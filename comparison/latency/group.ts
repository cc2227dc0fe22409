import type { MeasuredSeries } from "./analysis";
import { machineClock } from "./clock";
import { type Exchange, generateLoad, type LoadResult } from "./generator";
import type { HttpAnswer } from "./load-client";
import { type Contestant, createPlan } from "./plan";
import { type PreparedApi, prepareApi } from "./prepared-api";
import { countRequests, type Scale } from "./scale";
import type { Scenario } from "./scenarios";
import type { MeasuredRequest, OpenTarget, ServerTimes } from "./target";

export interface GroupOptions {
  /** With the same cache setting: contestants can only alternate within one. */
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  readonly scale: Scale;
  readonly contestants: readonly Contestant[];
  /** Of refreshes while getting ready; infinite where nothing bounds it. */
  readonly refreshesPerSecond: number;
  readonly signal: AbortSignal;
  /** Called before each block with what comes next. */
  readonly onBlock: (what: string) => void;
}

export interface GroupResult {
  readonly series: readonly MeasuredSeries[];
  readonly serverTimes: ServerTimes;
  /** How long the token is that each strategy's client sends, for a user in one group. */
  readonly tokenBytes: Readonly<Record<string, number>>;
}

/** Measures the scenarios of one cache setting, with alternating contestants. */
export async function measureGroup(open: OpenTarget, options: GroupOptions): Promise<GroupResult> {
  const { seed, scale, refreshesPerSecond, signal, onBlock } = options;
  const { warmUpRounds, rounds, maxInFlight, lateAfterMs } = scale;
  const apis = await Promise.all(open.clients.map((client) => prepareApi(client, { refreshesPerSecond, signal })));
  const scenarios: (readonly PreparedSeries[])[] = [];
  for (const scenario of options.scenarios) scenarios.push(await prepareSeries(scenario, apis, options));

  const requests: MeasuredRequest[] = [];
  let startedAtMs = Date.now();
  for (const { round, isWarmUp, series } of createPlan({ seed, warmUpRounds, rounds, scenarios })) {
    signal.throwIfAborted();
    onBlock(isWarmUp ? "warm-up" : `round ${round + 1} of ${rounds}`);
    const { scenario, strategy, exchange, blocks } = series;
    const { id, ratePerSecond, usage } = scenario;
    const count = countRequests(ratePerSecond, scale);
    const load = { ratePerSecond, count, maxInFlight, lateAfterMs };
    const firstIndex = (round + warmUpRounds) * count;
    if (isWarmUp) {
      await generateLoad(load, exchange, machineClock, firstIndex);
      startedAtMs = Date.now();
      continue;
    }
    const check = (answer: HttpAnswer, index: number) => {
      // After the time was taken. Only an API's answers are in an API's log.
      if (usage.requests > 0) requests.push({ strategy, scenario: id, requestId: answer.requestId });
      return exchange.check(answer, index);
    };
    blocks.push(await generateLoad(load, { ...exchange, check }, machineClock, firstIndex));
  }
  return {
    series: scenarios.flat(),
    serverTimes: await open.readServerTimes({ startedAtMs, requests, signal }),
    tokenBytes: await measureTokens(apis),
  };
}

interface PreparedSeries extends MeasuredSeries {
  readonly scenario: Scenario;
  readonly exchange: Exchange<HttpAnswer>;
  readonly blocks: LoadResult[];
}

async function prepareSeries(
  scenario: Scenario,
  apis: readonly PreparedApi[],
  { seed, scale, contestants, signal }: GroupOptions,
) {
  const count = countRequests(scenario.ratePerSecond, scale) * (scale.warmUpRounds + scale.rounds);
  const prepared: PreparedSeries[] = [];
  for (const { name, strategy } of contestants) {
    signal.throwIfAborted();
    const api = apis.find((one) => one.strategy === strategy);
    if (api === undefined) throw new Error(`nothing serves ${strategy} for ${scenario.id}`);
    prepared.push({ scenario, name, strategy, exchange: await scenario.prepare(api, count, seed), blocks: [] });
  }
  return prepared;
}

async function measureTokens(apis: readonly PreparedApi[]): Promise<Readonly<Record<string, number>>> {
  const sizes = apis.map(async ({ strategy, tokensOf }) => [strategy, Buffer.byteLength((await tokensOf("reader")).token)]);
  return Object.fromEntries(await Promise.all(sizes));
}
