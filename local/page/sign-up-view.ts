import { html, nothing, type TemplateResult } from "lit-html";
import type { SeededUser } from "./contract";
import { attributesOf, codeFor, fillInCodes, sendNewCodes, startSignUp, submitCodes, submitDetails } from "./sign-up";
import { groupsOfAll, type Store } from "./state";

const dialog = () => document.querySelector("dialog");

export function openSignUp(): void {
  dialog()?.showModal();
}

/** Sign-up in every pool: first the details, then each pool's code. */
export function signUpView(store: Store): TemplateResult {
  const { user, problem, isBusy } = store.state.signUp;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = new FormData(event.target);
    await (user === undefined ? submitDetails(store, form) : submitCodes(store, form, user));
    if (store.state.choices.username === user?.username) dialog()?.close();
  };
  return html`
    <dialog aria-labelledby="sign-up-title" @close=${() => startSignUp(store)}>
      <form @submit=${submit} autocomplete="off">
        <h2 id="sign-up-title">Sign up a new user</h2>
        ${user === undefined ? detailsView(store) : codesView(store, user)}
        ${problem === undefined ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
        <p class="buttons">
          <button class="primary" aria-disabled=${isBusy}>${user === undefined ? "Sign up" : "Confirm"}</button>
          <button type="button" @click=${() => dialog()?.close()}>Cancel</button>
        </p>
      </form>
    </dialog>
  `;
}

function detailsView({ state: { engine } }: Store): TemplateResult {
  return html`
    <p class="hint">Signs up in the pools of all strategies. Nothing leaves this machine.</p>
    ${attributesOf(engine.stacks).map(
      (name) => html`
        <label class="field">
          ${name}
          <input name=${name} type=${name === "email" ? "email" : "text"} value=${name === "locale" ? navigator.language : ""} required>
        </label>
      `,
    )}
    <label class="field">
      password <small>(anything that the pools' policy takes; this one does)</small>
      <input name="password" required value=${engine.users[0]?.password ?? ""} spellcheck="false">
    </label>
  `;
}

function codesView(store: Store, user: SeededUser): TemplateResult {
  const { engine, signUp } = store.state;
  return html`
    <p class="hint">Each pool would now have mailed a code to ${user.username}. Here they are instead.</p>
    ${engine.stacks.map((stack) => {
      const code = codeFor(engine.codes, stack, user);
      return html`
        <label class="field">
          code of ${stack.strategy} <small>${code === undefined ? "none was mailed" : html`mailed: <b>${code}</b>`}</small>
          <input
            name=${stack.userPoolId}
            required
            inputmode="numeric"
            .value=${signUp.hasCodesFilledIn ? (code ?? "") : ""}
          >
        </label>
      `;
    })}
    <button type="button" class="link" @click=${() => fillInCodes(store)}>Fill them in</button>
    <button type="button" class="link" @click=${() => sendNewCodes(store, user)}>Send new codes</button>
    <fieldset>
      <legend>Groups</legend>
      <p class="hint">New users are in none; an administrator adds the selected ones.</p>
      ${groupsOfAll(engine).map(
        (group) => html`<label class="choice"><input type="checkbox" name="group" value=${group}><span>${group}</span></label>`,
      )}
    </fieldset>
  `;
}
