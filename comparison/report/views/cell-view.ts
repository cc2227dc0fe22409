import { html, nothing, type TemplateResult } from "lit-html";
import type { Cell, Expected } from "../../behaviour/report";
import { findCell, type Row } from "../prepare/behaviour-rows";
import { formatSeconds } from "../prepare/words";

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
  }${cell.isAsExpected ? nothing : html` <strong class="mark wrong">not as expected</strong>`}
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

function describeExpected({ status, message, decidedBy, isColdStart, effectiveAfterSeconds }: Expected): string {
  return [
    status === "passed" ? "passes" : `status ${status}`,
    ...(message === undefined ? [] : [message === null ? "no message" : `message “${message}”`]),
    ...(decidedBy === undefined ? [] : [`decided by ${decidedBy}`]),
    ...(isColdStart === undefined ? [] : [isColdStart ? "a cold start" : "no cold start"]),
    ...(effectiveAfterSeconds === undefined ? [] : [`until ${formatSeconds(effectiveAfterSeconds)}`]),
  ].join(", ");
}
