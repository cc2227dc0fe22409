import type { Alteration, BehaviourReports } from "../../behaviour/report";
import { type DifferenceKind, describeOutcome, differenceKinds, findCell, type Row } from "./behaviour-rows";

/** Situations in which the strategies differ in the same way. */
interface NotableDifference {
  readonly kind: DifferenceKind;
  /** What each strategy does, in the order of the strategies; a dash where it was not asked. */
  readonly outcomes: readonly string[];
  readonly count: number;
  readonly example: string;
}

/** What a manager has to know of the matrix, as facts; verdict-words.ts has the sentences. */
export interface BehaviourVerdict {
  readonly strategyCount: number;
  /** Of the situations that users meet and that were asked. */
  readonly met: {
    readonly count: number;
    readonly differingCount: number;
    /** A situation may differ in several ways; ways in which none does are left out. */
    readonly byKind: readonly { readonly kind: DifferenceKind; readonly count: number }[];
  };
  /** Of those that were altered on purpose: what nobody meets does not count beside what users meet. */
  readonly altered: { readonly count: number; readonly differingCount: number; readonly alterations: readonly Alteration[] };
  /** How long after the sign-in a token goes on after what should have ended its access, if any row asks for that. */
  readonly lasting: {
    readonly timingSource: string;
    readonly ends: readonly { readonly strategy: string; readonly leastSeconds: number; readonly mostSeconds: number }[];
  };
  /** Missing where only one target was asked. */
  readonly targets?: { readonly target: string; readonly others: readonly string[]; readonly differingCount: number };
  readonly notAskedCount: number;
  /** How many answers there are, and how many of them are not as their strategies' contracts say. */
  readonly answers: { readonly count: number; readonly unexpectedCount: number };
  readonly notableDifferences: readonly NotableDifference[];
}

/** The longest lists of them stay readable. */
const MAX_NOTABLE = 8;

const isDiffering = ({ differences }: Row) => differences.length > 0;

/** The first report is the target's. */
export function judgeBehaviour(
  [report, ...others]: BehaviourReports,
  rows: readonly Row[],
  strategies: readonly string[],
): BehaviourVerdict {
  const reports = [report, ...others];
  const asked = rows.filter(({ seen: [first] }) => first !== undefined && first.cells.length > 0);
  const met = asked.filter(({ alteration }) => alteration === undefined);
  const altered = asked.filter(({ alteration }) => alteration !== undefined);
  const differing = met.filter(isDiffering);
  const countWith = (kind: DifferenceKind) => differing.filter(({ differences }) => differences.includes(kind)).length;
  return {
    strategyCount: strategies.length,
    met: {
      count: met.length,
      differingCount: differing.length,
      byKind: differenceKinds.map((kind) => ({ kind, count: countWith(kind) })).filter(({ count }) => count > 0),
    },
    altered: {
      count: altered.length,
      differingCount: altered.filter(isDiffering).length,
      alterations: [...new Set(altered.flatMap(({ alteration }) => alteration ?? []))],
    },
    lasting: { timingSource: report.timingSource, ends: findEnds(rows, strategies) },
    ...(others.length === 0
      ? {}
      : {
          targets: {
            target: report.target,
            others: others.map(({ target }) => target),
            differingCount: rows.filter(({ differsBetweenTargets }) => differsBetweenTargets.length > 0).length,
          },
        }),
    notAskedCount: rows.length - asked.length,
    answers: {
      count: reports.flatMap(({ situations }) => situations.flatMap(({ cells }) => cells)).length,
      unexpectedCount: reports.reduce((sum, { differences }) => sum + differences.length, 0),
    },
    notableDifferences: groupNotable(differing, strategies),
  };
}

/** Strategies of which no row asks for that are left out. */
function findEnds(rows: readonly Row[], strategies: readonly string[]): BehaviourVerdict["lasting"]["ends"] {
  return strategies.flatMap((strategy) => {
    const seconds = rows.flatMap(({ seen: [first] }) => findCell(first?.cells ?? [], strategy)?.effectiveAfterSeconds ?? []);
    return seconds.length === 0 ? [] : [{ strategy, leastSeconds: Math.min(...seconds), mostSeconds: Math.max(...seconds) }];
  });
}

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
