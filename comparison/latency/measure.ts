import { performance } from "node:perf_hooks";
import { analyseControl, analyseScenario, compareStrategies } from "./analysis";
import { describeEnvironment } from "./environment";
import { summarizeCalls } from "./function-times";
import { mergeGatewayTimes } from "./gateway-times";
import { countBlocks, type Group, type GroupResult, groupByCache, measureGroup } from "./group";
import { createContestants } from "./plan";
import { fitToQuotas, readPreparationRate } from "./quotas";
import type { LatencyReport, Scale } from "./report";
import { scenarios as allScenarios } from "./scenarios";
import { runSelfCheck } from "./self-check";
import type { Site } from "./site";
import { describeControl, findBusyness, findDoubts, readGeneratorError } from "./trust";

/** About a minute on two cores. */
export const DEFAULT_SCALE: Scale = {
  warmUpRounds: 1,
  rounds: 20,
  blockMs: 100,
  minBlockRequests: 7,
  coldStarts: 4,
  selfCheckRequests: 1000,
  // Intervals that hold together reach far out: to the last ten-thousandth of the resamples.
  resamples: 20_000,
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

const NOT_COMPARED = "nothing is compared: the machine was too busy";

const SELF_CHECK_RATE_PER_SECOND = 250;

export interface MeasureOptions {
  readonly site: Site;
  readonly seed?: number;
  readonly scale?: Scale;
  /** What tells how far off the generator is. */
  readonly selfCheck?: typeof runSelfCheck;
  /** Ends the run between two blocks, with everything that it started. */
  readonly signal?: AbortSignal;
  /** Told what is being measured, and which share of it is done. */
  readonly onProgress?: (what: string, share: number) => void;
}

/**
 * Measures every scenario under every strategy.
 *
 * @throws QuotaError before anything is asked; the signal's reason where that ends the run
 */
export async function measureLatency(options: MeasureOptions): Promise<LatencyReport> {
  const { site, seed = 1, scale = DEFAULT_SCALE, signal = new AbortController().signal, onProgress = () => undefined } = options;
  const checkGenerator = options.selfCheck ?? runSelfCheck;
  const { times, meaning } = site;
  const startedAtMs = performance.now();
  const { maxInFlight, lateAfterMs } = scale;

  const { scenarios, notes } = fitToQuotas(allScenarios, site.quotas, scale.maxRatePerSecond);
  onProgress("the generator itself", 0);
  signal.throwIfAborted();
  const selfCheckLoad = { ratePerSecond: SELF_CHECK_RATE_PER_SECOND, count: scale.selfCheckRequests, maxInFlight, lateAfterMs };
  const selfCheck = await checkGenerator(selfCheckLoad, seed);
  const generatorErrorMs = readGeneratorError(selfCheck);
  signal.throwIfAborted();
  onProgress("cold starts", 0);
  const coldStarts = await site.measureColdStarts(scale.coldStarts, signal);

  const groups = groupByCache(scenarios);
  const measured = await measureGroups(groups, { site, seed, scale, signal, onProgress });
  const { contestants, control, results } = measured;
  const analysed = scenarios.map((scenario) => {
    const result = results.get(scenario.authorizerCacheTtlSeconds);
    const ofContestants = contestants.map((one) => ({ ...one, blocks: result?.blocksOf(scenario.id, one.name) ?? [] }));
    return analyseScenario(scenario, ofContestants, { seed, resamples: scale.resamples, times, generatorErrorMs });
  });
  const signsOfLoad = findBusyness(
    analysed.map(({ report }) => report),
    selfCheck,
    lateAfterMs,
  );
  const isBusy = signsOfLoad.length > 0;
  const reports = isBusy ? analysed.map(({ report }) => ({ ...report, differences: [] })) : compareStrategies(analysed);
  const differences = isBusy ? [] : analyseControl(analysed, control.strategy, control.name);
  const doubts = isBusy ? signsOfLoad : findDoubts(reports, differences, selfCheck);
  const [first] = results.values();
  const inside = Array.from(results.values(), (result) => result.inside);
  return {
    times,
    meaning,
    isBusy,
    isTrustworthy: doubts.length === 0,
    reasons: doubts,
    environment: await describeEnvironment({
      target: `${site.name}, ${times}`,
      seed,
      scale,
      ratesPerSecond: Object.fromEntries(scenarios.map(({ id, ratePerSecond }) => [id, ratePerSecond])),
      tokenBytes: first?.tokenBytes ?? {},
    }),
    selfCheck,
    control: { verdict: isBusy ? NOT_COMPARED : describeControl(differences, control.strategy), differences },
    scenarios: reports,
    coldStarts,
    functionTimes: summarizeCalls(inside.flatMap(({ functionCalls }) => functionCalls)),
    gatewayTimes: mergeGatewayTimes(inside.map(({ gatewayTimes }) => gatewayTimes)),
    rateNotes: notes,
    elapsedSeconds: (performance.now() - startedAtMs) / 1000,
  };
}

/** One group after the other, so that only one engine runs at a time, and a deployed stack has one cache at a time. */
async function measureGroups(
  groups: readonly Group[],
  { site, seed, scale, signal, onProgress }: Required<Omit<MeasureOptions, "selfCheck">>,
) {
  const results = new Map<number, GroupResult>();
  let contestants: ReturnType<typeof createContestants> | undefined;
  const refreshesPerSecond = readPreparationRate(site.quotas);
  let doneBefore = 0;
  for (const group of groups) {
    signal.throwIfAborted();
    const { authorizerCacheTtlSeconds } = group;
    const open = await site.open({ authorizerCacheTtlSeconds, connections: scale.maxInFlight, signal });
    try {
      contestants ??= createContestants(open.sessions.map(({ strategy }) => strategy));
      const all = contestants.contestants;
      const total = groups.reduce((sum, one) => sum + countBlocks(one, scale, all), 0);
      const onBlock = (what: string, done: number) =>
        onProgress(`cache of ${authorizerCacheTtlSeconds} s, ${what}`, (doneBefore + done) / total);
      results.set(
        authorizerCacheTtlSeconds,
        await measureGroup(open, group, { seed, scale, refreshesPerSecond, signal, contestants: all, onBlock }),
      );
      doneBefore += countBlocks(group, scale, all);
    } finally {
      await open.close();
    }
  }
  if (contestants === undefined) throw new Error("there is no scenario to measure");
  return { ...contestants, results };
}
