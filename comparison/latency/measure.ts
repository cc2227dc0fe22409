import { execFile } from "node:child_process";
import { arch, availableParallelism, cpus, release, totalmem, type } from "node:os";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { mergeGatewayTimes } from "./access-log";
import { type AnalysedSeries, analyseSeries, compareControl, compareStrategies } from "./analysis";
import { compareDirectoryPair, measureDirectoryPair } from "./directory-pair";
import { summarizeCalls, summarizeColdStarts } from "./function-times";
import { type GroupResult, measureGroup } from "./group";
import { createContestants, isControl } from "./plan";
import { fitToQuotas, readPreparationRate } from "./quotas";
import type { Environment, LatencyReport } from "./report";
import { DEFAULT_SCALE, type Scale } from "./scale";
import { scenarios as allScenarios, type Scenario } from "./scenarios";
import { runSelfCheck } from "./self-check";
import type { LatencyTarget } from "./target";
import { findBusyness, findReasonsForDistrust, readGeneratorError } from "./trust";

const SELF_CHECK_RATE_PER_SECOND = 250;

export interface MeasureOptions {
  readonly target: LatencyTarget;
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
 * @throws QuotaError before sending anything; the signal's reason if aborted
 */
export async function measureLatency(options: MeasureOptions): Promise<LatencyReport> {
  const {
    target,
    seed = 1,
    scale = DEFAULT_SCALE,
    signal = new AbortController().signal,
    onProgress = () => undefined,
  } = options;
  const checkGenerator = options.selfCheck ?? runSelfCheck;
  const { timingSource, timingMeaning } = target;
  const startedAtMs = performance.now();
  const { maxInFlight, lateAfterMs } = scale;

  const { scenarios, notes } = fitToQuotas(allScenarios, target.quotas, scale.maxRatePerSecond);
  onProgress("the generator itself", 0);
  signal.throwIfAborted();
  const selfCheckLoad = { ratePerSecond: SELF_CHECK_RATE_PER_SECOND, count: scale.selfCheckRequests, maxInFlight, lateAfterMs };
  const selfCheck = await checkGenerator(selfCheckLoad, seed);
  const generatorErrorMs = readGeneratorError(selfCheck);
  signal.throwIfAborted();
  onProgress("cold starts", 0);
  const coldStarts = await target.measureColdStarts(scale.coldStarts, signal);

  const results = await measureScenarios(scenarios, { target, seed, scale, signal, onProgress });
  const series = results.flatMap((result) =>
    result.series.map((one) => analyseSeries(one, { seed, resamples: scale.resamples })),
  );
  const signsOfLoad = findBusyness(
    series.map(({ report }) => report),
    selfCheck,
    lateAfterMs,
  );
  const isBusy = signsOfLoad.length > 0;
  const pair = isBusy ? undefined : await measurePair(target, { seed, scale, signal, onProgress });
  const compared = isBusy ? [] : series;
  const differences = compareStrategies(compared, generatorErrorMs);
  const ofControl = compareControl(compared, generatorErrorMs);
  const reports = scenarios.map(({ id, sentence, when, ratePerSecond }) => ({
    id,
    sentence,
    when,
    ratePerSecond,
    series: series.filter(({ scenario }) => scenario.id === id).map(({ report }) => report),
    differences: differences.filter(({ scenario }) => scenario === id),
  }));
  const reasons = isBusy ? signsOfLoad : findReasonsForDistrust(reports, ofControl, selfCheck);
  const serverTimes = results.map((result) => result.serverTimes);
  return {
    timingSource,
    timingMeaning,
    isBusy,
    isTrustworthy: reasons.length === 0,
    reasons,
    environment: await describeEnvironment({
      target: `${target.name}, ${timingSource}`,
      seed,
      scale,
      ratesPerSecond: Object.fromEntries(scenarios.map(({ id, ratePerSecond }) => [id, ratePerSecond])),
      tokenBytes: results[0]?.tokenBytes ?? {},
    }),
    selfCheck,
    control: { strategy: series.find(isControl)?.strategy ?? "", differences: ofControl },
    scenarios: reports,
    coldStarts: summarizeColdStarts(coldStarts),
    functionTimes: summarizeCalls(serverTimes.flatMap(({ functionCalls }) => functionCalls)),
    ...(pair === undefined ? {} : { directory: compareDirectoryPair(pair, generatorErrorMs) }),
    gatewayTimes: mergeGatewayTimes(serverTimes.map(({ gatewayTimes }) => gatewayTimes)),
    rateNotes: notes,
    elapsedSeconds: (performance.now() - startedAtMs) / 1000,
  };
}

/** One cache setting after the other, so that only one engine runs at a time, and a deployed stack has one setting at a time. */
async function measureScenarios(
  scenarios: readonly Scenario[],
  { target, seed, scale, signal, onProgress }: Required<Omit<MeasureOptions, "selfCheck">>,
): Promise<readonly GroupResult[]> {
  const results: GroupResult[] = [];
  const refreshesPerSecond = readPreparationRate(target.quotas);
  let blocksDone = 0;
  for (const authorizerCacheTtlSeconds of new Set(scenarios.map((scenario) => scenario.authorizerCacheTtlSeconds))) {
    signal.throwIfAborted();
    const group = scenarios.filter((scenario) => scenario.authorizerCacheTtlSeconds === authorizerCacheTtlSeconds);
    const open = await target.open({ authorizerCacheTtlSeconds, connections: scale.maxInFlight, signal });
    try {
      const contestants = createContestants(open.clients.map(({ strategy }) => strategy));
      const blocks = scenarios.length * contestants.length * (scale.warmUpRounds + scale.rounds);
      const onBlock = (what: string) => onProgress(`cache of ${authorizerCacheTtlSeconds} s, ${what}`, blocksDone++ / blocks);
      const options = { scenarios: group, seed, scale, refreshesPerSecond, signal, contestants, onBlock };
      results.push(await measureGroup(open, options));
    } finally {
      await open.close();
    }
  }
  return results;
}

async function measurePair(
  target: LatencyTarget,
  { onProgress, ...options }: Required<Pick<MeasureOptions, "onProgress" | "scale" | "seed" | "signal">>,
): Promise<readonly AnalysedSeries[] | undefined> {
  options.signal.throwIfAborted();
  const pair = await target.openDirectoryPair?.(options.scale.maxInFlight);
  if (pair === undefined) return undefined;
  try {
    return await measureDirectoryPair(pair, { ...options, onBlock: () => onProgress("sign-ins with a user directory", 1) });
  } finally {
    await pair.close();
  }
}

type Given = Pick<Environment, "target" | "seed" | "scale" | "ratesPerSecond" | "tokenBytes">;

/** Facts needed to judge and reproduce the figures. */
async function describeEnvironment(given: Given): Promise<Environment> {
  const commit = await readCommit();
  return {
    measuredAt: new Date().toISOString(),
    cpuModel: cpus()[0]?.model ?? "unknown",
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    operatingSystem: `${type()} ${release()}`,
    architecture: arch(),
    nodeVersion: process.version,
    clockResolutionMs: measureClockResolutionMs(() => performance.now()),
    ...(commit === undefined ? {} : { commit }),
    ...given,
  };
}

/** The clock's resolution. */
export function measureClockResolutionMs(now: () => number): number {
  const steps = Array.from({ length: 100 }, () => {
    const before = now();
    let after = now();
    while (after === before) after = now();
    return after - before;
  });
  return Math.min(...steps);
}

async function readCommit(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: __dirname });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
