import { html, nothing, type TemplateResult } from "lit-html";
import { joinWords } from "../words";
import { sendAndShow } from "./form-view";
import { hasOtherGroups } from "./origins";
import { giveGroupsBack } from "./send";
import { holdsItsGroups, type Store, sessionsOf, usersOf } from "./state";
import { formatSpan } from "./words";

/** Changes that the page made in the engine, with the next steps. */
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
  <p>The engine was restarted: tokens, ids and users that were signed up here are gone.</p>
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
    return html`<p>${user.name} is in no group, so there is nothing to remove: the token is sent unchanged.</p>`;
  }
  const groups = joinWords(lost.groups);
  const signInAgain = html`
    <button type="button" @click=${() => sendAndShow(store, { deviation: "proper", signInAgain: true })}>
      Sign in again and send
    </button>
  `;
  const giveBack = html`<button type="button" @click=${() => giveGroupsBack(store, user)}>Give the groups back</button>`;
  if (!lost.isBack && sessionsOf(store.state, user.username).some(({ steps }) => hasOtherGroups(steps))) {
    return html`
      <p>${user.name} is no longer in ${groups}. That changes none of its tokens: the trigger overrides their groups.</p>
      <p class="buttons">${giveBack}</p>
    `;
  }
  if (lost.isBack) {
    return html`
      <p>${user.name} is in ${groups} again. Its tokens were issued earlier and do not say so.</p>
      <p class="buttons">${signInAgain}</p>
    `;
  }
  if (sessionsOf(store.state, user.username).length > 0 && holdsItsGroups(store.state, user)) {
    return html`
      <p>${user.name} is no longer in ${groups}. Its tokens were issued earlier and still say so until they expire.</p>
      <p class="buttons">${signInAgain} ${giveBack}</p>
    `;
  }
  return html`
    <p>${user.name} is no longer in ${groups}, and its tokens, issued since, say the same.</p>
    <p class="buttons">${giveBack}</p>
  `;
}
