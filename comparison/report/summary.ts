import type { ComparisonReport } from "../comparison-report";
import { describeDurations } from "../cost-report";
import type { Decision, Evidence } from "../decision/decision";
import { type Line, tellDecision } from "../decision/words";
import type { LatencyReport } from "../latency/report";
import { BUSY_NOTICE, describeReasons } from "../latency/trust";
import { wrapText } from "../words";
import { strategiesOf } from "./prepare/behaviour-rows";
import { describeLatency, judgeBehaviour } from "./prepare/verdict";

/** The report's verdict for a terminal: what a team has to know, without the tables. */
export function summarize({ decision, behaviour, latency, cost, target }: ComparisonReport): string {
  const { sentences, expectation } = judgeBehaviour(behaviour);
  const durations = describeDurations(cost);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["behaviour", [...sentences, expectation]],
    ["cost", [cost.comparison.sentence, ...(durations === undefined ? [] : [durations])]],
    ["latency", latency === undefined ? ["not measured"] : sentencesOfLatency(latency)],
  ];
  return [
    ...(latency?.isBusy === true ? [BUSY_NOTICE.toUpperCase(), ""] : []),
    `IN SHORT, on the target ${target}`,
    ...formatDecision(decision, strategiesOf(behaviour), target),
    ...sections.flatMap(([name, lines]) => lines.map((line, i) => `  ${(i === 0 ? name : "").padEnd(11)}${line}`)),
  ].join("\n");
}

function sentencesOfLatency(latency: LatencyReport): readonly string[] {
  const { sentence, notable } = describeLatency(latency);
  return [...(latency.isTrustworthy ? [] : [`NOT TO BE TRUSTED: ${describeReasons(latency).join("; ")}`]), sentence, ...notable];
}

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
