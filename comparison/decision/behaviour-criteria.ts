import type { Source } from "../../strategies/contract";
import type { BehaviourReport, Cell, Decides, SituationReport } from "../behaviour/report";
import type { Admission, Failure, LastingAccess, Refusal, RefusalAnswer, Stance } from "./decision";

type Named<Name extends Decides["question"]> = SituationReport & { readonly decides: Extract<Decides, { question: Name }> };

/** A situation on the target or, if skipped there, on another one. */
interface Asked<Name extends Decides["question"]> {
  readonly report: BehaviourReport;
  readonly situation: Named<Name>;
}

const answers = <Name extends Decides["question"]>(situation: SituationReport, question: Name): situation is Named<Name> =>
  situation.decides?.question === question && situation.cells.length > 0;

/** Situations that answer a question, on the first target that ran them. */
function findAsked<Name extends Decides["question"]>(reports: readonly BehaviourReport[], question: Name) {
  const found = new Map<string, Asked<Name>>();
  for (const report of reports) {
    for (const situation of report.situations) {
      if (answers(situation, question) && !found.has(situation.id)) found.set(situation.id, { report, situation });
    }
  }
  return [...found.values()];
}

/** Groups equal items, in order. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

const CONFIDENCES: readonly Source["confidence"][] = ["assumed", "reported", "documented"];

const observe = (cells: readonly Cell[]) => ({
  isAsExpected: cells.every(({ isAsExpected }) => isAsExpected),
  confidence: CONFIDENCES.find((confidence) => cells.some(({ source }) => source.confidence === confidence)) ?? "documented",
});

const evidenceOf = (asked: readonly { readonly situation: Pick<SituationReport, "id"> }[]) =>
  asked.map(({ situation }) => ({ kind: "situation", id: situation.id }) as const);

const hasSeveral = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size > 1;

const outcomeOf = ({ isPassed, status }: Pick<Cell, "isPassed" | "status">) => (isPassed ? "passes" : status);

/** How long access continues after it should have ended; shorter is better. */
export function judgeLastingAccess(reports: readonly BehaviourReport[]): readonly LastingAccess[] {
  const secondsOf = ({ isPassed, effectiveAfterSeconds }: Cell) => (isPassed ? (effectiveAfterSeconds ?? null) : 0);
  const groups = groupBy(findAsked(reports, "lasting access"), ({ report, situation: { decides, cells } }) => [
    report.target,
    decides.cacheTtlSeconds,
    cells.map((cell) => [cell.strategy, secondsOf(cell), observe([cell])]),
  ]);
  return groups.map((group): LastingAccess => {
    const [{ report, situation }] = group;
    const { cells, decides } = situation;
    const ends = cells.map((cell) => secondsOf(cell) ?? Number.POSITIVE_INFINITY);
    const isDifferent = hasSeveral(cells.map(secondsOf));
    const least = Math.min(...ends);
    return {
      kind: "lasting access",
      target: report.target,
      timingSource: report.timingSource,
      events: group.map((one) => one.situation.decides.event),
      cacheTtlSeconds: decides.cacheTtlSeconds,
      evidence: evidenceOf(group),
      isDifferent,
      facts: cells.map((cell, i) => ({
        strategy: cell.strategy,
        stance: !isDifferent ? "neither" : ends[i] === least ? "reason" : "price",
        ...observe([cell]),
        seconds: secondsOf(cell),
      })),
    };
  });
}

const answerOf = (cause: RefusalAnswer["cause"], { isPassed, status, message, challenge }: Cell): RefusalAnswer => ({
  cause,
  isPassed,
  status,
  message,
  challenge: challenge ?? null,
});

