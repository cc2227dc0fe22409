import type { Decider } from "../../strategies/contract";
import { describeClaim, formatSeconds, wrapText } from "../words";
import { type Disagreement, describeMismatch, findDisagreements } from "./mismatch";
import type { BehaviourReport, BehaviourReports, Cell, SituationReport } from "./report";

const WIDTH = 120;
const GAP = "  ";
/** Maximum width of a strategy's column. */
const MAX_COLUMN = 31;

const DECIDERS: Readonly<Record<Decider, string>> = {
  "API Gateway": "gateway",
  "authorizer function": "authorizer",
  "cached policy": "cache",
  Cognito: "cognito",
  "trigger function": "trigger",
};

/** The target's table and, if that is another, where the engine disagrees, formatted for 120 columns. */
export const formatBehaviour = ([report, ...others]: BehaviourReports): string =>
  [renderBehaviour(report), ...others.map((other) => renderDisagreements(report, other, findDisagreements(report, other)))].join(
    "\n\n",
  );

/** The table with differences and a legend, formatted for 120 columns. */
export function renderBehaviour(report: BehaviourReport): string {
  const { strategies, situations, target, startedAt, timingSource } = report;
  const column = Math.max(12, Math.min(MAX_COLUMN, Math.floor((WIDTH * 0.6) / Math.max(1, strategies.length)) - GAP.length));
  const widths = [WIDTH - strategies.length * (column + GAP.length), ...strategies.map(() => column)];
  const lines = [`Behaviour on ${placeOf(target)}, ${startedAt}, ${timingSource}`];
  let topic: string | undefined;
  let isAltered = false;
  const met = situations.filter(({ alteration }) => alteration === undefined);
  const altered = situations.filter(({ alteration }) => alteration !== undefined);
  for (const rows of mergeVariants([...met, ...altered])) {
    const [first] = rows;
    if (first === undefined) continue;
    if (!isAltered && first.alteration !== undefined) {
      isAltered = true;
      topic = undefined;
      lines.push("", "=".repeat(WIDTH), ...wrapText(ALTERED, WIDTH));
    }
    if (first.topic !== topic) {
      topic = first.topic;
      lines.push("", ...layOut([topic.toUpperCase(), ...strategies], widths), "-".repeat(WIDTH));
    }
    if (first.notAsked !== undefined) {
      lines.push(...layOut([sentenceOf(rows), "not asked"], widths));
      continue;
    }
    const cells = strategies.map((strategy) => describeCells(rows.flatMap((row) => findCell(row, strategy) ?? [])));
    lines.push(...layOut([sentenceOf(rows), ...cells], widths));
  }
  return [
    ...lines,
    "",
    ...describeResult(report),
    ...describeNotAsked(situations),
    "",
    ...LEGEND.flatMap((line) => wrapText(line, WIDTH)),
    ...legendOfTimes(timingSource),
  ].join("\n");
}

/** A target's name in a sentence. */
const placeOf = (target: string) => (target === "aws" ? "AWS" : `the ${target}`);

const findCell = ({ cells }: SituationReport, strategy: string) => cells.find((cell) => cell.strategy === strategy);

const ALTERED =
  "ALTERED ON PURPOSE: code, keys or a trigger were replaced, or a token was signed by hand. Nobody meets what follows in what the " +
  "program deploys.";

const LEGEND = [
  "gateway, authorizer, trigger, cognito: who decided (API Gateway by itself, the Lambda authorizer, the pre-token-generation " +
    "trigger, Cognito by itself). cache: the policy that API Gateway had kept for this token.",
  "200/404: several routes in one line; what the function behind a route answers is no part of the decision. !!: not as expected.",
];
const legendOfTimes = (timingSource: string) =>
  wrapText(
    `until 60 min: from the sign-in to the first refusal, for a token that is first used half a minute before it expires and then ` +
      `every minute, unless the row says otherwise; ${timingSource}.`,
    WIDTH,
  );

function describeResult({ situations, differences, timingSource }: BehaviourReport): readonly string[] {
  const countCells = (rows: readonly SituationReport[]) => rows.reduce((sum, { cells }) => sum + cells.length, 0);
  const count = countCells(situations);
  const altered = countCells(situations.filter(({ alteration }) => alteration !== undefined));
  const told =
    altered === 0 ? timingSource : `${timingSource}; ${altered} of the ${count} are of situations that were altered on purpose`;
  if (differences.length === 0) return [`All ${count} cells are as expected (${told}).`];
  return [
    `${differences.length} of ${count} cells are not as expected (${told}):`,
    ...differences.flatMap(({ situation, strategy, mismatches, source }) => [
      ...wrapText(
        `!! ${situation}, ${strategy}: ${mismatches.map(describeMismatch).join("; ")} (${source.confidence}: ${source.text})`,
        WIDTH,
      ),
    ]),
  ];
}

