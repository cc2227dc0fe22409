import type { ComparisonReport } from "./comparison-report";
import { describeDurations } from "./cost-report";
import { formatDecision } from "./decision/terminal";
import { BUSY_NOTICE } from "./latency/trust";
import { createRows, strategiesOf } from "./report/prepare/behaviour-rows";
import { judgeBehaviour } from "./report/prepare/behaviour-verdict";
import { judgeLatency, type LatencyVerdict } from "./report/prepare/latency-verdict";
import { describeBehaviour, describeExpectation } from "./report/prepare/verdict-words";

/** The report's verdict for a terminal: what a team has to know, without the tables. */
export function summarize({ decision, behaviour, latency, cost, target }: ComparisonReport): string {
  const strategies = strategiesOf(behaviour);
  const verdict = judgeBehaviour(behaviour, createRows(behaviour), strategies);
  const durations = describeDurations(cost);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["behaviour", [...describeBehaviour(verdict), describeExpectation(verdict)]],
    ["cost", [cost.comparison.sentence, ...(durations === undefined ? [] : [durations])]],
    ["latency", latency === undefined ? ["not measured"] : describeLatency(judgeLatency(latency))],
  ];
  return [
    ...(latency?.isBusy === true ? [BUSY_NOTICE.toUpperCase(), ""] : []),
    `IN SHORT, on the target ${target}`,
    ...formatDecision(decision, strategies, target),
    ...sections.flatMap(([name, lines]) => lines.map((line, i) => `  ${(i === 0 ? name : "").padEnd(11)}${line}`)),
  ].join("\n");
}

const describeLatency = ({ isTrustworthy, reasons, sentence, telling }: LatencyVerdict) => [
  ...(isTrustworthy ? [] : [`NOT TO BE TRUSTED: ${reasons.join("; ")}`]),
  sentence,
  ...telling,
];
