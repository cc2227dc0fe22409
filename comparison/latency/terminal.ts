import type { LatencyReport, ScenarioReport, SeriesReport } from "./report";
import { formatMs, SIMULATED } from "./verdict";

const WIDTH = 120;

/** Breaks at spaces so that no line is wider than a terminal; further lines are indented. */
function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = "";
    }
    const start = lines.length === 0 ? indent : " ".repeat(indent.length + 2);
    line = line === "" ? `${start}${word}` : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

const counts = ({ errors, wrong, late, dropped }: Pick<SeriesReport, "errors" | "wrong" | "late" | "dropped">) =>
  `${errors} errors, ${wrong} wrong, ${late} late, ${dropped} dropped`;

function formatSeries(series: SeriesReport): readonly string[] {
  const percentiles = series.percentiles.map(
    ({ p, valueMs, low, high }) => `p${p} ${formatMs(valueMs)} (${formatMs(low)} to ${formatMs(high)})`,
  );
  return [
    `  ${series.name.padEnd(34)} n ${String(series.n).padEnd(5)} ${counts(series)}`,
    wrap(percentiles.length === 0 ? "too few for percentiles" : percentiles.join("   "), "    "),
  ];
}

const formatScenario = ({ sentence, ratePerSecond, series, differences }: ScenarioReport): readonly string[] => [
  "",
  wrap(sentence, ""),
  `  ${ratePerSecond} a second; ms from when a request was due, with 95 % intervals, ${SIMULATED}`,
  ...series.flatMap(formatSeries),
  ...differences.map(({ verdict }) => wrap(verdict, "  > ")),
];

/** The report for people, at most 120 columns wide. */
export function formatLatency({ environment: at, ...report }: LatencyReport): string {
  const { selfCheck, control, coldStarts } = report;
  const memoryGb = (at.memoryBytes / 1024 ** 3).toFixed(1);
  const tokens = Object.entries(at.tokenBytes).map(([strategy, bytes]) => `${strategy} ${bytes}`);
  return [
    wrap(`Latency of the ${at.target}: it says nothing of AWS's own speed`, ""),
    wrap(`${at.cpuCount} x ${at.cpuModel}, ${memoryGb} GB, ${at.operatingSystem}, Node ${at.nodeVersion}, seed ${at.seed}`, ""),
    wrap(
      `${at.scale.rounds} rounds of interleaved blocks after ${at.scale.warmUpRounds} to warm up; late is a request that was sent ` +
        `more than ${at.scale.lateAfterMs} ms after it was due, dropped one that met ${at.scale.maxInFlight} under way`,
      "",
    ),
    wrap(`bytes of the token that is sent: ${tokens.join(", ")}`, ""),
    ...(report.isTrustworthy ? [] : ["", "NOT TO BE TRUSTED", ...report.reasons.map((reason) => wrap(reason, "  "))]),
    "",
    wrap(selfCheck.sentence, ""),
    ...selfCheck.percentiles.map(
      ({ p, knownMs, measuredMs, errorMs }) =>
        `  p${p} ${formatMs(measuredMs)} ms, known ${formatMs(knownMs)}, error ${formatMs(errorMs)}, ${SIMULATED}`,
    ),
    `  n ${selfCheck.n}, ${counts(selfCheck)}`,
    wrap(`control: ${control.verdict}`, ""),
    ...report.scenarios.flatMap(formatScenario),
    "",
    `cold starts of the functions' processes, in ms, ${SIMULATED}`,
    ...coldStarts.map(
      ({ strategy, what, n, minMs, medianMs, maxMs }) =>
        `  ${strategy.padEnd(28)} ${what.padEnd(30)} n ${n}   min ${minMs}   median ${medianMs}   max ${maxMs}`,
    ),
    "",
    `took ${report.elapsedSeconds.toFixed(0)} s`,
  ].join("\n");
}
