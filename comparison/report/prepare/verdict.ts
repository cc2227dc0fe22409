import { joinWords } from "../../../local/words";
import type { BehaviourReports } from "../../behaviour/report";
import type { Difference, LatencyReport } from "../../latency/report";
import { BUSY_NOTICE, describeDifference } from "../../latency/trust";
import { alterationWords, countOf, formatSeconds } from "../../words";
import {
  createRows,
  type DifferenceKind,
  describeOutcome,
  differenceKinds,
  findCell,
  type Row,
  strategiesOf,
} from "./behaviour-rows";

/** Situations in which the strategies differ in the same way. */
interface NotableDifference {
  readonly kind: DifferenceKind;
  /** What each strategy does, in the order of the strategies; a dash where it was not asked. */
  readonly outcomes: readonly string[];
  readonly count: number;
  readonly example: string;
}

/** What a manager has to know of the matrix. */
export interface BehaviourVerdict {
  readonly sentences: readonly string[];
  readonly isAsExpected: boolean;
  /** Says whether the answers are as the strategies' contracts say. */
  readonly expectation: string;
  readonly notableDifferences: readonly NotableDifference[];
}

const isDiffering = ({ differences }: Row) => differences.length > 0;

/** The first report is the target's. What was altered on purpose does not count beside what users meet. */
export function judgeBehaviour(reports: BehaviourReports): BehaviourVerdict {
  const [{ target, timingSource }, ...others] = reports;
  const [rows, strategies] = [createRows(reports), strategiesOf(reports)];
  const asked = rows.filter(({ seen: [first] }) => first !== undefined && first.cells.length > 0);
  const met = asked.filter(({ alteration }) => alteration === undefined);
  const answerCount = reports.flatMap(({ situations }) => situations.flatMap(({ cells }) => cells)).length;
  const unexpectedCount = reports.flatMap(({ differences }) => differences).length;
  return {
    sentences: [
      ...(strategies.length < 2 ? ["There are no two strategies to compare."] : describeDiffering(asked, met)),
      ...describeLasting(rows, strategies, timingSource),
      ...(others.length === 0 ? [] : [describeTargets(rows, target, joinWords(others.map((other) => other.target)))]),
      ...(rows.length === asked.length
        ? []
        : [`${countOf(rows.length - asked.length, "situation")} could not be asked there; the matrix says why.`]),
    ],
    isAsExpected: unexpectedCount === 0,
    expectation:
      unexpectedCount === 0
        ? `Every answer (${answerCount}) is as the strategies' contracts say.`
        : `Not as the strategies' contracts say: ${unexpectedCount} of ${countOf(answerCount, "answer")}.`,
    notableDifferences: groupNotable(met.filter(isDiffering), strategies),
  };
}

const kindWords: Readonly<Record<DifferenceKind, string>> = {
  access: "one lets through what another refuses",
  status: "the refusals have another status",
  message: "only the message of the refusal differs",
  time: "an access ends at another time",
  claim: "a claim is missing under one of them, or has another form",
};

/** A situation may differ in several ways; ways in which none does are left out. */
function describeDiffering(asked: readonly Row[], met: readonly Row[]): readonly string[] {
  const differing = met.filter(isDiffering);
  const parts = differenceKinds.flatMap((kind) => {
    const { length: count } = differing.filter(({ differences }) => differences.includes(kind));
    return count === 0 ? [] : [`in ${count} ${kindWords[kind]}`];
  });
  const first = `In ${differing.length} of ${countOf(met.length, "situation")} that users meet a client sees the strategies differ`;
  const sentence = parts.length === 0 ? `${first}.` : `${first}: ${joinWords(parts)}.`;
  const altered = asked.filter((row) => !met.includes(row));
  if (altered.length === 0) return [sentence];
  const alterations = [...new Set(altered.flatMap(({ alteration }) => alteration ?? []))].map((one) => alterationWords[one]);
  const count = `${altered.filter(isDiffering).length} of ${countOf(altered.length, "situation")}`;
  return [sentence, `Apart from these, in ${count} that were altered on purpose: ${joinWords(alterations)}.`];
}

/** How long after the sign-in a token goes on after what should have ended its access, if any row asks for that. */
function describeLasting(rows: readonly Row[], strategies: readonly string[], timingSource: string): readonly string[] {
  const spans = strategies.flatMap((strategy) => {
    const seconds = rows.flatMap(({ seen: [first] }) => findCell(first?.cells ?? [], strategy)?.effectiveAfterSeconds ?? []);
    if (seconds.length === 0) return [];
    const [least, most] = [formatSeconds(Math.min(...seconds)), formatSeconds(Math.max(...seconds))];
    return [`${least === most ? most : `${least} to ${most}`} under ${strategy}`];
  });
  if (spans.length === 0) return [];
  return [`What a user has lost, an issued token still opens until ${joinWords(spans)} after the sign-in (${timingSource}).`];
}

function describeTargets(rows: readonly Row[], target: string, others: string): string {
  const { length: count } = rows.filter(({ differsBetweenTargets }) => differsBetweenTargets.length > 0);
  return count === 0
    ? `Wherever both were asked, ${target} and ${others} answer the same.`
    : `In ${countOf(count, "situation")} ${target} and ${others} do not answer the same.`;
}

/** The longest lists of them stay readable. */
const MAX_NOTABLE = 8;

/** First where one lets through what another refuses, then other statuses, then times; the most frequent first. */
function groupNotable(differing: readonly Row[], strategies: readonly string[]): readonly NotableDifference[] {
  const groups = new Map<string, NotableDifference>();
  for (const { differences, seen, topic, sentence } of differing) {
    const kind = differenceKinds.find((one) => differences.includes(one));
    const cells = seen.find((one) => one.cells.length > 0)?.cells ?? [];
    // Texts that differ only in their message would look alike here.
    if (kind === undefined || kind === "message") continue;
    const outcomes = strategies.map((strategy) => {
      const cell = findCell(cells, strategy);
      return cell === undefined ? "–" : describeOutcome(cell);
    });
    const key = JSON.stringify(outcomes);
    const known = groups.get(key) ?? { kind, outcomes, count: 0, example: `${topic}: ${sentence}` };
    groups.set(key, { ...known, count: known.count + 1 });
  }
  return [...groups.values()]
    .sort((a, b) => differenceKinds.indexOf(a.kind) - differenceKinds.indexOf(b.kind) || b.count - a.count)
    .slice(0, MAX_NOTABLE);
}

const MAX_CLAIMED = 5;

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
    notable: largestFirst.slice(0, MAX_CLAIMED).map((difference) => describeDifference(difference, timingSource)),
  };
}
