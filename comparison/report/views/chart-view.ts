import { html, nothing, type TemplateResult } from "lit-html";

/** Where the script draws the chart of the id; without a script it stays empty and takes no room. */
export const chartView = (id: string, title: unknown): TemplateResult => html`
  <figure>
    <figcaption>${title}</figcaption>
    <div class="chart" data-chart=${id}></div>
  </figure>
`;

interface LegendLine {
  readonly name: string;
  readonly place: number;
}

/** What the colours of a section's charts stand for. */
export const legendView = (
  lines: readonly LegendLine[],
  extra: TemplateResult | typeof nothing = nothing,
): TemplateResult => html`
  <ul class="legend">
    ${lines.map(({ name, place }) => html`<li><span class="swatch" data-place=${place}></span>${name}</li>`)}${extra}
  </ul>
`;

/** A table that scrolls inside where it is too wide, also by keys. */
export const tableView = (label: string, head: unknown, body: unknown): TemplateResult => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>${head}</thead>
      <tbody>${body}</tbody>
    </table>
  </div>
`;
