import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/page/words";
import type { LatencyReport, ScenarioReport } from "../../latency/report";
import { formatMs } from "../../latency/verdict";
import { differencesOf, strategiesOfLatency } from "../prepare/latency-charts";
import { chartView, legendView, tableView } from "./chart-view";
import { differencesView } from "./differences-view";
import { coldStartsView, functionTimesView, gatewayTimesView } from "./process-view";

/** How long everything takes, what differs, and what speaks against the figures. */
export function latencyView(report: LatencyReport): TemplateResult {
  const { times, meaning, isTrustworthy, reasons, scenarios, control, rateNotes } = report;
  const strategies = strategiesOfLatency(report);
  const ofControl = html`<li><span class="swatch dotted"></span>the control: the same strategy again</li>`;
  return html`
    <section id="latency" aria-labelledby="latency-title">
      <h2 id="latency-title">Latency, ${times}</h2>
      ${
        isTrustworthy
          ? nothing
          : html`<div class="alarm"><p><strong>Not to be trusted:</strong></p><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></div>`
      }
      <p>${asSentence(meaning)}</p>
      ${rateNotes.map((note) => html`<p class="quiet">${asSentence(note)}</p>`)}
      <p>
        Each line shows which share of the requests took no longer: further left is faster. Times count from when a request was due,
        not from when it was sent.
      </p>
      ${legendView(
        strategies.map((name, place) => ({ name, place })),
        ofControl,
      )}
      <div class="charts">${scenarios.map((scenario) => scenarioChartView(scenario, times))}</div>
      <h3>Differences, ${times}</h3>
      ${differencesView(differencesOf(report), { times, idPrefix: "differences" })}
      <h3>Every scenario in figures, ${times}</h3>
      ${scenarios.map((scenario) => scenarioView(scenario, times))}
      <h3>The control, ${times}</h3>
      <p>${asSentence(control.verdict)}</p>
      <details>
        <summary>${control.differences.length} differences of a strategy from itself</summary>
        ${differencesView(report.control.differences, { times, idPrefix: "control" })}
      </details>
      ${coldStartsView(report)} ${functionTimesView(report)} ${gatewayTimesView(report)}
    </section>
  `;
}

const scenarioChartView = ({ id, when }: ScenarioReport, times: string) =>
  chartView(`distributions-${id}`, html`<b id=${`latency-${id}`}>${id}</b>: latencies ${when}, ${times}`);

function scenarioView({ id, sentence, ratePerSecond, series }: ScenarioReport, times: string): TemplateResult {
  const head = html`<tr>
    <th scope="col">series</th>
    ${["right", "errors", "wrong", "late", "dropped"].map((name) => html`<th scope="col" class="number">${name}</th>`)}
    <th scope="col">ms, with 95 % intervals</th>
    <th scope="col">ms from when it was sent</th>
    <th scope="col">sent late by, ms</th>
  </tr>`;
  const body = series.map(
    (one) => html`<tr>
      <th scope="row">${one.name}</th>
      ${[one.n, one.errors, one.wrong, one.late, one.dropped].map((count) => html`<td class="number">${count}</td>`)}
      <td>
        ${one.percentiles.map(({ p, valueMs, low, high }) => html`<span class="figure">p${p} <b>${formatMs(valueMs)}</b> (${formatMs(low)} to ${formatMs(high)})</span> `)}
        ${one.percentiles.length === 0 ? "too few for percentiles" : nothing}
        ${one.complaints.map((complaint) => html`<small>${complaint}</small>`)}
      </td>
      <td>${one.servicePercentiles.map(({ p, valueMs }) => html`<span class="figure">p${p} ${formatMs(valueMs)}</span> `)}</td>
      <td><span class="figure">p50 ${formatMs(one.lateness.p50Ms)}</span> <span class="figure">p99 ${formatMs(one.lateness.p99Ms)}</span></td>
    </tr>`,
  );
  return html`
    <h4>${id}</h4>
    <p class="quiet">${sentence}; ${Number(ratePerSecond.toFixed(2))} a second, ${times}.</p>
    ${tableView(`Latencies of ${id}, ${times}`, head, body)}
  `;
}
