import { html, nothing, type TemplateResult } from "lit-html";
import { describeMismatch } from "../../behaviour/mismatch";
import type { BehaviourReport, Cell, Expected } from "../../behaviour/report";
import { alterationWords, describeClaim, formatSeconds, formatTime } from "../../words";
import { createRows, type DifferenceKind, findCell, type Row, strategiesOf } from "../prepare/behaviour-rows";

/** What every strategy does in every situation, with filters that need the script. */
export function behaviourView(reports: readonly BehaviourReport[]): TemplateResult {
  const rows = createRows(reports);
  const strategies = strategiesOf(reports);
  const topics = [...new Set(rows.map(({ topic }) => topic))];
  const met = rows.filter(({ alteration }) => alteration === undefined);
  const altered = rows.filter(({ alteration }) => alteration !== undefined);
  return html`
    <section id="behaviour" aria-labelledby="behaviour-title">
      <h2 id="behaviour-title">Behaviour</h2>
      ${reports.map(({ target, startedAt, timingSource }) => html`<p class="quiet">Target ${target}, ${formatTime(startedAt)}; times are ${timingSource}.</p>`)}
      <p>
        A status stands with whoever decided. What a function behind a route answers is no part of the decision. “until 60 min” counts
        from the sign-in to the first refusal. Open a cell for the message, the reason, and what was expected by which source.
      </p>
      ${reports.map(unexpectedView)}
      ${filtersView(rows, topics, reports.length > 1)}
      <div class="scroll" tabindex="0" role="region" aria-label="Behaviour of each strategy by situation">
        <table class="matrix">
          <thead>
            <tr><th scope="col">situation</th>${strategies.map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          ${bodiesView(met, strategies)} ${bodiesView(altered, strategies, "altered on purpose, nobody meets it: ")}
        </table>
      </div>
    </section>
  `;
}

function bodiesView(rows: readonly Row[], strategies: readonly string[], prefix = ""): readonly TemplateResult[] {
  return [...new Set(rows.map(({ topic }) => topic))].map(
    (topic) => html`
      <tbody>
        <tr class="topic"><th scope="rowgroup" colspan=${strategies.length + 1}>${prefix}${topic}</th></tr>
        ${rows.filter((row) => row.topic === topic).map((row) => rowView(row, strategies))}
      </tbody>
    `,
  );
}

/** What is not as the contracts say, before the matrix that it has to be looked for in. */
function unexpectedView({ target, situations, differences }: BehaviourReport): TemplateResult | typeof nothing {
  if (differences.length === 0) return nothing;
  const sentenceOf = (id: string) => situations.find((situation) => situation.id === id)?.sentence ?? id;
  return html`
    <div class="alarm">
      <p><strong>Not as expected on the target ${target}:</strong></p>
      <ul>
        ${differences.map(
          ({ situation, strategy, mismatches, source }) =>
            html`<li>${sentenceOf(situation)}, ${strategy}: ${mismatches.map(describeMismatch).join("; ")} (${source.confidence}: ${source.text})</li>`,
        )}
      </ul>
    </div>
  `;
}

const kindWords: Readonly<Record<DifferenceKind, string>> = {
  access: "differs: access",
  status: "differs: status",
  message: "differs: message",
  time: "differs: time",
  claim: "differs: claim",
};

function rowView(row: Row, strategies: readonly string[]): TemplateResult {
  const { id, topic, sentence, alteration, differences, isUnexpected, differsBetweenTargets, statuses, seen } = row;
  return html`
    <tr
      id=${`situation-${id}`}
      data-topic=${topic}
      data-statuses=${statuses.join(" ")}
      ?data-met=${alteration === undefined}
      ?data-differs=${differences.length > 0}
      ?data-unexpected=${isUnexpected}
      ?data-targets-differ=${differsBetweenTargets.length > 0}
    >
      <th scope="row">
        ${sentence}
        ${alteration === undefined ? nothing : html` <span class="mark altered" title=${alterationWords[alteration]}>altered: ${alteration}</span>`}
        ${differences.map((kind) => html` <span class="mark">${kindWords[kind]}</span>`)}
        ${differsBetweenTargets.length === 0 ? nothing : html` <span class="mark wrong">targets differ</span>`}
        ${seen.map(({ target, notAsked }) => (notAsked === undefined ? nothing : html`<small>not asked on ${target}: ${notAsked}</small>`))}
      </th>
      ${strategies.map((strategy) => cellView(row, strategy))}
    </tr>
  `;
}

