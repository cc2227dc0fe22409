import { html, nothing, type TemplateResult } from "lit-html";
import { sendAndShow } from "./form-view";
import { giveGroupsBack } from "./send";
import { holdsItsGroups, type Store, sessionsOf, usersOf } from "./state";
import { formatSpan, joinWords } from "./words";

/** What the page changed in the engine for a lesson, and the way on from there. */
export function noticeView(store: Store): TemplateResult | typeof nothing {
  const { hasRestarted, isBusy, sent } = store.state;
  const views = [
    hasRestarted ? restartNotice : [],
    isBusy ? [] : groupsNotice(store),
    sent !== undefined && sent.clockMovedMs > 0 ? clockNotice(sent.clockMovedMs) : [],
  ];
  return views.flat().length === 0 ? nothing : html`<div class="notice" role="status">${views}</div>`;
}

const restartNotice = html`
  <p>The engine was started again since it was last asked: tokens, ids and users that were signed up here are forgotten.</p>
`;

function clockNotice(movedMs: number): TemplateResult {
  return html`
    <p>
      The engine's clock was moved ahead by ${formatSpan(movedMs)}, past the expiry of these tokens, and it cannot go back. The next
      proper send signs in afresh.
    </p>
  `;
}

function groupsNotice(store: Store): TemplateResult | readonly never[] {
  const { choices, lostGroups } = store.state;
  const user = usersOf(store.state).find(({ username }) => username === choices.username);
  const lost = lostGroups.get(choices.username);
  if (user === undefined) return [];
  if (lost === undefined) {
    if (choices.deviation !== "groupRemoved" || user.groups.length > 0) return [];
    return html`<p>${user.name} is in no group, so there is none to remove: the token is sent as it is.</p>`;
  }
  const groups = joinWords(lost.groups);
  const signInAgain = html`
    <button type="button" @click=${() => sendAndShow(store, { deviation: "proper", signInAgain: true })}>
      Sign in again and send
    </button>
  `;
  const giveBack = html`<button type="button" @click=${() => giveGroupsBack(store, user)}>Give the groups back</button>`;
  if (lost.isBack) {
    return html`
      <p>${user.name} is in ${groups} again. Its tokens do not say so: they are from before.</p>
      <p class="buttons">${signInAgain}</p>
    `;
  }
  if (sessionsOf(store.state, user.username).length > 0 && holdsItsGroups(store.state, user)) {
    return html`
      <p>${user.name} is no longer in ${groups}. Its tokens are from before and say so until they expire.</p>
      <p class="buttons">${signInAgain} ${giveBack}</p>
    `;
  }
  return html`
    <p>${user.name} is no longer in ${groups}, and its tokens, issued since, say the same.</p>
    <p class="buttons">${giveBack}</p>
  `;
}
