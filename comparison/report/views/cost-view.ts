import { html, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/words";
import type { CostComparison } from "../../cost/comparison";
import { numericInputs } from "../../cost/inputs";
import { formatNumber, formatUsd } from "../../cost/money";
import { formatInput, tabulateItems } from "../../cost/tables";
import { nameVariant } from "../../cost/variants";
import { type CostReport, describeDurations } from "../../cost-report";
import { indexVariants } from "../prepare/page-data";
import { chartView, legendView, numbers, rowView, sharedSwatchView, tableView } from "./chart-view";
import { costBasisView } from "./cost-basis-view";

/** What a month costs. The script puts sliders into the controls, and draws the figures anew for what they say. */
export function costView(report: CostReport, strategyOrder: readonly string[]): TemplateResult {
  const { comparison, measured } = report;
  return html`
    <section id="cost" aria-labelledby="cost-title">
      <h2 id="cost-title">Cost</h2>
      <p>
        A model, not a bill: USD a month in ${comparison.prices.region}, by the price list “${comparison.prices.id}”
        (${comparison.prices.description}).
      </p>
      <div id="cost-controls" class="needs-script"></div>
      <div id="cost-figures">${costFiguresView(report, strategyOrder)}</div>
      ${costBasisView(comparison, measured)}
    </section>
  `;
}

/** Everything that changes with the inputs. */
export function costFiguresView(report: CostReport, strategyOrder: readonly string[]): TemplateResult {
  const { comparison } = report;
  const durations = describeDurations(report);
  const { variants, sentence, warnings, inputs } = comparison;
  return html`
    <p id="cost-sentence" role="status">${sentence}</p>
    ${durations === undefined ? html`<p class="quiet">Durations of functions are assumed: none of this run is in the figures.</p>` : html`<p class="quiet">${durations}</p>`}
    ${warnings.map((warning) => html`<p class="warning">${asSentence(warning)}</p>`)}
    ${legendView(
      indexVariants(variants, strategyOrder).map(({ variant, strategy, seriesIndex, mark }) => ({
        name: `${variant} (${strategy})`,
        seriesIndex,
        mark,
      })),
      html`<li>${sharedSwatchView()}paid under every strategy</li>`,
    )}
    <div class="charts">
      ${chartView("cost-items", html`A month's bill at ${formatNumber(inputs.users)} users, by variant`)}
      ${chartView("cost-users", "What only one variant pays, over the users; below a cent nothing is drawn")}
    </div>
    ${itemsView(comparison)} ${sensitivitiesView(comparison)}
  `;
}

function itemsView(comparison: CostComparison): TemplateResult {
  const { shared, variants, comparisons } = comparison;
  const { items, sums, totals, perUser, differences, estimates } = tabulateItems(comparison, "–");
  const againstOf = (variant: (typeof variants)[number]) =>
    comparisons.filter((one) => one.variant === nameVariant(variants, variant)).map(({ against }) => ` (${against})`);
  const columns = [
    "USD a month",
    ...numbers(
      ...variants.map(({ variant, strategy, description }) => html`${variant}<small>${strategy}: ${description}</small>`),
    ),
  ];
  const topicRow = (text: string) =>
    html`<tr class="topic"><th scope="rowgroup" colspan=${variants.length + 1}>${text}</th></tr>`;
  const sharedRow = (name: string, usd: number, kind: string) => html`
    <tr class=${kind}><th scope="row">${name}</th><td class="number once" colspan=${Math.max(1, variants.length)}>${formatUsd(usd)}</td></tr>
  `;
  const rows = [
    topicRow("paid under every strategy, whichever it is"),
    ...shared.items.map(({ name, usdPerMonth }) => sharedRow(name, usdPerMonth, "shared")),
    sharedRow("sum", shared.usdPerMonth, "sum"),
    topicRow("paid by one variant only"),
    ...items,
    rowView(columns, ["sum", ...sums], "sum"),
    rowView(columns, ["with what is shared", ...totals], "sum total"),
    ["for each user", ...perUser],
    ["more than what it is held against", ...variants.map((variant, i) => [differences[i], againstOf(variant)])],
    ["about, with its range", ...estimates],
  ];
  return html`
    <h3 id="cost-items-table">Items</h3>
    ${tableView("Items of the bill", columns, variants.length === 0 ? [] : rows)}
    <p class="quiet">
      Items are in cents so that sums add up, not because they are that precise. A range goes from the best to the worst if every
      assumed input is halved or doubled.
    </p>
  `;
}

/** What moves each difference most. Inputs that do not move it by a cent are counted only. */
const sensitivitiesView = ({ comparisons }: CostComparison): TemplateResult => html`
  <h3>What moves the difference</h3>
  <p class="quiet">Half and double of each input while all others stay; of the hit rate it is the misses. In USD a month.</p>
  ${comparisons.map(({ variant, against, sensitivities }) => {
    const moving = sensitivities.filter(({ swingUsdPerMonth }) => swingUsdPerMonth > 0);
    const rows = moving.map(({ input, half, double, swingUsdPerMonth }) => [
      numericInputs[input].description.split(/[:;,]/)[0],
      ...[half, double].map(
        ({ value, differenceUsdPerMonth }) =>
          html`${formatUsd(differenceUsdPerMonth)}<small>${formatInput(input, value)}</small>`,
      ),
      formatUsd(swingUsdPerMonth),
    ]);
    return html`
      <details>
        <summary>${variant} against ${against}: ${moving.length} of ${sensitivities.length} inputs move it</summary>
        ${tableView(`What moves the difference of ${variant}`, ["input", ...numbers("at half", "at double", "swing")], rows)}
      </details>
    `;
  })}
`;
