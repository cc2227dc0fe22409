import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/page/words";
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

/** What API Gateway says of the same requests, or why it says nothing. */
export function gatewayTimesView({ gatewayTimes, times: whose }: LatencyReport): TemplateResult | typeof nothing {
  const { times, asked, missing, note } = gatewayTimes;
  const title = `By API Gateway's access log, ms, ${whose}`;
  const noteView = note === undefined ? nothing : html`<p>${asSentence(note)}</p>`;
  if (times.length === 0) return note === undefined ? nothing : html`<h3>${title}</h3>${noteView}`;
  const head = html`<tr>${["strategy", "scenario", "what"].map((name) => html`<th scope="col">${name}</th>`)}<th scope="col" class="number">n</th><th scope="col">ms</th></tr>`;
  const body = times.map(
    ({ strategy, scenario, what, n, percentiles }) => html`<tr>
      <th scope="row">${strategy}</th>
      <td>${scenario}</td>
      <td>${what}</td>
      <td class="number">${n}</td>
      <td>${percentiles.map(({ p, valueMs }) => html`<span class="figure">p${p} ${formatMs(valueMs)}</span> `)}</td>
    </tr>`,
  );
  return html`
    <h3>${title}</h3>
    ${noteView}
    <p class="quiet">${missing} of ${asked} requests did not come into the log in time.</p>
    ${tableView(title, head, body)}
  `;
}
