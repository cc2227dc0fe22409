import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/words";
import type { LatencyReport, ScenarioReport } from "../../latency/report";
import { type ServerTimeTable, tabulateServerTimes } from "../../latency/server-time-tables";
import { describeControl, describeDirectoryRatio, describeReasons, formatMs } from "../../latency/trust";
import { CONTROL_DASH } from "../charts/style";
import { differencesOf, strategiesOfLatency } from "../prepare/latency-charts";
import { chartView, legendView, numbers, swatchView, tableView } from "./chart-view";
import { differencesView } from "./differences-view";

/** How long everything takes, what differs, and what speaks against the figures. */
export function latencyView(report: LatencyReport, strategyOrder: readonly string[]): TemplateResult {
  const { timingSource, timingMeaning, isTrustworthy, scenarios, control, rateNotes } = report;
  const ofControl = html`<li>${swatchView({ stroke: "currentColor", dash: CONTROL_DASH })}the control: the same strategy again</li>`;
  return html`
    <section id="latency" aria-labelledby="latency-title">
      <h2 id="latency-title">Latency, ${timingSource}</h2>
      ${
        isTrustworthy
          ? nothing
          : html`<div class="alarm"><p><strong>Not trustworthy:</strong></p><ul>${describeReasons(report).map((reason) => html`<li>${reason}</li>`)}</ul></div>`
      }
      <p>${asSentence(timingMeaning)}</p>
      ${rateNotes.map((note) => html`<p class="quiet">${asSentence(note)}</p>`)}
      <p>
        Each line shows which share of the requests took no longer: further left is faster. Times count from when a request was due,
        not from when it was sent.
      </p>
      ${legendView(
        strategiesOfLatency(report).map((name) => ({ name, seriesIndex: strategyOrder.indexOf(name) })),
        ofControl,
      )}
      <div class="charts">${scenarios.map((scenario) => scenarioChartView(scenario, timingSource))}</div>
      <h3>Differences, ${timingSource}</h3>
      ${differencesView(differencesOf(report), { timingSource, idPrefix: "differences" })}
      <h3>Every scenario in figures, ${timingSource}</h3>
      ${scenarios.map((scenario) => scenarioView(scenario, timingSource))}
      ${directoryView(report)}
      <h3>The control, ${timingSource}</h3>
      <p>${asSentence(describeControl(report))}</p>
      <details>
        <summary>${control.differences.length} differences of a strategy from itself</summary>
        ${differencesView(report.control.differences, { timingSource, idPrefix: "control" })}
      </details>
      ${tabulateServerTimes(report).map(serverTimeView)}
    </section>
  `;
}

function directoryView({ directory, timingSource }: LatencyReport): TemplateResult | typeof nothing {
  if (directory === undefined) return nothing;
  const rows = directory.ratios.map((one) => [
    one.strategy,
    formatMs(one.offMs),
    formatMs(one.onMs),
    describeDirectoryRatio(one),
  ]);
  const title = `A sign-in with the user directory on and off, ${timingSource}`;
  return html`
    <h3 id="latency-directory">${title}</h3>
    ${tableView(title, ["strategy", ...numbers("off, ms", "on, ms"), "on as a multiple of off"], rows)}
  `;
}

const scenarioChartView = ({ id, when }: ScenarioReport, timingSource: string) =>
  chartView(`distributions-${id}`, html`<b id=${`latency-${id}`}>${id}</b>: latencies ${when}, ${timingSource}`);

function scenarioView({ id, sentence, ratePerSecond, series }: ScenarioReport, timingSource: string): TemplateResult {
  const columns = [
    "series",
    ...numbers("right", "errors", "wrong", "late", "dropped"),
    "ms, with 95 % intervals",
    "ms from when it was sent",
    "sent late by, ms",
  ];
  const rows = series.map(({ name, n, errors, wrong, late, dropped, percentiles, servicePercentiles, lateness, complaints }) => [
    name,
    n,
    errors,
    wrong,
    late,
    dropped,
    html`
      ${percentiles.map(({ p, valueMs, low, high }) => html`<span class="figure">p${p} <b>${formatMs(valueMs)}</b> (${formatMs(low)} to ${formatMs(high)})</span> `)}
      ${percentiles.length === 0 ? "too few for percentiles" : nothing}
      ${complaints.map((complaint) => html`<small>${complaint}</small>`)}
    `,
    figuresView(servicePercentiles),
    figuresView([
      { p: 50, valueMs: lateness.p50Ms },
      { p: 99, valueMs: lateness.p99Ms },
    ]),
  ]);
  return html`
    <h4>${id}</h4>
    <p class="quiet">${sentence}; ${Number(ratePerSecond.toFixed(2))} a second, ${timingSource}.</p>
    ${tableView(`Latencies of ${id}, ${timingSource}`, columns, rows)}
  `;
}

const figuresView = (percentiles: readonly { readonly p: number; readonly valueMs: number }[]) =>
  percentiles.map(({ p, valueMs }) => html`<span class="figure">p${p} ${formatMs(valueMs)}</span> `);

const serverTimeView = ({ title, columns, nameCount, rows, notes }: ServerTimeTable) => html`
  <h3>${title}</h3>
  ${notes.map((note) => html`<p>${asSentence(note)}</p>`)}
  ${rows.length === 0 ? nothing : tableView(title, [...columns.slice(0, nameCount), ...numbers(...columns.slice(nameCount))], rows)}
`;
