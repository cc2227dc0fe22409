import { html, nothing, svg, type TemplateResult } from "lit-html";
import { colorOf, dashOf, MARKS } from "../charts/style";

/** Where the script draws the chart of the id; without a script it stays empty and takes no room. */
export const chartView = (id: string, title: unknown): TemplateResult => html`
  <figure>
    <figcaption>${title}</figcaption>
    <div class="chart" data-chart=${id}></div>
  </figure>
`;

interface LegendLine {
  readonly name: string;
  /** Of its strategy. */
  readonly seriesIndex: number;
  /** Among the variants of its strategy. */
  readonly mark?: number;
}

/** A piece of the line as the charts draw it. */
export function swatchView({
  stroke,
  dash,
  mark = 0,
}: {
  readonly stroke: string;
  readonly dash: string;
  readonly mark?: number;
}) {
  const symbol = MARKS[mark % MARKS.length];
  return html`<svg class="swatch" viewBox="0 0 36 12" aria-hidden="true">
    <line x1="0" x2="36" y1="6" y2="6" stroke=${stroke} stroke-width="2.5" stroke-dasharray=${dash} />
    ${symbol === "circle" ? svg`<circle cx="18" cy="6" r="4" stroke=${stroke} />` : nothing}
    ${symbol === "square" ? svg`<rect x="14" y="2" width="8" height="8" stroke=${stroke} />` : nothing}
  </svg>`;
}

export const sharedSwatchView = () =>
  html`<svg class="swatch" viewBox="0 0 36 12" aria-hidden="true"><rect class="shared" width="36" height="12" /></svg>`;

/** What the colours of a section's charts stand for. */
export const legendView = (
  lines: readonly LegendLine[],
  extra: TemplateResult | typeof nothing = nothing,
): TemplateResult => html`
  <ul class="legend">
    ${lines.map(
      ({ name, seriesIndex, mark = 0 }) =>
        html`<li data-legend=${name}>${swatchView({ stroke: colorOf(seriesIndex), dash: dashOf(seriesIndex), mark })}${name}</li>`,
    )}${extra}
  </ul>
`;

/** A column's name, and the class of its cells if it is not text. */
export type Column = string | { readonly name: unknown; readonly kind: "number" | "source" };

export const numbers = (...names: readonly unknown[]): readonly Column[] => names.map((name) => ({ name, kind: "number" }));

const classOf = (column: Column | undefined) => (typeof column === "object" ? column.kind : nothing);

/** Cells in the order of the columns; the first is the row's heading. */
export const rowView = (
  columns: readonly Column[],
  [heading, ...cells]: readonly unknown[],
  kind?: string,
): TemplateResult => html`
  <tr class=${kind ?? nothing}>
    <th scope="row" class=${classOf(columns[0])}>${heading}</th>${cells.map((cell, i) => html`<td class=${classOf(columns[i + 1])}>${cell}</td>`)}
  </tr>
`;

/** A table that scrolls inside where it is too wide, also by keys. A row is its cells, or ready if it is unlike the others. */
export const tableView = (
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly unknown[] | TemplateResult)[],
): TemplateResult => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead><tr>${columns.map((column) => html`<th scope="col" class=${classOf(column)}>${typeof column === "object" ? column.name : column}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => ("strings" in row ? row : rowView(columns, row)))}</tbody>
    </table>
  </div>
`;
