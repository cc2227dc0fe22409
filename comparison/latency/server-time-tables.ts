import type { LatencyReport } from "./report";
import { formatMs } from "./trust";

/** A table for a terminal and for the page. */
export interface ServerTimeTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** How many of the columns are names; the others are figures. */
  readonly nameCount: number;
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** What the functions and API Gateway say themselves. Tables with nothing to say are left out. */
export function tabulateServerTimes(report: LatencyReport): readonly ServerTimeTable[] {
  const { coldStarts, functionTimes, gatewayTimes, timingSource } = report;
  const { times, asked, missing, note } = gatewayTimes;
  const tables: readonly ServerTimeTable[] = [
    {
      title: `Cold starts, ms, ${timingSource}`,
      columns: ["strategy", "function", "n", "min", "median", "max", "each"],
      nameCount: 2,
      // Too few for percentiles, so each of them is shown.
      rows: coldStarts.map(({ strategy, what, n, minMs, medianMs, maxMs, samplesMs }) =>
        [strategy, what, n, minMs, medianMs, maxMs, samplesMs.join(", ")].map(String),
      ),
      notes: [],
    },
    {
      title: `Times of the warm functions, ms, ${timingSource}`,
      columns: ["strategy", "function", "n", "mean", "median"],
      nameCount: 2,
      rows: functionTimes.map(({ strategy, what, n, meanMs, medianMs }) => [
        strategy,
        what,
        `${n}`,
        formatMs(meanMs),
        formatMs(medianMs),
      ]),
      notes: [],
    },
    {
      title: `By API Gateway's access log, ms, ${timingSource}`,
      columns: ["strategy", "scenario", "what", "n", "percentiles"],
      nameCount: 3,
      rows: times.map(({ strategy, scenario, what, n, percentiles }) => [
        strategy,
        scenario,
        what,
        `${n}`,
        percentiles.map(({ p, valueMs }) => `p${p} ${formatMs(valueMs)}`).join("   "),
      ]),
      notes: [
        ...(note === undefined ? [] : [note]),
        ...(asked === 0 ? [] : [`${missing} of ${asked} requests did not come into the log in time`]),
      ],
    },
  ];
  return tables.filter(({ rows, notes }) => rows.length + notes.length > 0);
}
