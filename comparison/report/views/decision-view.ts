import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/page/words";
import type { Decision, Evidence } from "../../decision/decision";
import { type Choice, type Line, tellDecision } from "../../decision/words";

/** When to choose which strategy. Each line leads to what it is said by. */
export function decisionView(
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
