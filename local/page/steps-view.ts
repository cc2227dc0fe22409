import { html, nothing, type TemplateResult } from "lit-html";
import type { Step, StepOutcome } from "../step";
import type { TraceReport } from "./contract";
import type { Result, Sent } from "./state";
import { formatDuration } from "./words";

const MARKS: Readonly<Record<StepOutcome, string>> = { ok: "✓", refused: "✕", failed: "!" };

/** Steps of the sign-in, if this send had one, and of the request. All strategies' bars share one scale. */
export function stepsView({ signIn, trace, token, isDone, answer }: Result, { results }: Sent): TemplateResult {
  const all = [...results.values()];
  const signInScaleMs = longest(all.map((result) => result.signIn));
  const requestScaleMs = longest(all.map((result) => result.trace));
  return html`
    ${
      signIn === undefined
        ? html`<p class="hint">${token === undefined ? "No sign-in." : "No sign-in: tokens of an earlier one are reused."}</p>`
        : traceView("Sign-in", signIn, signInScaleMs)
    }
    ${trace === undefined ? nothing : traceView("Request", trace, requestScaleMs)}
    ${isDone && answer !== undefined && trace === undefined ? html`<p class="hint">The engine no longer has the request's steps.</p>` : nothing}
  `;
}

const longest = (traces: readonly (TraceReport | undefined)[]) =>
  Math.max(...traces.flatMap((trace) => trace?.steps.map(durationOf) ?? []), 0);

const durationOf = (step: Step) => ("durationMs" in step ? step.durationMs : 0);

function traceView(title: string, { steps, sentences, totalMs }: TraceReport, scaleMs: number): TemplateResult {
  return html`
    <h4>${title} <span class="total">${formatDuration(totalMs)}</span></h4>
    <ol class="steps">${steps.map((step, i) => stepView(step, sentences[i] ?? "", scaleMs))}</ol>
  `;
}

function stepView(step: Step, sentence: string, scaleMs: number): TemplateResult {
  const { kind, outcome } = step;
  const durationMs = durationOf(step);
  const logged = "loggedReason" in step ? html`; its log says: ${step.loggedReason}` : nothing;
  return html`
    <li data-outcome=${outcome}>
      <span class="mark" aria-hidden="true">${MARKS[outcome]}</span>
      <b>${kind}</b>
      <p><span class=${outcome === "ok" ? "only-read-out" : "tag"}>${outcome}:</span> ${sentence}${logged}</p>
      ${durationMs === 0 ? nothing : timeView(durationMs, durationMs / scaleMs)}
    </li>
  `;
}

/** Steps without a duration get no bar. */
function timeView(durationMs: number, share: number): TemplateResult {
  return html`
    <div class="time">
      ${formatDuration(durationMs)}
      <svg width="100%" height="3" aria-hidden="true">
        <rect width="100%" height="3" class="track"></rect>
        <rect width="${(100 * share).toFixed(1)}%" height="3" class="bar"></rect>
      </svg>
    </div>
  `;
}
