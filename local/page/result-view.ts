import { html, nothing, type TemplateResult } from "lit-html";
import { describeLoggedReason } from "../describe-step";
import { asSentence } from "../words";
import { readingAids } from "./aids";
import type { StackState } from "./contract";
import { type Result, routeKeyOf, type Sent, type Store } from "./state";
import { stepsView } from "./steps-view";
import { storedView } from "./stored-view";
import { KINDS, tokenView } from "./token-view";
import { readClaims } from "./tokens";

interface Column {
  readonly stack: StackState;
  /** Those that the route asks for. */
  readonly scopes: readonly string[];
  readonly sent: Sent;
  readonly result: Result;
  readonly isBusy: boolean;
}

/** A strategy's column: status and who decided, the token sent, the steps, the response, and what is stored. */
export function columnView(stack: StackState, store: Store): TemplateResult {
  const { choices, sent, isBusy } = store.state;
  const result = sent?.results.get(stack.strategy);
  const routeKey = sent === undefined ? choices.routeKey : routeKeyOf(sent.route);
  const { scopes = [] } = stack.routes.find((route) => routeKeyOf(route) === routeKey) ?? {};
  const asked = scopes.length === 0 ? "a policy decides" : `this route asks for ${scopes.join(" or ")}`;
  return html`
    <article class="column" id=${stack.strategy} aria-label=${stack.strategy}>
      <header>
        <h2>${stack.strategy}</h2>
        <p>Clients send the ${KINDS[stack.tokenUse]}; ${asked}.</p>
      </header>
      ${sent === undefined || result === undefined ? emptyView() : filledView({ stack, scopes, sent, result, isBusy })}
      ${storedView(stack, store)}
    </article>
  `;
}

/** Announced by screen readers when a strategy has responded; also links to its column on narrow pages. */
export function outcomeView({ strategy }: StackState, sent: Sent | undefined): TemplateResult | typeof nothing {
  const result = sent?.results.get(strategy);
  if (!result?.isDone) return nothing;
  const { status, statusText } = result.answer ?? {};
  const words = result.problem ?? `${status} ${statusText}. ${decisionOf(result)}`;
  return html`<p><a href="#${strategy}">${strategy}</a>: ${words}</p>`;
}

function emptyView(): TemplateResult {
  return html`
    <div class="verdict"><p class="hint">Status, and who decided on it.</p></div>
    <section><h3>Token</h3><p class="hint">Its claims, and which of them decide.</p></section>
    <section><h3>Steps</h3><p class="hint">The sign-in, the checks and the function, each with its reason and its time.</p></section>
    <section><h3>Answer</h3><p class="hint">Body and headers.</p></section>
  `;
}

function filledView(column: Column): TemplateResult {
  const { stack, scopes, sent, result, isBusy } = column;
  const { answer, problem, token, path } = result;
  const waiting = html`<p class="hint">${isBusy && problem === undefined ? "…" : "There is none."}</p>`;
  return html`
    ${verdictView(column)}
    <section>
      ${
        path === undefined
          ? html`<h3>Token</h3>${waiting}`
          : tokenView(token, { tokenUse: stack.tokenUse, scopes, nowMs: sent.atMs, origins: result.origins })
      }
    </section>
    <section>
      <h3>Steps</h3>
      ${stepsView(result, sent)}
    </section>
    <section>
      <h3>Answer</h3>
      ${answer === undefined ? waiting : answerView(answer)}
    </section>
  `;
}

function verdictView({ stack, scopes, sent, result, isBusy }: Column): TemplateResult {
  const { answer, problem, path, token, trace } = result;
  if (problem !== undefined) return html`<div class="verdict"><p class="problem">${problem}</p></div>`;
  if (answer === undefined) return html`<div class="verdict"><p class="status">${isBusy ? "…" : "not sent"}</p></div>`;
  const { status, statusText } = answer;
  const aids = readingAids({
    status,
    scopes,
    tokenUse: stack.tokenUse,
    deviation: sent.deviation,
    claims: token === undefined ? undefined : readClaims(token.token),
    steps: trace?.steps ?? [],
  });
  return html`
    <div class="verdict" data-outcome=${status < 400 ? "ok" : status < 500 ? "refused" : "failed"}>
      <p class="status">${status} <span>${statusText}</span></p>
      <p class="decision">${decisionOf(result)}</p>
      ${aids.map((aid) => html`<p class="aid">${aid}</p>`)}
      <p class="hint"><code>${sent.route.method} ${path}</code></p>
    </div>
  `;
}

/** Who decided, in one sentence: the last failed step has the reason. */
function decisionOf({ answer, trace }: Result): string {
  if (answer === undefined) return "";
  if (trace === undefined) return "The engine no longer has the steps.";
  const { steps, sentences } = trace;
  const stop = steps.findLastIndex(({ outcome }) => outcome !== "ok");
  if (stop >= 0) {
    const logged = steps.flatMap((step) => ("loggedReason" in step ? [describeLoggedReason(step.loggedReason)] : []));
    return asSentence([sentences[stop] ?? "", ...logged].join(": "));
  }
  return answer.status < 400 ? "Allowed, answered by the function." : `Allowed; the function itself answers ${answer.status}.`;
}

function answerView({ headers, json, text }: NonNullable<Result["answer"]>): TemplateResult {
  const body = json === undefined ? text : JSON.stringify(json, null, 2);
  return html`
    ${body === "" ? html`<p class="hint">No body.</p>` : html`<pre tabindex="0" role="group" aria-label="Body">${body}</pre>`}
    <details>
      <summary>${headers.length} headers</summary>
      <dl class="headers">${headers.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    </details>
  `;
}
