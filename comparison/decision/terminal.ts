import { wrapText } from "../words";
import type { Decision, Evidence } from "./decision";
import { type Line, tellDecision } from "./words";

const WIDTH = 120;

/** The decision formatted for 120 columns; each line names its evidence. */
export function formatDecision(decision: Decision, strategies: readonly string[], target: string): readonly string[] {
  const { choices, alike, leftOut } = tellDecision(decision, strategies, target);
  const list = (lines: readonly Line[]) =>
    lines.flatMap(({ text, evidence }) =>
      wrapText(`${text} -> ${describeEvidence(evidence)}`, WIDTH, { first: "    - ", rest: "      " }),
    );
  const section = (title: string, lines: readonly Line[]) => (lines.length === 0 ? [] : [title, ...list(lines)]);
  return [
    ...choices.flatMap(({ strategy, when, accept }) => [
      ...(when.length === 0 ? [`  NOTHING SPEAKS FOR ${strategy}`] : section(`  CHOOSE ${strategy} when`, when)),
      ...section("    and accept that", accept),
    ]),
    ...section("  NO DIFFERENCE", alike),
    ...leftOut.flatMap((text) => wrapText(`LEFT OUT: ${text}`, WIDTH, { first: "  ", rest: "    " })),
  ];
}

/** Names situations by their ids, as in `report.json`. */
function describeEvidence(evidence: readonly Evidence[]): string {
  const situations = evidence.flatMap((one) => (one.kind === "situation" ? [one.id] : []));
  const others = evidence.flatMap((one) =>
    one.kind === "situation" ? [] : [one.kind === "latency" ? `latency of ${one.scenario}` : tables[one.kind]],
  );
  return [...(situations.length === 0 ? [] : [`situations ${situations.join(", ")}`]), ...others].join("; ");
}

const tables = { cost: "cost", code: "cost in code" } as const;
