import { html, type TemplateResult } from "lit-html";
import type { Difference } from "../../latency/report";
import { formatConfidence, formatMs } from "../../latency/trust";
import { chartIntervals } from "../prepare/latency-charts";
import { chartView, numbers, rowView, tableView } from "./chart-view";

const readDifference = (
  { isClear, hasDifference }: { readonly isClear: boolean; readonly hasDifference: boolean },
  low: number,
) => {
  if (hasDifference) return low > 0 ? "slower" : "faster";
  return isClear ? "too small to tell" : "no difference";
};

interface DifferencesOptions {
  readonly timingSource: string;
  /** Under which the charts find their series. */
  readonly idPrefix: string;
}

const COLUMNS = ["scenario", ...numbers("percentile", "ms", "interval, ms", "sure by", "generator's own, ms"), "reading"];

/** Differences with their intervals: a chart for each pair and percentile, and all of them in a table. */
export function differencesView(
  differences: readonly Difference[],
  { timingSource, idPrefix }: DifferencesOptions,
): TemplateResult {
  if (differences.length === 0) return html`<p>There is nothing to compare.</p>`;
  const pairOf = ({ a, b }: Difference) => `${b} minus ${a}`;
  const rows = [...new Set(differences.map(pairOf))].flatMap((pair) => [
    html`<tr class="topic"><th scope="rowgroup" colspan=${COLUMNS.length}>${pair}</th></tr>`,
    ...differences.filter((one) => pairOf(one) === pair).map(differenceView),
  ]);
  return html`
    <p class="quiet needs-script">
      One line for each scenario: the dot is the difference, the bar its interval. Dark: the interval leaves zero out. Filled: the
      difference is claimed, for it is larger than what the generator itself adds, too. An arrow: the interval goes on beyond the chart,
      and its figures stand above it.
    </p>
    <div class="charts">
      ${chartIntervals(differences, timingSource, idPrefix).map(({ a, b, p, chart }) =>
        chartView(chart.id, html`<b>p${p}</b>: ${b} minus ${a}, ${timingSource}`),
      )}
    </div>
    <details>
      <summary>${differences.length} differences in figures, ${timingSource}</summary>
      ${tableView(`Differences, ${timingSource}`, COLUMNS, rows)}
    </details>
  `;
}

const differenceView = ({ scenario, p, valueMs, low, high, confidence, floorMs, ...one }: Difference): TemplateResult =>
  rowView(
    COLUMNS,
    [
      scenario,
      `p${p}`,
      formatMs(valueMs),
      `${formatMs(low)} to ${formatMs(high)}`,
      formatConfidence(confidence),
      formatMs(floorMs),
      readDifference(one, low),
    ],
    one.hasDifference ? "clear" : undefined,
  );
