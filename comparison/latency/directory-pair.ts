import { type AnalysedSeries, analyseSeries, CONFIDENCE, type MeasuredSeries } from "./analysis";
import { estimateRatio } from "./bootstrap";
import { machineClock } from "./clock";
import { generateLoad } from "./generator";
import { checkTokens, type LoadClient } from "./load-client";
import { createPlan } from "./plan";
import type { DirectoryReport } from "./report";
import { countRequests, type Scale } from "./scale";
import type { DirectoryPair } from "./target";
import { findFloor } from "./trust";

const SCENARIO = { id: "directory", when: "on a sign-in with the user directory" } as const;
const RATE_PER_SECOND = 80;
/** The median: an answer for everybody needs no more rounds. */
const P = 50;
/** Half of those of the scenarios: one ratio for each strategy takes fewer than percentiles far out. */
const SHARE_OF_ROUNDS = 0.5;

interface Options {
  readonly seed: number;
  readonly scale: Scale;
  readonly signal: AbortSignal;
  readonly onBlock: () => void;
}

interface Series extends MeasuredSeries {
  readonly blocks: MeasuredSeries["blocks"][number][];
  readonly client: LoadClient;
}

const nameOfDirectory = (strategy: string, state: "off" | "on"): string => `${strategy}, directory ${state}`;

/** Sign-ins with the user directory off and on, in alternating blocks. */
export async function measureDirectoryPair(
  { off, on }: DirectoryPair,
  { seed, scale, signal, onBlock }: Options,
): Promise<readonly AnalysedSeries[]> {
  const seriesOf = (client: LoadClient, state: "off" | "on"): Series => {
    const { strategy } = client;
    return { name: nameOfDirectory(strategy, state), strategy, scenario: SCENARIO, blocks: [], client };
  };
  const pairs = off.map((client) => [
    seriesOf(client, "off"),
    ...on.filter(({ strategy }) => strategy === client.strategy).map((other) => seriesOf(other, "on")),
  ]);
  const rounds = Math.max(1, Math.round(scale.rounds * SHARE_OF_ROUNDS));
  const load = { ...scale, ratePerSecond: RATE_PER_SECOND, count: countRequests(RATE_PER_SECOND, { ...scale, blockMs: 0 }) };
  for (const { isWarmUp, series } of createPlan({ seed, warmUpRounds: scale.warmUpRounds, rounds, scenarios: pairs })) {
    signal.throwIfAborted();
    onBlock();
    const exchange = { send: () => series.client.signIn("reader"), check: checkTokens };
    const block = await generateLoad(load, exchange, machineClock);
    if (!isWarmUp) series.blocks.push(block);
  }
  return pairs.flat().map((series) => analyseSeries(series, { seed, resamples: scale.resamples }));
}

/** How many times as long a sign-in takes with the directory; the intervals hold together at 95 %. */
export function compareDirectoryPair(analysed: readonly AnalysedSeries[], generatorErrorMs: number): DirectoryReport {
  const find = (strategy: string, state: "off" | "on") => analysed.find(({ name }) => name === nameOfDirectory(strategy, state));
  const strategies = [...new Set(analysed.map(({ strategy }) => strategy))];
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, strategies.length);
  return {
    series: analysed.map(({ report }) => report),
    ratios: strategies.flatMap((strategy) => {
      const [off, on] = [find(strategy, "off"), find(strategy, "on")];
      const [ofOff, ofOn] = [off?.resampled.get(P), on?.resampled.get(P)];
      if (off === undefined || on === undefined || ofOff === undefined || ofOn === undefined) return [];
      const [offMs, onMs] = [ofOff.value, ofOn.value];
      const ratio = estimateRatio(ofOff, ofOn, confidence, off.blocks.length);
      const latenessesMs = [off, on].map(({ report }) => report.lateness.p50Ms);
      const isClear = ratio.low > 1 || ratio.high < 1;
      const hasDifference = isClear && Math.abs(onMs - offMs) > findFloor(generatorErrorMs, latenessesMs).floorMs;
      return [{ strategy, p: P, offMs, onMs, ...ratio, isClear, hasDifference }];
    }),
  };
}