function filtersView(rows: readonly Row[], topics: readonly string[], hasTargets: boolean): TemplateResult {
  const statuses = [...new Set(rows.flatMap((row) => row.statuses))].sort((a, b) => a - b);
  return html`
    <form id="filters" class="needs-script" aria-label="Which rows are shown">
      <label>Search <input type="search" name="text" autocomplete="off" /></label>
      <label>Topic <select name="topic"><option value="">all</option>${topics.map((topic) => html`<option>${topic}</option>`)}</select></label>
      <label>Status <select name="status"><option value="">all</option>${statuses.map((status) => html`<option>${status}</option>`)}</select></label>
      <label class="check"><input type="checkbox" name="differs" /> only where strategies differ</label>
      <label class="check"><input type="checkbox" name="met" /> only what users meet</label>
      <label class="check"><input type="checkbox" name="unexpected" /> only not as expected</label>
      ${hasTargets ? html`<label class="check"><input type="checkbox" name="targetsDiffer" /> only where the targets differ</label>` : nothing}
      <button type="reset">Show all</button>
      <output name="count">${rows.length} of ${rows.length} rows</output>
    </form>
  `;
}

const outcomeOf = ({ isPassed, status }: Cell) => (isPassed ? "ok" : status < 500 ? "refused" : "failed");

/** What one strategy does in one situation, on every target that was asked. */
export function cellView({ seen }: Row, strategy: string): TemplateResult {
  const hasSeveral = seen.length > 1;
  const cells = seen.map(({ target, cells }) => ({ target, cell: findCell(cells, strategy) }));
  return html`
    <td data-strategy=${strategy}>
      ${cells.map(({ target, cell }) =>
        cell === undefined
          ? html`<p class="quiet">${hasSeveral ? `${target}: ` : ""}–</p>`
          : html`
              <details data-outcome=${outcomeOf(cell)}>
                <summary>${hasSeveral ? html`<span class="target">${target}: </span>` : nothing}${summaryView(cell)}</summary>
                ${detailsView(cell)}
              </details>
            `,
      )}
    </td>
  `;
}

const summaryView = (cell: Cell) => html`
  <b class="status">${cell.status}</b> ${cell.decidedBy ?? nothing}${
    cell.effectiveAfterSeconds === undefined ? nothing : html`, <b>until ${formatSeconds(cell.effectiveAfterSeconds)}</b>`
  }${cell.claim === undefined ? nothing : html`, ${describeClaim(cell.claim)}`}${cell.isAsExpected ? nothing : html` <strong class="mark wrong">not as expected</strong>`}
`;

const detailsView = (cell: Cell) => html`
  <dl>
    ${cell.decidedBy === undefined ? html`<dt>Decided by</dt><dd>whoever it was: this target does not tell</dd>` : nothing}
    <dt>Message</dt>
    <dd>${cell.message ?? "none"}</dd>
    <dt>Reason</dt>
    <dd>${cell.reason}</dd>
    ${cell.isColdStart ? html`<dt>Cold start</dt><dd>a process had to start first</dd>` : nothing}
    <dt>Expected</dt>
    <dd>${describeExpected(cell.expected)}</dd>
    <dt>Source</dt>
    <dd><b>${cell.source.confidence}</b>: ${cell.source.text}</dd>
  </dl>
`;

function describeExpected({ status, message, decidedBy, isColdStart, effectiveAfterSeconds, claim, answer }: Expected): string {
  return [
    status === "passed" ? "passes" : `status ${status}`,
    ...(answer === undefined ? [] : [`the function answers ${answer}`]),
    ...(message === undefined ? [] : [message === null ? "no message" : `message “${message}”`]),
    ...(decidedBy === undefined ? [] : [`decided by ${decidedBy}`]),
    ...(isColdStart === undefined ? [] : [isColdStart ? "a cold start" : "no cold start"]),
    ...(effectiveAfterSeconds === undefined ? [] : [`until ${formatSeconds(effectiveAfterSeconds)}`]),
    ...(claim === undefined ? [] : [describeClaim(claim)]),
  ].join(", ");
}
