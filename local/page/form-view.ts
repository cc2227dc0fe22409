import { html, nothing, type TemplateResult } from "lit-html";
import type { RouteState } from "./contract";
import { send } from "./send";
import { openSignUp } from "./sign-up-view";
import {
  bodyOf,
  deviations,
  engineNow,
  isLost,
  routeKeyOf,
  routesOf,
  type Store,
  sessionsEndMs,
  sessionsOf,
  usersOf,
} from "./state";
import { formatSpan } from "./words";

/** The form: who calls, which route, and how the token is sent. */
export function formView(store: Store): TemplateResult {
  const { choices, engine, isBusy, problem } = store.state;
  const [users, routes] = [usersOf(store.state), routesOf(engine)];
  const route = routes.find((candidate) => routeKeyOf(candidate) === choices.routeKey);
  const submit = (event: Event) => {
    event.preventDefault();
    void sendAndShow(store);
  };
  return html`
    <form class="request" autocomplete="off" @submit=${submit}>
      <div class="call">
        <fieldset>
          <legend>Who calls <small>${users.length} users</small></legend>
          <div class="choices">
            ${users.map(({ name, username, groups }) => {
              const note = groups.map((group) => (isLost(store.state, username, group) ? html`<del>${group}</del>` : group));
              const label = html`<span title=${username}>${name}</span> <small>${note.length === 0 ? "no group" : joinViews(note)}</small>`;
              return choiceView("user", username === choices.username, label, () => store.choose({ username }));
            })}
          </div>
          <button type="button" class="link" @click=${openSignUp}>Sign up a new user…</button>
        </fieldset>
        <fieldset>
          <legend>What for <small>${routes.length} routes</small></legend>
          <div class="choices">
            ${routes.map((candidate) => {
              const label = html`<code><b>${candidate.method}</b> ${candidate.path}</code>`;
              return choiceView("route", candidate === route, label, () => store.choose({ routeKey: routeKeyOf(candidate) }));
            })}
          </div>
          ${route === undefined ? nothing : [parametersView(store, route), bodyView(store, route)]}
        </fieldset>
      </div>
      <fieldset aria-describedby="what-it-does">
        <legend>How the token is sent</legend>
        ${deviations.map(({ id, label }) =>
          choiceView("deviation", id === choices.deviation, label, () => store.choose({ deviation: id })),
        )}
        <p class="hint" id="what-it-does">${deviations.find(({ id }) => id === choices.deviation)?.does}</p>
      </fieldset>
      <div class="send">
        <button class="primary" aria-disabled=${isBusy}>${isBusy ? "Sending…" : "Send"}</button>
        ${problem === undefined ? sessionView(store) : html`<p class="problem" role="alert">${problem}</p>`}
      </div>
    </form>
  `;
}

/** On narrow pages the results are below the form: scrolls to them once they arrive, unless the first verdict is visible. */
export async function sendAndShow(store: Store, options: Parameters<typeof send>[1] = {}): Promise<void> {
  await send(store, options);
  const verdict = document.querySelector(".verdict");
  if (store.state.bodyProblem !== undefined) document.querySelector("textarea")?.focus();
  else if (verdict !== null && verdict.getBoundingClientRect().bottom > innerHeight)
    verdict.closest(".results")?.scrollIntoView();
}

function choiceView(group: string, isChosen: boolean, label: unknown, choose: () => void): TemplateResult {
  return html`
    <label class="choice"><input type="radio" name=${group} .checked=${isChosen} @change=${choose}><span>${label}</span></label>
  `;
}

function joinViews(views: readonly unknown[]): readonly unknown[] {
  return views.flatMap((view, index) => (index === 0 ? [view] : [", ", view]));
}

function parametersView(store: Store, { path }: RouteState): readonly TemplateResult[] {
  const { choices, engine, lastIds } = store.state;
  const isKnown = engine.stacks.every(({ strategy }) => lastIds.has(strategy));
  const whenEmpty = isKnown ? "the id that each strategy answered with last" : "an id that does not exist; list or add one first";
  return [...path.matchAll(/\{(.+?)\+?\}/g)].map(([, name = ""]) => {
    const change = ({ target }: Event) => {
      if (target instanceof HTMLInputElement)
        store.choose({ pathValues: { ...choices.pathValues, [name]: target.value.trim() } });
    };
    return html`
      <label class="field">
        <code>${name}</code>
        <input .value=${choices.pathValues[name] ?? ""} spellcheck="false" aria-describedby=${`${name}-when-empty`} @input=${change}>
      </label>
      <p class="hint" id=${`${name}-when-empty`}>Left empty: ${whenEmpty}.</p>
    `;
  });
}

function bodyView(store: Store, route: RouteState): TemplateResult | typeof nothing {
  const { choices, bodyProblem } = store.state;
  const text = bodyOf(choices, route);
  if (text === undefined) return nothing;
  const { [routeKeyOf(route)]: edited, ...otherBodies } = choices.bodies;
  const change = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) store.choose({ bodies: { ...otherBodies, [routeKeyOf(route)]: target.value } });
  };
  const reset = html`
    <button type="button" class="link" @click=${() => store.choose({ bodies: otherBodies })}>Put the sample back</button>
  `;
  return html`
    <label class="field">
      Body
      <textarea
        rows=${Math.max(4, text.split("\n").length)}
        spellcheck="false"
        aria-invalid=${bodyProblem !== undefined}
        aria-describedby="body-problem"
        .value=${text}
        @input=${change}
      ></textarea>
    </label>
    <p class="problem" id="body-problem" role="alert">${bodyProblem}</p>
    ${edited === undefined ? nothing : reset}
  `;
}

/** Tells whether the next send signs in, and offers to sign in again. */
function sessionView(store: Store): TemplateResult {
  const { choices, engine } = store.state;
  const leftMs = sessionsEndMs(store.state, choices.username) - engineNow(engine);
  if (sessionsOf(store.state, choices.username).length < engine.stacks.length)
    return html`<p class="hint">This send signs in first.</p>`;
  if (leftMs <= 0) return html`<p class="hint">Its tokens have expired.</p>`;
  return html`
    <p class="hint">
      Signed in for ${formatSpan(leftMs)}.
      <button type="button" class="link" @click=${() => sendAndShow(store, { signInAgain: true })}>Sign in again and send</button>
    </p>
  `;
}
