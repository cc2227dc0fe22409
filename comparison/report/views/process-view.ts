import { html, nothing, type TemplateResult } from "lit-html";
import type { LatencyReport } from "../../latency/report";
import { formatMs } from "../../latency/verdict";
import { tableView } from "./chart-view";

/** The starts of functions' processes: too few for percentiles, so each of them is shown. */
export function coldStartsView({ coldStarts, times }: LatencyReport): TemplateResult | typeof nothing {
  if (coldStarts.length === 0) return nothing;
  const head = html`<tr><th scope="col">strategy</th><th scope="col">function</th>${["n", "min", "median", "max"].map(
    (name) => html`<th scope="col" class="number">${name}</th>`,
  )}<th scope="col">each, ms</th></tr>`;
  const body = coldStarts.map(
    ({ strategy, what, n, minMs, medianMs, maxMs, samplesMs }) => html`<tr>
      <th scope="row">${strategy}</th>
      <td>${what}</td>
      ${[n, minMs, medianMs, maxMs].map((value) => html`<td class="number">${value}</td>`)}
      <td>${samplesMs.join(", ")}</td>
    </tr>`,
  );
  return html`<h3>Cold starts, ms, ${times}</h3>${tableView(`Cold starts, ${times}`, head, body)}`;
}

/** How long the functions themselves took. */
export function functionTimesView({ functionTimes, times }: LatencyReport): TemplateResult | typeof nothing {
  if (functionTimes.length === 0) return nothing;
  const head = html`<tr><th scope="col">strategy</th><th scope="col">function</th>${["n", "mean", "median"].map(
    (name) => html`<th scope="col" class="number">${name}</th>`,
  )}</tr>`;
  const body = functionTimes.map(
    ({ strategy, what, n, meanMs, medianMs }) => html`<tr>
      <th scope="row">${strategy}</th>
      <td>${what}</td>
      ${[String(n), formatMs(meanMs), formatMs(medianMs)].map((value) => html`<td class="number">${value}</td>`)}
    </tr>`,
  );
  return html`<h3>Times of the warm functions, ms, ${times}</h3>${tableView(`Times of the functions, ${times}`, head, body)}`;
}
