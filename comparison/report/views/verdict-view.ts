import { html, nothing, type TemplateResult } from "lit-html";
import type { ComparisonReport } from "../../comparison-report";
import { createRows, strategiesOf } from "../prepare/behaviour-rows";
import { type BehaviourVerdict, judgeBehaviour } from "../prepare/behaviour-verdict";
import { judgeLatency, type LatencyVerdict } from "../prepare/latency-verdict";
import { countOf } from "../prepare/words";
import { tableView } from "./chart-view";
import { decisionView } from "./decision-view";

/** What everybody should read, before anything else. */
export function verdictView({ target, decision, behaviour, latency, cost }: ComparisonReport): TemplateResult {
  const strategies = strategiesOf(behaviour);
  const verdict = judgeBehaviour(behaviour, createRows(behaviour), strategies);
  const { measured } = cost;
  const { sentence, warnings, prices } = cost.comparison;
  return html`
    <section id="verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title">The verdict</h2>
      ${latency.isTrustworthy ? nothing : distrustView(latency.reasons)}
      ${decisionView(decision, { strategies, target })}
      <h3>Behaviour</h3>
      ${verdict.unexpectedCount === 0 ? nothing : html`<p class="alarm">${verdict.sentences.at(-1)}</p>`}
      ${verdict.sentences.slice(0, verdict.unexpectedCount === 0 ? undefined : -1).map((text) => html`<p>${text}</p>`)}
      ${tellingView(verdict, strategies)}
      <h3>Cost</h3>
      <p>${sentence}</p>
      <p class="quiet">
        Computed by the price list “${prices.id}” for ${prices.region}, whose oldest price was read on
        ${prices.readOn}.${measured.length === 0 ? "" : ` Durations of functions are ${measured[0]?.times}.`}${warnings.length === 0 ? "" : ` ${countOf(warnings.length, "warning")}: see `}${
          warnings.length === 0 ? nothing : html`<a href="#cost">the costs</a>.`
        }
      </p>
      <h3>Latency, ${latency.times}</h3>
      ${latencyView(judgeLatency(latency))}
    </section>
  `;
}

const distrustView = (reasons: readonly string[]) => html`
  <div class="alarm" id="distrust">
    <p><strong>The latencies of this report are not to be trusted.</strong></p>
    <ul>
      ${reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>
  </div>
`;

function tellingView({ telling }: BehaviourVerdict, strategies: readonly string[]) {
  if (telling.length === 0) return nothing;
  const head = html`<tr>${strategies.map((name) => html`<th scope="col">${name}</th>`)}<th scope="col" class="number">situations</th><th scope="col">such as</th></tr>`;
  const body = telling.map(
    ({ outcomes, count, example }) =>
      html`<tr>${outcomes.map((outcome) => html`<td><b>${outcome}</b></td>`)}<td class="number">${count}</td><td>${example}</td></tr>`,
  );
  return tableView("The most telling differences", head, body);
}

const latencyView = ({ isTrustworthy, sentence, telling }: LatencyVerdict) => html`
  <p>${isTrustworthy ? nothing : html`<strong>Not to be trusted:</strong> `}${sentence}</p>
  ${telling.length === 0 ? nothing : html`<ul>${telling.map((text) => html`<li>${text}</li>`)}</ul>`}
`;
