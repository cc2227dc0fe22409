import { findDisagreements } from "../../behaviour/mismatch";
import type { Alteration, BehaviourReport, Cell, SituationReport } from "../../behaviour/report";
import { describeClaim, formatSeconds } from "../../words";

/** In what the strategies differ for a client. Who decides is left out: strategies differ in that by what they are. */
export const differenceKinds = ["access", "status", "message", "time", "claim"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** What one target says of a situation. */
interface Seen {
  readonly target: string;
  /** Why it was not asked there; undefined where it was. */
  readonly notAsked: string | undefined;
  readonly cells: readonly Cell[];
}

/** One line of the matrix. */
export interface Row {
  readonly id: string;
  readonly topic: string;
  readonly sentence: string;
  /** Undefined where it is what users meet. */
  readonly alteration: Alteration | undefined;
  /** The compared target's first. */
  readonly seen: readonly Seen[];
  /** Between the strategies, on the first target that was asked. */
  readonly differences: readonly DifferenceKind[];
  readonly isUnexpected: boolean;
  /** Strategies that answer otherwise on another target. */
  readonly differsBetweenTargets: readonly string[];
  /** Every status of the row, ascending. */
  readonly statuses: readonly number[];
}

/** `passed` for everything that a function behind a route may answer, for that is no part of the decision. */
const outcomeOf = ({ isPassed, status }: Cell): string => (isPassed ? "passed" : String(status));

const hasSeveral = (values: readonly unknown[]) => new Set(values).size > 1;

/** In what several cells of one situation differ. */
function findDifferences(cells: readonly Cell[]): readonly DifferenceKind[] {
  const refused = cells.filter(({ isPassed }) => !isPassed);
  const isDifferent: Readonly<Record<DifferenceKind, boolean>> = {
    access: hasSeveral(cells.map(({ isPassed }) => isPassed)),
    status: hasSeveral(refused.map(({ status }) => status)),
    message: !hasSeveral(refused.map(({ status }) => status)) && hasSeveral(refused.map(({ message }) => message)),
    time: hasSeveral(cells.map(({ effectiveAfterSeconds }) => effectiveAfterSeconds)),
    claim: hasSeveral(cells.map(({ claim }) => claim)),
  };
  return differenceKinds.filter((kind) => isDifferent[kind]);
}

const seeOn = (target: string, { notAsked, cells }: SituationReport): Seen => ({
  target,
  notAsked,
  cells,
});

/** The matrix of one or several targets, in the order of the first; what only a later one has comes last. */
export function createRows(reports: readonly BehaviourReport[]): readonly Row[] {
  const byId = new Map<string, { readonly situation: SituationReport; readonly seen: Seen[] }>();
  for (const { target, situations } of reports) {
    for (const situation of situations) {
      const known = byId.get(situation.id);
      if (known === undefined) byId.set(situation.id, { situation, seen: [seeOn(target, situation)] });
      else known.seen.push(seeOn(target, situation));
    }
  }
  const [first, ...others] = reports;
  const disagreements = others.flatMap((other) => (first === undefined ? [] : findDisagreements(first, other)));
  return [...byId.values()].map(({ situation: { id, topic, sentence, alteration }, seen }): Row => {
    const cells = seen.flatMap((one) => one.cells);
    const disagreeing = disagreements.filter(({ situation }) => situation === id).map(({ strategy }) => strategy);
    return {
      id,
      topic,
      sentence,
      alteration,
      seen,
      differences: findDifferences(seen.find((one) => one.cells.length > 0)?.cells ?? []),
      isUnexpected: cells.some(({ isAsExpected }) => !isAsExpected),
      differsBetweenTargets: [...new Set(disagreeing)],
      statuses: [...new Set(cells.map(({ status }) => status))].sort((a, b) => a - b),
    };
  });
}

/** Every strategy of any target, in their order. */
export const strategiesOf = (reports: readonly BehaviourReport[]): readonly string[] => [
  ...new Set(reports.flatMap(({ strategies }) => strategies)),
];

export const findCell = (cells: readonly Cell[], strategy: string): Cell | undefined =>
  cells.find((cell) => cell.strategy === strategy);

/** `401`, `passes`, `passes until 60 min`: what a client sees, in short. */
export function describeOutcome(cell: Cell): string {
  const { effectiveAfterSeconds: seconds, claim } = cell;
  const outcome = cell.isPassed ? "passes" : outcomeOf(cell);
  const said = claim === undefined ? "" : `, ${describeClaim(claim)}`;
  return `${outcome}${seconds === undefined ? "" : ` until ${formatSeconds(seconds)}`}${said}`;
}
