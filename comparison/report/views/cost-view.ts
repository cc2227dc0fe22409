import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/page/words";
import type { CostComparison, CostItem } from "../../cost/comparison";
import { formatNumber, formatUsd } from "../../cost/money";
import type { CostReport } from "../../cost-report";
import { chartView, legendView, tableView } from "./chart-view";
import { costBasisView } from "./cost-basis-view";
import { sensitivitiesView } from "./sensitivity-view";

/** What a month costs. The script puts sliders into the controls, and draws the figures anew for what they say. */
export function costView({ comparison, measured }: CostReport): TemplateResult {
  return html`
    <section id="cost" aria-labelledby="cost-title">
      <h2 id="cost-title">Cost</h2>
      <p>
        A model, not a bill: USD a month in ${comparison.prices.region}, by the price list “${comparison.prices.id}”
        (${comparison.prices.description}).
      </p>
      <div id="cost-controls" class="needs-script"></div>
      <div id="cost-figures">${costFiguresView(comparison)}</div>
      ${costBasisView(comparison, measured)}
    </section>
  `;
}

/** Everything that changes with the inputs. */
export function costFiguresView(comparison: CostComparison): TemplateResult {
  const { variants, sentence, warnings, inputs } = comparison;
  return html`
    <p id="cost-sentence" role="status">${sentence}</p>
    ${warnings.map((warning) => html`<p class="warning">${asSentence(warning)}</p>`)}
    ${legendView(
      variants.map(({ variant, strategy }, place) => ({ name: `${variant} (${strategy})`, place })),
      html`<li><span class="swatch" data-place="shared"></span>paid under every strategy</li>`,
    )}
    <div class="charts">
      ${chartView("cost-items", html`A month's bill at ${formatNumber(inputs.users)} users, by variant`)}
      ${chartView("cost-users", "What only one variant pays, over the users; below a cent nothing is drawn")}
    </div>
    ${itemsView(comparison)} ${sensitivitiesView(comparison)}
  `;
}

function itemsView({ shared, variants, comparisons }: CostComparison): TemplateResult {
  const names = [...new Set(variants.flatMap(({ items }) => items.map(({ name }) => name)))];
  const usdOf = (items: readonly CostItem[], name: string) => {
    const item = items.find((one) => one.name === name);
    return item === undefined ? "–" : formatUsd(item.usdPerMonth);
  };
  const signed = (usd: number) => `${usd > 0 ? "+" : ""}${formatUsd(usd)}`;
  const row = (name: string, cells: readonly string[], kind = "") => html`
    <tr class=${kind}><th scope="row">${name}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
  `;
  const differences = variants.map(({ variant }) => comparisons.find((one) => one.variant === variant));
  const head = html`<tr><th scope="col">USD a month</th>${variants.map(
    ({ variant, strategy, description }) =>
      html`<th scope="col" class="number">${variant}<small>${strategy}: ${description}</small></th>`,
  )}</tr>`;
  const sharedRow = (name: string, usd: number, kind: string) => html`
    <tr class=${kind}><th scope="row">${name}</th><td class="number once" colspan=${Math.max(1, variants.length)}>${formatUsd(usd)}</td></tr>
  `;
  const body = [
    html`<tr class="topic"><th scope="rowgroup" colspan=${variants.length + 1}>paid under every strategy, whichever it is</th></tr>`,
    ...shared.items.map(({ name, usdPerMonth }) => sharedRow(name, usdPerMonth, "shared")),
    sharedRow("sum", shared.usdPerMonth, "sum"),
    html`<tr class="topic"><th scope="rowgroup" colspan=${variants.length + 1}>paid by one variant only</th></tr>`,
    ...names.map((name) =>
      row(
        name,
        variants.map(({ items }) => usdOf(items, name)),
      ),
    ),
    row(
      "sum",
      variants.map(({ usdPerMonth }) => formatUsd(usdPerMonth)),
      "sum",
    ),
    row(
      "with what is shared",
      variants.map(({ totalUsdPerMonth }) => formatUsd(totalUsdPerMonth)),
      "sum total",
    ),
    row(
      "for each user",
      variants.map(({ totalUsdPerUser: usd }) => (usd === null ? "–" : formatNumber(usd, 6))),
    ),
    row(
      "more than what it is held against",
      differences.map((one) => (one === undefined ? "–" : `${signed(one.differenceUsdPerMonth)} (${one.against})`)),
    ),
  ];
  return html`<h3 id="cost-items-table">Items</h3>${tableView("Items of the bill", head, variants.length === 0 ? nothing : body)}`;
}
