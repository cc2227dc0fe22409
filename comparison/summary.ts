import type { ComparisonReport } from "./comparison-report";
import { formatDecision } from "./decision/terminal";
import { createRows, strategiesOf } from "./report/prepare/behaviour-rows";
import { judgeBehaviour } from "./report/prepare/behaviour-verdict";
import { judgeLatency } from "./report/prepare/latency-verdict";

/** The report's verdict for a terminal: what a team has to know, without the tables. */
export function summarize({ decision, behaviour, latency, cost, target }: ComparisonReport): string {
  const strategies = strategiesOf(behaviour);
  const { sentences } = judgeBehaviour(behaviour, createRows(behaviour), strategies);
  const { isTrustworthy, reasons, sentence, telling } = judgeLatency(latency);
  const measured = cost.measured.map(({ input, value, times }) => `${input} ${value.toFixed(2)} (${times})`);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["behaviour", sentences],
    [
      "cost",
      [
        cost.comparison.sentence,
        ...(measured.length === 0 ? [] : [`It counts with durations of this run: ${measured.join(", ")}.`]),
      ],
    ],
    ["latency", [...(isTrustworthy ? [] : [`NOT TO BE TRUSTED: ${reasons.join("; ")}`]), sentence, ...telling]],
  ];
  return [
    `IN SHORT, on the target ${target}`,
    ...formatDecision(decision, strategies, target),
    ...sections.flatMap(([name, lines]) => lines.map((line, i) => `  ${(i === 0 ? name : "").padEnd(11)}${line}`)),
  ].join("\n");
}
