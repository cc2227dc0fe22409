import { html, nothing, type TemplateResult } from "lit-html";
import type { ComparisonReport } from "../../comparison-report";
import type { LatencyReport } from "../../latency/report";
import { BUSY_NOTICE, describeReasons } from "../../latency/trust";
import { formatTime } from "../../words";
import { strategiesOf } from "../prepare/behaviour-rows";
import { orderStrategies } from "../prepare/page-data";
import { behaviourView } from "./behaviour-view";
import { breakEvenView } from "./break-even-view";
import { codeView } from "./code-view";
import { costView } from "./cost-view";
import { latencyView } from "./latency-view";
import { changesView, methodView } from "./method-view";
import { verdictView } from "./verdict-view";

/** The page's body. It can be read as it is; the script adds charts, filters and sliders. */
export function pageView(report: ComparisonReport): TemplateResult {
  const { target, startedAt, behaviour, latency, cost, code, against } = report;
  const strategyOrder = orderStrategies(report);
  const sections = [
    ["verdict", "Verdict"],
    ["behaviour", "Behaviour"],
    ...(latency === undefined ? [] : [["latency", "Latency"] as const]),
    ["cost", "Cost"],
    ["break-even", "Break-even"],
    ["code", "Code"],
    ["method", "Method and limits"],
    ...(against === undefined ? [] : [["changes", "Older run"] as const]),
  ] as const;
  return html`
    ${latency?.isBusy === true ? busyView(latency) : nothing}
    <header>
      <h1>Authorization strategies compared</h1>
      <p class="lead">${strategiesOf(behaviour).join(" · ")}</p>
      <p class="quiet">Target: ${target}, ${formatTime(startedAt)}. ${latency === undefined ? "Latencies were not measured." : `Latencies are ${latency.timingSource}.`}</p>
      <nav aria-label="Sections">${sections.map(([id, name]) => html`<a href=${`#${id}`}>${name}</a>`)}</nav>
      <noscript><p class="quiet">Charts, filters and sliders need JavaScript; every figure is in the tables.</p></noscript>
    </header>
    <main>
      ${verdictView(report)} ${behaviourView(behaviour)} ${latency === undefined ? nothing : latencyView(latency, strategyOrder)} ${costView(cost, strategyOrder)}
      ${breakEvenView(cost, strategyOrder)} ${codeView(code)} ${methodView(report)} ${against === undefined ? nothing : changesView(against)}
    </main>
    <footer>The same as data: <a href="report.json">report.json</a>, beside this file.</footer>
  `;
}

/** Before everything else: whoever reads one line only has to read this one. */
const busyView = (latency: LatencyReport): TemplateResult => html`
  <div class="alarm" id="busy" role="alert">
    <p><strong>${BUSY_NOTICE}</strong> Behaviour and costs do not depend on it.</p>
    <ul>${describeReasons(latency).map((reason) => html`<li>${reason}</li>`)}</ul>
  </div>
`;
