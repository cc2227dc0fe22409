import type { ComparisonReport } from "../comparison-report";
import { describeDurations } from "../cost-report";
import { formatDecision } from "../decision/terminal";
import type { LatencyReport } from "../latency/report";
import { BUSY_NOTICE, describeReasons } from "../latency/trust";
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
