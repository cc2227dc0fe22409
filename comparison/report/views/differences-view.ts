import { html, type TemplateResult } from "lit-html";
import type { Difference } from "../../latency/report";
import { formatConfidence, formatMs } from "../../latency/verdict";
import { chartIntervals } from "../prepare/latency-charts";
import { chartView, tableView } from "./chart-view";

const readDifference = (
  { isClear, hasDifference }: { readonly isClear: boolean; readonly hasDifference: boolean },
  low: number,
) => {
  if (hasDifference) return low > 0 ? "slower" : "faster";
  return isClear ? "too small to tell" : "no difference";
};

interface DifferencesOptions {
  readonly times: string;
  /** Under which the charts find their places. */
  readonly idPrefix: string;
}

/** Differences with their intervals: a chart for each pair and percentile, and all of them in a table. */
export function differencesView(differences: readonly Difference[], { times, idPrefix }: DifferencesOptions): TemplateResult {
  if (differences.length === 0) return html`<p>There is nothing to compare.</p>`;
  const columns = ["percentile", "ms", "interval, ms", "sure by", "generator's own, ms"];
  const head = html`<tr>
    <th scope="col">scenario</th>
    ${columns.map((name) => html`<th scope="col" class="number">${name}</th>`)}
    <th scope="col">reading</th>
  </tr>`;
  const pairOf = ({ a, b }: Difference) => `${b} minus ${a}`;
  const body = [...new Set(differences.map(pairOf))].map(
    (pair) => html`
      <tr class="topic"><th scope="rowgroup" colspan=${columns.length + 2}>${pair}</th></tr>
      ${differences.filter((one) => pairOf(one) === pair).map(rowView)}
    `,
  );
  return html`
    <p class="quiet needs-script">
      One line for each scenario: the dot is the difference, the bar its interval. Dark: the interval leaves zero out. Filled: the
      difference is claimed, for it is larger than what the generator itself adds, too. An arrow: the interval goes on beyond the chart,
      and its figures stand above it.
    </p>
    <div class="charts">
      ${chartIntervals(differences, times, idPrefix).map(({ a, b, p, chart }) =>
        chartView(chart.id, html`<b>p${p}</b>: ${b} minus ${a}, ${times}`),
      )}
    </div>
    <details>
      <summary>${differences.length} differences in figures, ${times}</summary>
      ${tableView(`Differences, ${times}`, head, body)}
    </details>
  `;
}

const rowView = ({ scenario, p, valueMs, low, high, confidence, floorMs, ...one }: Difference): TemplateResult => html`
  <tr ?data-clear=${one.hasDifference}>
    <th scope="row">${scenario}</th>
    <td class="number">p${p}</td>
    <td class="number">${formatMs(valueMs)}</td>
    <td class="number">${formatMs(low)} to ${formatMs(high)}</td>
    <td class="number">${formatConfidence(confidence)}</td>
    <td class="number">${formatMs(floorMs)}</td>
    <td>${readDifference(one, low)}</td>
  </tr>
`;
