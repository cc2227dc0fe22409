import type { Difference, LatencyReport } from "../../latency/report";
import { BUSY_NOTICE } from "../../latency/trust";

export interface LatencyVerdict {
  readonly isTrustworthy: boolean;
  readonly reasons: readonly string[];
  readonly sentence: string;
  /** Verdicts at the lowest percentile of each scenario whose interval leaves zero out, the largest first. */
  readonly telling: readonly string[];
}

const MAX_TELLING = 5;

/** The percentile that most users meet: each scenario's lowest, for every pair of strategies. */
const typicalOf = (differences: readonly Difference[]): readonly Difference[] => {
  const lowest = Math.min(...differences.map(({ p }) => p));
  return differences.filter(({ p }) => p === lowest);
};

/** What a manager has to know of the latencies. */
export function judgeLatency({ times, isBusy, isTrustworthy, reasons, scenarios }: LatencyReport): LatencyVerdict {
  if (isBusy) return { isTrustworthy, reasons, sentence: BUSY_NOTICE, telling: [] };
  const typical = scenarios.flatMap(({ differences }) => typicalOf(differences));
  const shown = typical.filter(({ hasDifference }) => hasDifference).sort((a, b) => Math.abs(b.valueMs) - Math.abs(a.valueMs));
  const of = `${shown.length} of ${typical.length} comparisons of what a typical request takes`;
  const sentence =
    typical.length === 0
      ? `There are too few requests, or too few strategies, to compare latencies (${times}).`
      : `${of} show a difference (${times}); of the others none is claimed.`;
  return { isTrustworthy, reasons, sentence, telling: shown.slice(0, MAX_TELLING).map(({ verdict }) => verdict) };
}
