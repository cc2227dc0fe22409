import { html, nothing, type TemplateResult } from "lit-html";
import type { LatencyReport } from "../../latency/report";
import { formatMs } from "../../latency/verdict";
import { tableView } from "./chart-view";

/** What a report may have besides, as far as its target tells it. */
export type DetailedLatencyReport = LatencyReport & {
  /** What the figures say and what they do not. */
  readonly meaning?: string;
  /** Of warm calls. */
  readonly functionTimes?: readonly {
    readonly strategy: string;
    readonly what: string;
    readonly n: number;
    readonly meanMs: number;
    readonly medianMs: number;
  }[];
  /** By API Gateway's access log. */
  readonly gatewayTimes?: {
    readonly times: readonly {
      readonly strategy: string;
      readonly scenario: string;
      readonly what: string;
      readonly n: number;
      readonly percentiles: readonly { readonly p: number; readonly valueMs: number }[];
    }[];
    readonly asked: number;
    readonly missing: number;
    readonly note?: string;
  };
  readonly rateNotes?: readonly string[];
};

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
export function functionTimesView({ functionTimes = [], times }: DetailedLatencyReport): TemplateResult | typeof nothing {
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

/** What API Gateway says of the same requests. */
export function gatewayTimesView({ gatewayTimes, times }: DetailedLatencyReport): TemplateResult | typeof nothing {
  if (gatewayTimes === undefined || gatewayTimes.times.length === 0) return nothing;
  const { asked, missing, note } = gatewayTimes;
  const head = html`<tr>${["strategy", "scenario", "what"].map((name) => html`<th scope="col">${name}</th>`)}<th scope="col" class="number">n</th><th scope="col">ms</th></tr>`;
  const body = gatewayTimes.times.map(
    ({ strategy, scenario, what, n, percentiles }) => html`<tr>
      <th scope="row">${strategy}</th>
      <td>${scenario}</td>
      <td>${what}</td>
      <td class="number">${n}</td>
      <td>${percentiles.map(({ p, valueMs }) => html`<span class="figure">p${p} ${formatMs(valueMs)}</span> `)}</td>
    </tr>`,
  );
  return html`
    <h3>By API Gateway's access log, ms, ${times}</h3>
    <p class="quiet">Asked for ${asked} requests, of which it lacked ${missing}.${note === undefined ? nothing : ` ${note}.`}</p>
    ${tableView(`By API Gateway's access log, ${times}`, head, body)}
  `;
}
