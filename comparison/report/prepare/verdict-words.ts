import { joinWords } from "../../../local/words";
import type { Difference, LatencyReport } from "../../latency/report";
import { BUSY_NOTICE } from "../../latency/trust";
import { describeDifference } from "../../latency/verdict";
import { alterationWords, countOf, formatSeconds } from "../../words";
import type { DifferenceKind } from "./behaviour-rows";
import type { BehaviourVerdict } from "./behaviour-verdict";

/** The verdict on behaviour, but for what is not as the contracts say. */
export const describeBehaviour = (verdict: BehaviourVerdict): readonly string[] => [
  describeDiffering(verdict),
  ...describeAltered(verdict),
  ...describeLasting(verdict),
  ...describeTargets(verdict),
  ...(verdict.notAskedCount === 0
    ? []
    : [`${countOf(verdict.notAskedCount, "situation")} could not be asked there; the matrix says why.`]),
];

const kindWords: Readonly<Record<DifferenceKind, string>> = {
  access: "one lets through what another refuses",
  status: "the refusals have another status",
  message: "only the message of the refusal differs",
  time: "an access ends at another time",
};

function describeDiffering({ strategyCount, met }: BehaviourVerdict): string {
  if (strategyCount < 2) return "There are no two strategies to compare.";
  const parts = met.byKind.map(({ kind, count }) => `in ${count} ${kindWords[kind]}`);
  const first = `In ${met.differingCount} of ${countOf(met.count, "situation")} that users meet a client sees the strategies differ`;
  return parts.length === 0 ? `${first}.` : `${first}: ${joinWords(parts)}.`;
}

function describeAltered({ strategyCount, altered }: BehaviourVerdict): readonly string[] {
  if (altered.count === 0 || strategyCount < 2) return [];
  const what = joinWords(altered.alterations.map((one) => alterationWords[one]));
  return [
    `Apart from these, in ${altered.differingCount} of ${countOf(altered.count, "situation")} that were altered on purpose: ${what}.`,
  ];
}

function describeLasting({ lasting: { timingSource, ends } }: BehaviourVerdict): readonly string[] {
  if (ends.length === 0) return [];
  const spans = ends.map(({ strategy, leastSeconds, mostSeconds }) => {
    const [least, most] = [formatSeconds(leastSeconds), formatSeconds(mostSeconds)];
    return `${least === most ? most : `${least} to ${most}`} under ${strategy}`;
  });
  return [`What a user has lost, an issued token still opens until ${joinWords(spans)} after the sign-in (${timingSource}).`];
}

function describeTargets({ targets }: BehaviourVerdict): readonly string[] {
  if (targets === undefined) return [];
  const names = joinWords(targets.others);
  return [
    targets.differingCount === 0
      ? `Wherever both were asked, ${targets.target} and ${names} answer the same.`
      : `In ${countOf(targets.differingCount, "situation")} ${targets.target} and ${names} do not answer the same.`,
  ];
}

export const describeExpectation = ({ answers: { count, unexpectedCount } }: BehaviourVerdict): string =>
  unexpectedCount === 0
    ? `Every answer (${count}) is as the strategies' contracts say.`
    : `Not as the strategies' contracts say: ${unexpectedCount} of ${countOf(count, "answer")}.`;

const MAX_NOTABLE = 5;

/** The percentile that most users meet: each scenario's lowest, for every pair of strategies. */
function typicalOf(differences: readonly Difference[]): readonly Difference[] {
  const lowest = Math.min(...differences.map(({ p }) => p));
  return differences.filter(({ p }) => p === lowest);
}

/** The verdict on latencies, and the largest differences that are claimed. */
export function describeLatency({ timingSource, isBusy, scenarios }: LatencyReport) {
  if (isBusy) return { sentence: BUSY_NOTICE, notable: [] };
  const typical = scenarios.flatMap(({ differences }) => typicalOf(differences));
  const claimed = typical.filter(({ hasDifference }) => hasDifference);
  const largestFirst = claimed.toSorted((a, b) => Math.abs(b.valueMs) - Math.abs(a.valueMs));
  return {
    sentence:
      typical.length === 0
        ? `There are too few requests, or too few strategies, to compare latencies (${timingSource}).`
        : `${claimed.length} of ${typical.length} comparisons of what a typical request takes show a difference (${timingSource}); ` +
          "of the others none is claimed.",
    notable: largestFirst.slice(0, MAX_NOTABLE).map((difference) => describeDifference(difference, timingSource)),
  };
}
