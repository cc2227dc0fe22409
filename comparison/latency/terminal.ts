import { wrapText } from "../words";
import { CONFIDENCE } from "./analysis";
import type { LoadCounts } from "./generator";
import type { LatencyReport, ScenarioReport, SeriesReport } from "./report";
import { type ServerTimeTable, tabulateServerTimes } from "./server-time-tables";
import {
  BUSY_NOTICE,
  describeControl,
  describeDifference,
  describeDirectoryRatio,
  describeReasons,
  formatConfidence,
  formatMs,
} from "./trust";

const WIDTH = 120;

/** Wraps to the terminal's width, indenting continuation lines. */
const wrap = (text: string, indent: string) =>
  wrapText(text, WIDTH, { first: indent, rest: " ".repeat(indent.length + 2) }).join("\n");

const counts = ({ errors, wrong, lateness: { p50Ms, p99Ms }, dropped }: LoadCounts) =>
  `${errors} errors, ${wrong} wrong, ${dropped} dropped, sent late by p50 ${formatMs(p50Ms)} p99 ${formatMs(p99Ms)} ms`;

function formatSeries(series: SeriesReport): readonly string[] {
  const percentiles = series.percentiles.map(
    ({ p, valueMs, low, high }) => `p${p} ${formatMs(valueMs)} (${formatMs(low)} to ${formatMs(high)})`,
  );
  return [
    `  ${series.name.padEnd(34)} n ${String(series.n).padEnd(5)} ${counts(series)}`,
    wrap(percentiles.length === 0 ? "too few for percentiles" : percentiles.join("   "), "    "),
  ];
}

const formatScenario = (
  timingSource: string,
  { sentence, ratePerSecond, series, differences }: ScenarioReport,
): readonly string[] => [
  "",
  wrap(sentence, ""),
  `  ${formatRate(ratePerSecond)} a second; ms from when a request was due, with 95 % intervals, ${timingSource}`,
  ...series.flatMap(formatSeries),
  ...differences.map((one) => wrap(describeDifference(one, timingSource), "  > ")),
];

const formatRate = (perSecond: number) => String(Number(perSecond.toFixed(2)));

/** Notes that apply to all differences. */
function formatFamily(scenarios: readonly ScenarioReport[]): string {
  const all = scenarios.flatMap(({ differences }) => differences);
  const [first] = all;
  if (first === undefined) return "too few requests to compare the strategies";
  return (
    `the ${all.length} differences between strategies hold together by ${formatConfidence(CONFIDENCE)}: each has an interval of ` +
    `${formatConfidence(first.confidence)}. One that is smaller than the generator's own error, or than it was late, is not claimed`
  );
}

function formatTable({ title, columns, nameCount, rows, notes }: ServerTimeTable): readonly string[] {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const pad = (cell: string, i: number) => (i < nameCount ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0));
  const lines = rows.length === 0 ? [] : [columns, ...rows].map((cells) => `  ${cells.map(pad).join("   ")}`);
  return ["", title, ...lines, ...notes.map((note) => `  ${note}`)];
}

function formatDirectory({ directory, timingSource }: LatencyReport): readonly string[] {
  if (directory === undefined) return [];
  return [
    "",
    wrap(`a sign-in with the user directory on, as a multiple of off, ${timingSource}`, ""),
    ...directory.series.flatMap(formatSeries),
    ...directory.ratios.map((ratio) => wrap(`${ratio.strategy}: ${describeDirectoryRatio(ratio)}, ${timingSource}`, "  > ")),
  ];
}

/** The report as text, at most 120 columns wide. */
export function formatLatency(report: LatencyReport): string {
  const { environment: at, timingSource, selfCheck } = report;
  const reasons = describeReasons(report).map((reason) => wrap(reason, "  "));
  const memoryGb = (at.memoryBytes / 1024 ** 3).toFixed(1);
  const tokens = Object.entries(at.tokenBytes).map(([strategy, bytes]) => `${strategy} ${bytes}`);
  return [
    ...(report.isBusy ? [BUSY_NOTICE.toUpperCase(), ...reasons, ""] : []),
    wrap(`Latency of the ${at.target}: ${report.timingMeaning}`, ""),
    wrap(`${at.cpuCount} x ${at.cpuModel}, ${memoryGb} GB, ${at.operatingSystem}, Node ${at.nodeVersion}, seed ${at.seed}`, ""),
    wrap(
      `${at.scale.rounds} rounds of interleaved blocks after ${at.scale.warmUpRounds} to warm up; dropped is a request that met ` +
        `${at.scale.maxInFlight} under way`,
      "",
    ),
    wrap(`bytes of the token that is sent: ${tokens.join(", ")}`, ""),
    ...report.rateNotes.map((note) => wrap(note, "")),
    ...(report.isTrustworthy || report.isBusy ? [] : ["", "NOT TRUSTWORTHY", ...reasons]),
    "",
    wrap(selfCheck.sentence, ""),
    ...selfCheck.percentiles.map(
      ({ p, knownMs, measuredMs, errorMs }) =>
        `  p${p} ${formatMs(measuredMs)} ms, known ${formatMs(knownMs)}, error ${formatMs(errorMs)}`,
    ),
    `  n ${selfCheck.n}, ${counts(selfCheck)}`,
    wrap(`control: ${describeControl(report)}`, ""),
    ...(report.isBusy ? [] : [wrap(formatFamily(report.scenarios), "")]),
    ...report.scenarios.flatMap((scenario) => formatScenario(timingSource, scenario)),
    ...formatDirectory(report),
    ...tabulateServerTimes(report).flatMap(formatTable),
    "",
    `took ${report.elapsedSeconds.toFixed(0)} s`,
  ].join("\n");
}