/** Disagreements of two targets, formatted likewise. */
export function renderDisagreements(
  { target: a }: BehaviourReport,
  { target: b, timingSource }: BehaviourReport,
  found: readonly Disagreement[],
): string {
  if (found.length === 0) return `${placeOf(a)} and ${placeOf(b)} (${timingSource}) say the same wherever both were asked.`;
  return [
    `${found.length} times ${placeOf(a)} and ${placeOf(b)} (${timingSource}) do not say the same; that alone is no fault:`,
    ...found.flatMap((one) =>
      wrapText(
        `~~ ${one.situation}, ${one.strategy}: ${WHAT[one.what]} ${sayOf(one.a)} on ${placeOf(a)}, ${sayOf(one.b)} on ${placeOf(b)}`,
        WIDTH,
      ),
    ),
  ].join("\n");
}

const WHAT: Readonly<Record<Disagreement["what"], string>> = {
  claim: "the claim is",
  decider: "decided by",
  message: "the message is",
  status: "the answer is",
  time: "the access ends, in seconds after what is expected,",
};
const sayOf = (value: Disagreement["a"]) => (value === null ? "none" : `${value}`);

/** Skipped rows, grouped by reason. */
function describeNotAsked(situations: readonly SituationReport[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, notAsked } of situations) {
    if (notAsked !== undefined) byReason.set(notAsked, [...(byReason.get(notAsked) ?? []), id]);
  }
  const count = [...byReason.values()].flat().length;
  if (count === 0) return [];
  return [
    `${count} of ${situations.length} rows were not asked:`,
    ...[...byReason].flatMap(([reason, ids]) => wrapText(`-- ${ids.join(", ")}: ${reason}`, WIDTH)),
  ];
}

/** Merges adjacent equal rows of one family. */
function mergeVariants(situations: readonly SituationReport[]): readonly (readonly SituationReport[])[] {
  const lines: SituationReport[][] = [];
  for (const situation of situations) {
    const last = lines.at(-1);
    const before = last?.[0];
    const isSame =
      situation.family !== undefined &&
      situation.family === before?.family &&
      situation.notAsked === before.notAsked &&
      outcomeOf(situation) === outcomeOf(before);
    if (isSame) last?.push(situation);
    else lines.push([situation]);
  }
  return lines;
}

const outcomeOf = ({ cells }: SituationReport) =>
  JSON.stringify(
    cells.map(({ status, isPassed, isAsExpected, ...cell }) => [isPassed ? "passed" : status, isAsExpected, describeRest(cell)]),
  );

function sentenceOf(rows: readonly SituationReport[]): string {
  const [first] = rows;
  if (first?.family === undefined || rows.length < 2) return first?.sentence ?? "";
  return `${first.family} ${rows.map(({ variant }) => variant).join(", ")}`;
}

/** A cell, or those of several rows that differ only in status. */
function describeCells(cells: readonly Cell[]): string {
  const [first] = cells;
  if (first === undefined) return "";
  const statuses = [...new Set(cells.map(({ status }) => status))].join("/");
  return `${first.isAsExpected ? "" : "!! "}${statuses}${describeRest(first)}`;
}

function describeRest({
  decidedBy,
  effectiveAfterSeconds,
  isColdStart,
  claim,
  expected,
}: Pick<Cell, "claim" | "decidedBy" | "effectiveAfterSeconds" | "isColdStart" | "expected">): string {
  const until = effectiveAfterSeconds === undefined ? "" : `, until ${formatSeconds(effectiveAfterSeconds)}`;
  // Only where it is what the row is about.
  const cold = expected.isColdStart !== undefined && isColdStart ? ", cold start" : "";
  const said = claim === undefined ? "" : `, ${describeClaim(claim)}`;
  return `${decidedBy === undefined ? "" : ` ${DECIDERS[decidedBy]}`}${until}${cold}${said}`;
}

/** Formats texts side by side, wrapped. */
function layOut(texts: readonly string[], widths: readonly number[]): readonly string[] {
  const columns = texts.map((text, index) => wrapText(text, widths[index] ?? WIDTH));
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, index) => (column[line] ?? "").padEnd(widths[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}
