import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/words";
import type { ComparisonReport } from "../../comparison-report";
import { describeDurations } from "../../cost-report";
import type { Decision, Evidence } from "../../decision/decision";
import { type Choice, type Line, tellDecision } from "../../decision/words";
import type { LatencyReport } from "../../latency/report";
import { describeReasons } from "../../latency/trust";
import { countOf } from "../../words";
import { strategiesOf } from "../prepare/behaviour-rows";
import { type BehaviourVerdict, describeLatency, judgeBehaviour } from "../prepare/verdict";
import { numbers, tableView } from "./chart-view";

/** What everybody should read, before anything else. */
export function verdictView({ target, decision, behaviour, latency, cost }: ComparisonReport): TemplateResult {
  const strategies = strategiesOf(behaviour);
  const { sentences, isAsExpected, expectation, notableDifferences } = judgeBehaviour(behaviour);
  const durations = describeDurations(cost);
  const { sentence, warnings, prices } = cost.comparison;
  return html`
    <section id="verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title">The verdict</h2>
      ${latency === undefined || latency.isTrustworthy || latency.isBusy ? nothing : distrustView(latency)}
      ${decisionView(decision, { strategies, target })}
      <h3>Behaviour</h3>
      ${isAsExpected ? nothing : html`<p class="alarm">${expectation}</p>`}
      ${sentences.map((text) => html`<p>${text}</p>`)}
      ${isAsExpected ? html`<p>${expectation}</p>` : nothing}
      ${notableView(notableDifferences, strategies)}
      <h3>Cost</h3>
      <p>${sentence}</p>
      <p class="quiet">
        Computed by the price list “${prices.id}” for ${prices.region}, whose oldest price was read on
        ${prices.readOn}.${durations === undefined ? "" : ` ${durations}`}${warnings.length === 0 ? "" : ` ${countOf(warnings.length, "warning")}: see `}${
          warnings.length === 0 ? nothing : html`<a href="#cost">the costs</a>.`
        }
      </p>
      ${
        latency === undefined
          ? html`<h3>Latency</h3><p>Not measured in this run.</p>`
          : html`<h3>Latency, ${latency.timingSource}</h3>${latencyView(latency)}`
      }
    </section>
  `;
}

const distrustView = (latency: LatencyReport) => html`
  <div class="alarm" id="distrust">
    <p><strong>The latencies of this report are not to be trusted.</strong></p>
    <ul>
      ${describeReasons(latency).map((reason) => html`<li>${reason}</li>`)}
    </ul>
  </div>
`;

function notableView(notable: BehaviourVerdict["notableDifferences"], strategies: readonly string[]) {
  if (notable.length === 0) return nothing;
  const rows = notable.map(
    ({ outcomes, count, example }) =>
      html`<tr>${outcomes.map((outcome) => html`<td><b>${outcome}</b></td>`)}<td class="number">${count}</td><td>${example}</td></tr>`,
  );
  return tableView("The most telling differences", [...strategies, ...numbers("situations"), "such as"], rows);
}

function latencyView(latency: LatencyReport) {
  const { sentence, notable } = describeLatency(latency);
  return html`
    <p>${latency.isTrustworthy ? nothing : html`<strong>Not trustworthy:</strong> `}${sentence}</p>
    ${notable.length === 0 ? nothing : html`<ul>${notable.map((text) => html`<li>${text}</li>`)}</ul>`}
  `;
}

/** When to choose which strategy. Each line leads to what it is said by. */
function decisionView(
  decision: Decision,
  { strategies, target }: { readonly strategies: readonly string[]; readonly target: string },
): TemplateResult {
  const { choices, alike, leftOut } = tellDecision(decision, strategies, target);
  return html`
    <div id="decision">
      ${choices.map(choiceView)}
      ${alike.length === 0 ? nothing : html`<h3>No difference</h3>${linesView(alike, asSentence)}`}
      ${leftOut.map((text) => html`<p class="quiet">Left out: ${asSentence(text)}</p>`)}
    </div>
  `;
}

const choiceView = ({ strategy, when, accept }: Choice) => html`
  <h3>${when.length === 0 ? html`Nothing speaks for ${strategy}` : html`Choose ${strategy} when`}</h3>
  ${when.length === 0 ? nothing : linesView(when)}
  ${accept.length === 0 ? nothing : html`<p><b>and accept that</b></p>${linesView(accept)}`}
`;

const linesView = (lines: readonly Line[], write = (text: string) => text) => html`
  <ul>${lines.map(({ text, evidence }) => html`<li>${write(text)} ${evidenceView(evidence)}</li>`)}</ul>
`;

const evidenceView = (evidence: readonly Evidence[]) =>
  html`<small class="evidence">${evidence.map((one) => html`<a href=${`#${encodeURIComponent(anchorOf(one))}`}>${nameOf(one)}</a> `)}</small>`;

/** The id in the page. */
function anchorOf(evidence: Evidence): string {
  switch (evidence.kind) {
    case "situation":
      return `situation-${evidence.id}`;
    case "latency":
      return `latency-${evidence.scenario}`;
    case "cost":
      return "cost-items-table";
    case "code":
      return "code";
  }
}

function nameOf(evidence: Evidence): string {
  switch (evidence.kind) {
    case "situation":
      return evidence.id;
    case "latency":
      return `latency of ${evidence.scenario}`;
    case "cost":
      return "the items of the bill";
    case "code":
      return "the cost in code";
  }
}
