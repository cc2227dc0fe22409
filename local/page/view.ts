import { html, nothing, type TemplateResult } from "lit-html";
import { formView } from "./form-view";
import { noticeView } from "./notice-view";
import { columnView, outcomeView } from "./result-view";
import { signUpView } from "./sign-up-view";
import { deviations, routeKeyOf, type Store } from "./state";
import { formatSpan } from "./words";

export function pageView(store: Store): TemplateResult {
  const { engine, sent, isBusy } = store.state;
  const caption =
    sent === undefined
      ? "Nothing sent yet."
      : html`<b>${sent.user.name}</b> · <code>${routeKeyOf(sent.route)}</code> ·
          ${sent.deviation === "proper" ? "sent properly" : deviations.find(({ id }) => id === sent.deviation)?.label}`;
  return html`
    ${formView(store)}
    <section class="results" aria-label="What each strategy answers" aria-busy=${isBusy}>
      <div class="caption">
        <p>${caption}</p>
        ${engine.clockAheadMs > 0 ? html`<p class="clock">engine clock: ${formatSpan(engine.clockAheadMs)} ahead</p>` : nothing}
      </div>
      ${engine.stacks.length === 1 ? onlyOne : nothing}
      ${noticeView(store)}
      <div class="outcomes" aria-live="polite">${engine.stacks.map((stack) => outcomeView(stack, sent))}</div>
      <div class="columns">${engine.stacks.map((stack) => columnView(stack, store))}</div>
    </section>
    ${signUpView(store)}
  `;
}

const onlyOne = html`
  <p class="hint">This engine serves one strategy. When started without <code>--strategy</code> it serves all of them, side by side.</p>
`;

export function startProblemView(problem: string, retry: () => void): TemplateResult {
  return html`
    <div><p class="problem" role="alert">${problem}</p><button type="button" @click=${retry}>Try again</button></div>
  `;
}