/** What refused clients see; whether that matters is up to the team. */
export function judgeRefusals(reports: readonly BehaviourReport[]): readonly Refusal[] {
  return groupBy(findAsked(reports, "refusal"), ({ report }) => report.target).map((group): Refusal => {
    const [{ report }] = group;
    const cellsOf = (strategy: string) =>
      group.flatMap(({ situation: { cells, decides } }) =>
        cells.filter((cell) => cell.strategy === strategy).map((cell) => ({ cell, answer: answerOf(decides.cause, cell) })),
      );
    const told = report.strategies.map((strategy) => ({ strategy, cells: cellsOf(strategy) }));
    const isDifferent = hasSeveral(told.map(({ cells }) => cells.map(({ answer }) => answer)));
    return {
      kind: "refusal",
      target: report.target,
      evidence: evidenceOf(group),
      isDifferent,
      facts: told.map(({ strategy, cells }) => ({
        strategy,
        stance: isDifferent ? "reason" : "neither",
        ...observe(cells.map(({ cell }) => cell)),
        answers: cells.map(({ answer }) => answer),
      })),
    };
  });
}

/** Whose tokens are accepted; some teams want that, others do not. */
export function judgeAdmissions(reports: readonly BehaviourReport[]): readonly Admission[] {
  const groups = groupBy(findAsked(reports, "admission"), ({ report, situation: { cells } }) => [
    report.target,
    cells.map((cell) => [cell.strategy, outcomeOf(cell), cell.isAsExpected]),
  ]);
  return groups.map((group): Admission => {
    const [{ report, situation }] = group;
    const isDifferent = hasSeveral(situation.cells.map(outcomeOf));
    return {
      kind: "admission",
      target: report.target,
      whose: group.map((one) => one.situation.decides.whose),
      evidence: evidenceOf(group),
      isDifferent,
      facts: situation.cells.map(({ strategy, isPassed, status }) => ({
        strategy,
        stance: isDifferent ? "reason" : "neither",
        ...observe(group.flatMap((one) => one.situation.cells.filter((cell) => cell.strategy === strategy))),
        isPassed,
        status,
      })),
    };
  });
}

/** What still works while the deciding functions fail; a reason if more or something else works than elsewhere. */
export function judgeFailures(reports: readonly BehaviourReport[]): readonly Failure[] {
  const byFault = groupBy(findAsked(reports, "failure"), ({ report, situation }) => [report.target, situation.decides.fault]);
  const groups = groupBy(byFault, (acts) =>
    acts.map(({ report, situation: { decides, cells } }) => [
      report.target,
      decides.act,
      cells.map((cell) => [cell.strategy, outcomeOf(cell), cell.isAsExpected]),
    ]),
  );
  return groups.map((faults): Failure => {
    const [acts] = faults;
    const [{ report }] = acts;
    const every = faults.flat();
    const told = report.strategies.map((strategy) => {
      const cells = acts.flatMap(({ situation: { decides, cells: all } }) =>
        all.filter((cell) => cell.strategy === strategy).map((cell) => ({ act: decides.act, cell })),
      );
      return {
        strategy,
        ...observe(every.flatMap(({ situation }) => situation.cells.filter((cell) => cell.strategy === strategy))),
        works: cells.flatMap(({ act, cell }) => (cell.isPassed ? [act] : [])),
        fails: cells.flatMap(({ act, cell }) => (cell.isPassed ? [] : [{ act, status: cell.status }])),
      };
    });
    const isDifferent = hasSeveral(told.map(({ works, fails }) => [works, fails]));
    const stanceOf = (works: readonly string[]): Stance => {
      const isBeaten = told.some(
        (other) => other.works.length > works.length && works.every((act) => includes(other.works, act)),
      );
      return !isDifferent ? "neither" : isBeaten ? "price" : "reason";
    };
    return {
      kind: "failure",
      target: report.target,
      faults: faults.map(([{ situation }]) => situation.decides.fault),
      evidence: evidenceOf(every),
      isDifferent,
      facts: told.map((fact) => ({ ...fact, stance: stanceOf(fact.works) })),
    };
  });
}

const includes = (values: readonly string[], value: string) => values.includes(value);
