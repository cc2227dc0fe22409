import { html, nothing, type TemplateResult } from "lit-html";
import type { StackState } from "./contract";
import type { Origin, Origins } from "./origins";
import { type Claims, expiryMsOf, groupsOf, readClaims, type SentToken, scopesOf } from "./tokens";
import { formatDistance, isDate } from "./words";

interface Context {
  /** Which token the API's clients send. */
  readonly tokenUse: StackState["tokenUse"];
  /** The scopes that the route asks for. */
  readonly scopes: readonly string[];
  readonly nowMs: number;
  readonly origins: Origins | undefined;
}

export const KINDS: Readonly<Record<string, string>> = { access: "access token", id: "ID token" };

const ORIGINS: Readonly<Record<Origin, string>> = {
  cognito: "by Cognito",
  attribute: "from the user's attributes",
  trigger: "by the trigger",
  groups: "by the trigger's override of the groups",
  removed: "removed by the trigger",
};

/** A decoded token: deciding claims and the trigger's first, the others and the encoded form in disclosures. */
export function tokenView(sent: SentToken | undefined, context: Context): TemplateResult {
  if (sent === undefined) return html`<h3>No token</h3><p>The request has no <code>Authorization</code> header.</p>`;
  const claims = readClaims(sent.token);
  if (claims === undefined) return html`<h3>Token</h3><p>This token cannot be decoded.</p>`;
  const { origins } = context;
  const rows = decidingClaims(claims, sent, context);
  const isOther = (name: string) => !rows.some(([shown]) => shown === name);
  const rest = Object.entries(claims).filter(([name]) => isOther(name));
  const isOfTrigger = (name: string) => origins?.ofClaim(name) === "trigger";
  const others = rest.filter(([name]) => !isOfTrigger(name));
  const view = (name: string, value: unknown) => claimView(name, value, noteOn(name, claims, sent, origins));
  return html`
    <h3>Token: ${KINDS[String(claims.token_use)] ?? "of an unknown kind"}</h3>
    <dl class="claims">
      ${rows.map(([name, value]) => view(name, value))}
      ${rest.filter(([name]) => isOfTrigger(name)).map(([name, value]) => view(name, textOf(value)))}
      ${origins?.removedClaims.filter(isOther).map((name) => claimView(html`<del>${name}</del>`, nothing, originView("removed")))}
    </dl>
    ${origins === undefined ? html`<p class="hint">The engine no longer has the sign-in, which says who put each claim there.</p>` : nothing}
    <details>
      <summary>${others.length} more claims</summary>
      <dl class="claims">${others.map(([name, value]) => view(name, textOf(value)))}</dl>
    </details>
    <details>
      <summary>Encoded token</summary>
      <pre tabindex="0" role="group" aria-label="Encoded token">${sent.token}</pre>
    </details>
  `;
}

const claimView = (name: unknown, value: unknown, note: unknown) => html`<dt>${name}</dt><dd>${value} ${note}</dd>`;
const originView = (origin: Origin) => html`<small class="origin" data-origin=${origin}>${ORIGINS[origin]}</small>`;

/** Who put a claim there, or took it out. Scopes have a note each. */
function noteOn(name: string, claims: Claims, { changed }: SentToken, origins: Origins | undefined): unknown {
  if (changed.includes(name)) return html`<span class="tag" data-outcome="refused">changed after signing</span>`;
  const origin = name === "scope" ? undefined : origins?.ofClaim(name);
  const isTold = origin !== undefined && (name in claims || origin === "groups" || origin === "removed");
  return isTold ? originView(origin) : nothing;
}

function decidingClaims(
  claims: Claims,
  { changed }: SentToken,
  context: Context,
): readonly (readonly [name: string, value: unknown])[] {
  const groups = groupsOf(claims);
  const audience = "aud" in claims ? "aud" : "client_id";
  return [
    ["token_use", kindView(claims, context)],
    ["scope", scopesView(claims, changed.includes("scope") ? { ...context, origins: undefined } : context)],
    ["cognito:groups", groups.length === 0 ? absent : html`<ul>${groups.map((group) => html`<li>${group}</li>`)}</ul>`],
    [audience, textOf(claims[audience])],
    ["exp", expiryView(claims, context)],
  ];
}

const absent = html`<span class="absent">not in this token</span>`;
const mark = (outcome: "ok" | "refused", text: string) =>
  html`<span class="tag" data-outcome=${outcome}>${outcome === "ok" ? "✓" : "✕"} ${text}</span>`;

function kindView(claims: Claims, { tokenUse }: Context): TemplateResult {
  const note = claims.token_use === tokenUse ? nothing : mark("refused", `clients of this API send the ${KINDS[tokenUse]}`);
  return html`${textOf(claims.token_use)} ${note}`;
}

/** The scopes one by one: who put them there, and those that the route requires, present or missing. */
function scopesView(claims: Claims, { scopes: asked, origins }: Context): TemplateResult {
  const scopes = scopesOf(claims);
  const list = html`<ul>
    ${scopes.map(
      (scope) =>
        html`<li>${scope} ${asked.includes(scope) ? mark("ok", "asked for here") : nothing} ${origins && originView(origins.ofScope(scope))}</li>`,
    )}
    ${origins?.removedScopes.map((scope) => html`<li><del>${scope}</del> ${originView("removed")}</li>`)}
  </ul>`;
  const isMissing = asked.length > 0 && !asked.some((scope) => scopes.includes(scope));
  return html`${scopes.length === 0 ? absent : list}
  ${isMissing ? mark("refused", `${asked.join(" or ")} is asked for here`) : nothing}`;
}

function expiryView(claims: Claims, { nowMs }: Context): TemplateResult {
  const expiryMs = expiryMsOf(claims);
  if (!("exp" in claims)) return absent;
  if (!isDate(expiryMs)) return html`${textOf(claims.exp)} ${mark("refused", "no time that a date can hold")}`;
  const time = new Date(expiryMs);
  const words = formatDistance(expiryMs - nowMs);
  return html`
    <time datetime=${time.toISOString()} title=${time.toLocaleString()}>
      ${expiryMs > nowMs ? words : mark("refused", `expired ${words}`)}
    </time>
  `;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
