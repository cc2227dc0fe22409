import type { Decider } from "../../strategies/contract";
import type { BehaviourReport, Cell, Expected, Finding, Mismatch } from "./report";

/** All mismatches between finding and expectation. Facts that the target does not report are skipped. */
export function findMismatches(finding: Finding, expected: Expected): readonly Mismatch[] {
  const { status, message, decidedBy, effectiveAfterSeconds: seconds, isColdStart, claim, answer } = expected;
  const isStatusRight = status === "passed" ? finding.isPassed : !finding.isPassed && finding.status === status;
  const found: Mismatch[] = [];
  if (!isStatusRight) found.push({ what: "status", seen: finding.status, expected: status });
  if (message !== undefined && !matchesMessage(message, finding.message))
    found.push({ what: "message", seen: finding.message, expected: message });
  if (finding.decidedBy !== undefined && finding.decidedBy !== decidedBy)
    found.push({ what: "decider", seen: finding.decidedBy, expected: decidedBy });
  if (isColdStart !== undefined && finding.isColdStart !== undefined && finding.isColdStart !== isColdStart)
    found.push({ what: "cold start", seen: finding.isColdStart, expected: isColdStart });
  if (seconds !== undefined && finding.effectiveAfterSeconds !== seconds)
    found.push({ what: "time", seen: finding.effectiveAfterSeconds ?? null, expected: seconds });
  if (claim !== undefined && (finding.claim ?? null) !== claim)
    found.push({ what: "claim", seen: finding.claim ?? null, expected: claim });
  if (answer !== undefined && finding.isPassed && finding.status !== answer)
    found.push({ what: "answer", seen: finding.status, expected: answer });
  return found;
}

const subjects: Readonly<Record<Mismatch["what"], string>> = {
  status: "status",
  message: "message",
  decider: "decider",
  claim: "claim",
  answer: "answer of the function behind the route",
  "cold start": "cold start",
  time: "time until it takes effect in seconds",
};

/** Observed and expected values as JSON, so that a text differs from null. */
export const describeMismatch = ({ what, seen, expected }: Mismatch): string =>
  `the ${subjects[what]} is ${JSON.stringify(seen)}; expected ${JSON.stringify(expected)}`;

/** Whether a message matches a contract's pattern, in which `*` matches anything. */
function matchesMessage(pattern: string | null, text: string | null): boolean {
  if (pattern === null || text === null) return pattern === text;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}

/** A disagreement of two targets about the same situation under the same strategy. */
export type Disagreement = Found & { readonly situation: string; readonly strategy: string };

type Found =
  | { readonly what: "status"; readonly a: Outcome; readonly b: Outcome }
  | { readonly what: "message"; readonly a: string | null; readonly b: string | null }
  | { readonly what: "decider"; readonly a: Decider; readonly b: Decider }
  | { readonly what: "claim"; readonly a: string | null; readonly b: string | null }
  /** In seconds against what was to be expected there, because tokens live otherwise. */
  | { readonly what: "time"; readonly a: number | null; readonly b: number | null };

type Outcome = number | "passed";

/**
 * Disagreements of two targets, in the order of the first. Facts that one of them does not report are no disagreement, nor are answers of
 * the function behind a route, or messages where the contract allows any.
 */
export function findDisagreements(a: BehaviourReport, b: BehaviourReport): readonly Disagreement[] {
  const cellsOfB = new Map(
    b.situations.flatMap(({ id, cells }) => cells.map((cell) => [`${id} ${cell.strategy}`, cell] as const)),
  );
  return a.situations.flatMap(({ id, cells }) =>
    cells.flatMap((cell) => {
      const other = cellsOfB.get(`${id} ${cell.strategy}`);
      if (other === undefined) return [];
      return compareCells(cell, other).map((found) => ({ situation: id, strategy: cell.strategy, ...found }));
    }),
  );
}

/** If the status differs, so does the message. */
function compareCells(a: Cell, b: Cell): readonly Found[] {
  if (outcomeOf(a) !== outcomeOf(b)) return [{ what: "status", a: outcomeOf(a), b: outcomeOf(b) }];
  const found: Found[] = [];
  if (!a.isPassed && !saysTheSame(a, b)) found.push({ what: "message", a: a.message, b: b.message });
  if (a.decidedBy !== undefined && b.decidedBy !== undefined && a.decidedBy !== b.decidedBy) {
    found.push({ what: "decider", a: a.decidedBy, b: b.decidedBy });
  }
  if (a.claim !== b.claim) found.push({ what: "claim", a: a.claim ?? null, b: b.claim ?? null });
  const [lateA, lateB] = [latenessOf(a), latenessOf(b)];
  if (lateA !== lateB) found.push({ what: "time", a: lateA, b: lateB });
  return found;
}

const outcomeOf = ({ isPassed, status }: Cell): Outcome => (isPassed ? "passed" : status);

const saysTheSame = ({ message, expected }: Cell, b: Cell): boolean =>
  message === b.message ||
  (typeof expected.message === "string" &&
    matchesMessage(expected.message, message) &&
    matchesMessage(expected.message, b.message));

/** How much later than expected access ended; null if it was not observed to end. */
const latenessOf = ({ effectiveAfterSeconds, expected }: Cell): number | null =>
  effectiveAfterSeconds === undefined || expected.effectiveAfterSeconds === undefined
    ? null
    : effectiveAfterSeconds - expected.effectiveAfterSeconds;
