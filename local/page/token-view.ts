import { html, nothing, type TemplateResult } from "lit-html";
import type { RouteState, StackState } from "./contract";
import { type Claims, expiryMsOf, groupsOf, readClaims, type SentToken, scopesOf } from "./tokens";
import { formatDistance } from "./words";

interface Context {
  readonly stack: StackState;
  readonly route: RouteState;
  readonly nowMs: number;
}

const KINDS: Readonly<Record<string, string>> = { access: "access token", id: "ID token" };

/** A token as its reader sees it: the claims that decide first, the rest and the encoded form behind disclosures. */
export function tokenView(sent: SentToken | undefined, context: Context): TemplateResult {
  if (sent === undefined) return html`<p>None: the request has no <code>Authorization</code> header.</p>`;
  const claims = readClaims(sent.token);
  if (claims === undefined) return html`<p>Not a readable token.</p>`;
  const rows = decidingClaims(claims, context);
  const others = Object.entries(claims).filter(([name]) => !rows.some(([shown]) => shown === name));
  return html`
    <dl class="claims">${rows.map(([name, value]) => claimView(name, value, sent.changed))}</dl>
    <details>
      <summary>${others.length} more claims</summary>
      <dl class="claims">${others.map(([name, value]) => claimView(name, textOf(value), sent.changed))}</dl>
    </details>
    <details>
      <summary>Encoded token</summary>
      <pre tabindex="0" role="group" aria-label="Encoded token">${sent.token}</pre>
    </details>
  `;
}

function claimView(name: string, value: unknown, changed: readonly string[]): TemplateResult {
  const note = changed.includes(name) ? html` <span class="tag" data-outcome="refused">changed after signing</span>` : nothing;
  return html`<dt>${name}</dt><dd>${value}${note}</dd>`;
}

function decidingClaims(claims: Claims, context: Context): readonly (readonly [name: string, value: unknown])[] {
  const groups = groupsOf(claims);
  const audience = "aud" in claims ? "aud" : "client_id";
  return [
    ["token_use", kindView(claims, context)],
    ["scope", scopesView(claims, context)],
    ["cognito:groups", groups.length === 0 ? absent : html`<ul>${groups.map((group) => html`<li>${group}</li>`)}</ul>`],
    [audience, textOf(claims[audience])],
    ["exp", expiryView(claims, context)],
  ];
}

const absent = html`<span class="absent">not in this token</span>`;
const mark = (outcome: "ok" | "refused", text: string) =>
  html`<span class="tag" data-outcome=${outcome}>${outcome === "ok" ? "✓" : "✕"} ${text}</span>`;

function kindView({ token_use: tokenUse }: Claims, { stack }: Context): TemplateResult {
  const kind = KINDS[String(tokenUse)];
  const isOther = tokenUse !== stack.tokenUse;
  return html`${textOf(tokenUse)}${kind === undefined ? nothing : html` <small>(${kind})</small>`}
  ${isOther ? mark("refused", `clients should send the ${KINDS[stack.tokenUse]}`) : nothing}`;
}

/** The scopes one by one, with the one that the route asks for; where it has none of those, that too. */
function scopesView(claims: Claims, { route }: Context): TemplateResult {
  const scopes = scopesOf(claims);
  const list = html`<ul>
    ${scopes.map((scope) => html`<li>${scope} ${route.scopes.includes(scope) ? mark("ok", "asked for here") : nothing}</li>`)}
  </ul>`;
  const isMissing = route.scopes.length > 0 && !route.scopes.some((scope) => scopes.includes(scope));
  return html`${scopes.length === 0 ? absent : list}
  ${isMissing ? mark("refused", `${route.scopes.join(" or ")} is asked for here`) : nothing}`;
}

function expiryView(claims: Claims, { nowMs }: Context): TemplateResult {
  const expiryMs = expiryMsOf(claims);
  if (!Number.isFinite(expiryMs)) return absent;
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
