import { html, nothing, type TemplateResult } from "lit-html";
import { readingAids } from "./aids";
import type { RouteState, StackState } from "./contract";
import { type PageState, type Result, routeKeyOf, type Sent } from "./state";
import { stepsView } from "./steps-view";
import { tokenView } from "./token-view";
import { readClaims } from "./tokens";
import { asSentence } from "./words";

const KINDS = { access: "access token", id: "ID token" } as const;

/** One strategy: what it answered, the token that was sent, the steps, and the answer itself. */
export function columnView(stack: StackState, { sent, isBusy }: PageState): TemplateResult {
  const result = sent?.results.get(stack.strategy);
  return html`
    <article class="column" aria-label=${stack.strategy}>
      <header>
        <h2>${stack.strategy}</h2>
        <p>clients send the ${KINDS[stack.tokenUse]}</p>
      </header>
      ${sent === undefined || result === undefined ? emptyView(stack) : filledView(stack, sent, result, isBusy)}
    </article>
  `;
}

/** What is read out when a strategy has answered. */
export function announcementView({ strategy }: StackState, sent: Sent | undefined): TemplateResult | typeof nothing {
  const result = sent?.results.get(strategy);
  if (!result?.isDone) return nothing;
  const { status, statusText } = result.answer ?? {};
  return html`<p>${strategy}: ${result.problem ?? `${status} ${statusText}. ${decisionOf(result)}`}</p>`;
}

function emptyView({ tokenUse }: StackState): TemplateResult {
  return html`
    <div class="verdict"><p class="status">–</p></div>
    <section><h3>Token</h3><p class="hint">The ${KINDS[tokenUse]} with its claims, and which of them decide.</p></section>
    <section><h3>Steps</h3><p class="hint">Sign-in, checks and function, in order, each with its time and its reason.</p></section>
    <section><h3>Answer</h3><p class="hint">Body and headers.</p></section>
  `;
}

function filledView(stack: StackState, sent: Sent, result: Result, isBusy: boolean): TemplateResult {
  const { answer, problem, token, path } = result;
  const route = stack.routes.find((candidate) => routeKeyOf(candidate) === routeKeyOf(sent.route)) ?? {
    ...sent.route,
    scopes: [],
  };
  return html`
    ${verdictView(stack, route, sent, result, isBusy)}
    <section>
      <h3>Token</h3>
      ${path === undefined ? html`<p class="hint">None was sent.</p>` : tokenView(token, { stack, route, nowMs: sent.atMs })}
    </section>
    <section><h3>Steps</h3>${stepsView(result, sent)}</section>
    <section>
      <h3>Answer</h3>
      ${answer === undefined ? html`<p class="hint">${problem === undefined ? "…" : "There is none."}</p>` : answerView(answer)}
    </section>
  `;
}

function verdictView(stack: StackState, route: RouteState, sent: Sent, result: Result, isBusy: boolean): TemplateResult {
  const { answer, problem, path } = result;
  if (problem !== undefined) return html`<div class="verdict"><p class="problem">${problem}</p></div>`;
  if (answer === undefined) return html`<div class="verdict"><p class="status">${isBusy ? "…" : "not sent"}</p></div>`;
  const { status, statusText, json } = answer;
  const aids = readingAids({
    status,
    message: typeof json === "object" && json !== null && "message" in json ? String(json.message) : "",
    route,
    tokenUse: stack.tokenUse,
    deviation: sent.deviation,
    claims: result.token === undefined ? undefined : readClaims(result.token.token),
    steps: result.trace?.steps ?? [],
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

/** Who decided, in one sentence: the last step that went wrong knows why. */
function decisionOf({ answer, trace }: Result): string {
  if (answer === undefined) return "";
  const stop = trace?.steps.findLast(({ outcome }) => outcome !== "ok");
  if (stop !== undefined) return asSentence(stop.detail);
  if (trace === undefined) return "The engine no longer knows the steps.";
  return answer.status < 400
    ? "Allowed, answered by the pets function."
    : `Allowed; the pets function itself answers ${answer.status}.`;
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
