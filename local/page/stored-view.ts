import { html, nothing, type TemplateResult } from "lit-html";
import type { ParameterState, StackState, TableState } from "./contract";
import { readAgain } from "./send";
import { engineNow, type Store } from "./state";
import { formatDistance } from "./words";

/** The stack's parameters, and what its tables hold of the seeded users; nothing for a stack without any. */
export function storedView({ strategy, parameters, tables }: StackState, store: Store): TemplateResult | typeof nothing {
  if (parameters.length + tables.length === 0) return nothing;
  const { engine, isBusy } = store.state;
  const read = html`
    <button type="button" class="link" aria-disabled=${isBusy} aria-label=${`Read again what ${strategy} has stored`} @click=${() => readAgain(store)}>
      Read again
    </button>
  `;
  return html`
    <section class="stored">
      <h3>Stored</h3>
      ${parameters.map((parameter) => parameterView(parameter, engineNow(engine)))} ${tables.map(tableView)} ${read}
    </section>
  `;
}

const outputView = (output: string | undefined) =>
  output === undefined ? nothing : html`<p class="hint">The program's output <code>${output}</code>.</p>`;
const textView = (label: string, text: string) => html`<pre tabindex="0" role="group" aria-label=${label}>${text}</pre>`;

function parameterView({ name, output, value, version, modifiedAtMs }: ParameterState, nowMs: number): TemplateResult {
  const time = new Date(modifiedAtMs);
  const changed = html`<time datetime=${time.toISOString()} title=${time.toLocaleString()}>${formatDistance(modifiedAtMs - nowMs)}</time>`;
  const command = putCommand(name, value, location.origin);
  return html`
    <details>
      <summary>Parameter ${name}</summary>
      ${outputView(output)}
      <p>Version ${version}, ${version === 1 ? html`as the program creates it` : html`changed ${changed}`}.</p>
      ${textView(`Value of ${name}`, formatted(value))}
      <p class="hint">This puts the same value; edit it before you run it.</p>
      ${textView(`Command for ${name}`, command)}
      <p>
        <button type="button" class="link" @click=${copy}>Copy the command</button>
        <span class="hint" role="status"></span>
      </p>
    </details>
  `;
}

/** Copies the text above the button, or selects it where the browser does not let a page copy. */
async function copy({ currentTarget }: Event): Promise<void> {
  const line = currentTarget instanceof Element ? currentTarget.parentElement : null;
  const [text, status] = [line?.previousElementSibling, line?.querySelector("[role=status]")];
  if (!text || !status) return;
  try {
    await navigator.clipboard.writeText(text.textContent ?? "");
    status.textContent = "Copied.";
  } catch {
    getSelection()?.selectAllChildren(text);
    status.textContent = "Selected: this browser leaves the copying to you.";
  }
}

function tableView({ name, output, items }: TableState): TemplateResult {
  return html`
    <details>
      <summary>Table ${name}</summary>
      ${outputView(output)}
      <p class="hint">What it holds of the users that the engine started with.</p>
      <dl class="items">
        ${items.map(
          ({ userName, item }) => html`
            <dt>${userName}</dt>
            <dd>${item === undefined ? html`<span class="absent">nothing any more</span>` : textView(`Item of ${userName}`, JSON.stringify(item, null, 2))}</dd>
          `,
        )}
      </dl>
    </details>
  `;
}

/** JSON with line breaks; as it is what is none, or says something that would be lost, like a name twice. */
export function formatted(value: string): string {
  try {
    const parsed: unknown = JSON.parse(value);
    const dense = value.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
    return JSON.stringify(parsed) === dense ? JSON.stringify(parsed, null, 2) : value;
  } catch {
    return value;
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** For a POSIX shell. The engine takes any credentials and any region, and the CLI asks for some. */
export const putCommand = (name: string, value: string, endpoint: string): string =>
  `AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws ssm put-parameter --endpoint-url ${endpoint} --region us-east-1 --overwrite --name ${quoted(name)} --value ${quoted(value)}`;
