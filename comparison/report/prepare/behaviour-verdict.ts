import { joinWords } from "../../../local/page/words";
import type { BehaviourReport } from "../../behaviour/report";
import { type DifferenceKind, describeOutcome, differenceKinds, findCell, type Row } from "./behaviour-rows";
import { alterationWords, countOf, formatSeconds } from "./words";

/** Situations in which the strategies differ in the same way. */
export interface TellingDifference {
  readonly kind: DifferenceKind;
  /** What each strategy does, in the order of the strategies; a dash where it was not asked. */
  readonly outcomes: readonly string[];
  readonly count: number;
  readonly example: string;
}

export interface BehaviourVerdict {
  readonly sentences: readonly string[];
  readonly telling: readonly TellingDifference[];
  /** How many cells are not as their strategies' contracts say. */
  readonly unexpectedCount: number;
}

/** The longest lists of them stay readable. */
const MAX_TELLING = 8;

/** What a manager has to know of the matrix. The first report is the target's. */
export function judgeBehaviour(reports: readonly BehaviourReport[], rows: readonly Row[], strategies: readonly string[]) {
  const asked = rows.filter(({ seen: [first] }) => first !== undefined && first.cells.length > 0);
  const met = asked.filter(({ alteration }) => alteration === undefined);
  const altered = asked.filter(({ alteration }) => alteration !== undefined);
  const differing = met.filter(({ differences }) => differences.length > 0);
  const unexpectedCount = reports.reduce((sum, { differences }) => sum + differences.length, 0);
  const verdict: BehaviourVerdict = {
    sentences: [
      describeDiffering(strategies, met.length, differing),
      ...describeAltered(strategies, altered),
      ...describeLasting(reports, rows, strategies),
      ...describeTargets(reports, rows),
      ...(asked.length === rows.length
        ? []
        : [`${countOf(rows.length - asked.length, "situation")} could not be asked there; the matrix says why.`]),
      describeExpected(reports, unexpectedCount),
    ],
    telling: groupTelling(differing, strategies),
    unexpectedCount,
  };
  return verdict;
}

function describeDiffering(strategies: readonly string[], askedCount: number, differing: readonly Row[]): string {
  if (strategies.length < 2) return "There are no two strategies to hold against each other.";
  const countWith = (kind: DifferenceKind) => differing.filter(({ differences }) => differences.includes(kind)).length;
  const words: Readonly<Record<DifferenceKind, string>> = {
    access: "one lets through what another refuses",
    status: "the refusals have another status",
    message: "only the message of the refusal differs",
    time: "an access ends at another time",
  };
  const parts = differenceKinds
    .map((kind) => ({ kind, count: countWith(kind) }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `in ${count} ${words[kind]}`);
  const first = `In ${differing.length} of ${countOf(askedCount, "situation")} that users meet a client sees the strategies differ`;
  return parts.length === 0 ? `${first}.` : `${first}: ${joinWords(parts)}.`;
}

/** What nobody meets in what the program deploys does not count beside what users meet. */
function describeAltered(strategies: readonly string[], altered: readonly Row[]): readonly string[] {
  if (altered.length === 0 || strategies.length < 2) return [];
  const count = altered.filter(({ differences }) => differences.length > 0).length;
  const what = joinWords([...new Set(altered.flatMap(({ alteration }) => alteration ?? []))].map((one) => alterationWords[one]));
  return [`Apart from these, in ${count} of ${countOf(altered.length, "situation")} that were altered on purpose: ${what}.`];
}

/** How long an access goes on after what should have ended it. */
function describeLasting([report]: readonly BehaviourReport[], rows: readonly Row[], strategies: readonly string[]) {
  const spans = strategies.flatMap((strategy) => {
    const seconds = rows.flatMap(({ seen: [first] }) => findCell(first?.cells ?? [], strategy)?.effectiveAfterSeconds ?? []);
    if (seconds.length === 0) return [];
    const [least, most] = [formatSeconds(Math.min(...seconds)), formatSeconds(Math.max(...seconds))];
    return [`${least === most ? most : `${least} to ${most}`} under ${strategy}`];
  });
  if (report === undefined || spans.length === 0) return [];
  return [`What a user has lost, a token that is out still opens until ${joinWords(spans)} after the sign-in (${report.times}).`];
}

function describeTargets([target, ...others]: readonly BehaviourReport[], rows: readonly Row[]) {
  if (target === undefined || others.length === 0) return [];
  const count = rows.filter(({ differsBetweenTargets }) => differsBetweenTargets.length > 0).length;
  const names = joinWords(others.map((other) => other.target));
  return [
    count === 0
      ? `Wherever both were asked, ${target.target} and ${names} answer the same.`
      : `In ${countOf(count, "situation")} ${target.target} and ${names} do not answer the same.`,
  ];
}

function describeExpected(reports: readonly BehaviourReport[], unexpectedCount: number): string {
  const count = reports.flatMap(({ situations }) => situations.flatMap(({ cells }) => cells)).length;
  return unexpectedCount === 0
    ? `Every answer (${count}) is as the strategies' contracts say.`
    : `Not as the strategies' contracts say: ${unexpectedCount} of ${countOf(count, "answer")}.`;
}

/** First where one lets through what another refuses, then other statuses, then times; the most frequent first. */
function groupTelling(differing: readonly Row[], strategies: readonly string[]): readonly TellingDifference[] {
  const groups = new Map<string, TellingDifference>();
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
    .slice(0, MAX_TELLING);
}
