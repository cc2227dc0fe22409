import { html, type TemplateResult } from "lit-html";
import type { CostComparison } from "../../cost/comparison";
import { type NumericInputName, numericInputs } from "../../cost/inputs";
import { formatNumber, formatUsd } from "../../cost/money";
import { tableView } from "./chart-view";

const formatInput = (name: NumericInputName, value: number) => `${formatNumber(value, 4)} ${numericInputs[name].unit}`;

/** What moves each difference most. Inputs that do not move it by a cent are counted only. */
export const sensitivitiesView = ({ comparisons }: CostComparison): TemplateResult => html`
  <h3>What moves the difference</h3>
  <p class="quiet">Half and double of each input while all others stay; of the hit rate it is the misses. In USD a month.</p>
  ${comparisons.map(({ variant, against, sensitivities }) => {
    const moving = sensitivities.filter(({ swingUsdPerMonth }) => swingUsdPerMonth > 0);
    const head = html`<tr><th scope="col">input</th>${["at half", "at double", "swing"].map(
      (name) => html`<th scope="col" class="number">${name}</th>`,
    )}</tr>`;
    const body = moving.map(
      ({ input, half, double, swingUsdPerMonth }) => html`<tr>
        <th scope="row">${numericInputs[input].description.split(/[:;,]/)[0]}</th>
        ${[half, double].map(
          ({ value, differenceUsdPerMonth }) =>
            html`<td class="number">${formatUsd(differenceUsdPerMonth)}<small>${formatInput(input, value)}</small></td>`,
        )}
        <td class="number">${formatUsd(swingUsdPerMonth)}</td>
      </tr>`,
    );
    return html`
      <details>
        <summary>${variant} against ${against}: ${moving.length} of ${sensitivities.length} inputs move it</summary>
        ${tableView(`What moves the difference of ${variant}`, head, body)}
      </details>
    `;
  })}
`;
