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
  readonly place: number;
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
      ({ name, place, mark = 0 }) =>
        html`<li data-legend=${name}>${swatchView({ stroke: colorOf(place), dash: dashOf(place), mark })}${name}</li>`,
    )}${extra}
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
