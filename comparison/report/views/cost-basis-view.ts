import { html, nothing, type TemplateResult } from "lit-html";
import type { CostComparison } from "../../cost/comparison";
import { numericInputNames, numericInputs } from "../../cost/inputs";
import { formatNumber } from "../../cost/money";
import { describeFeatures, formatInput } from "../../cost/tables";
import type { MeasuredInput } from "../../cost-report";
import { countOf } from "../../words";
import { type Column, numbers, tableView } from "./chart-view";

/** What the figures stand on: the inputs, the prices with their sources, what is taken for granted and what is left out. */
export function costBasisView(comparison: CostComparison, measured: readonly MeasuredInput[]): TemplateResult {
  const { assumptions, leftOut } = comparison;
  return html`
    <h3>What the figures stand on</h3>
    ${inputsView(comparison, measured)} ${pricesView(comparison)}
    <details>
      <summary>${countOf(assumptions.length, "assumption")}</summary>
      <ul>${assumptions.map((text) => html`<li>${text}</li>`)}</ul>
    </details>
    <details>
      <summary>Left out</summary>
      <ul>${leftOut.map((text) => html`<li>${text}</li>`)}</ul>
    </details>
  `;
}

function inputsView({ inputs }: CostComparison, measured: readonly MeasuredInput[]): TemplateResult {
  const rows = numericInputNames.map((name) => {
    const { description, basis, default: fallback } = numericInputs[name];
    const found = measured.find(({ input }) => input === name);
    const origin = found !== undefined ? `measured: ${found.timingSource}` : inputs[name] === fallback ? basis : "given";
    return [description, formatInput(name, inputs[name], 3), origin];
  });
  return html`
    <details>
      <summary>${countOf(numericInputNames.length, "input")}, ${measured.length} of them measured in this run${
        measured.length === 0 ? "" : ` (${[...new Set(measured.map(({ timingSource }) => timingSource))].join(", ")})`
      }</summary>
      ${tableView("Inputs of the model", ["input", ...numbers("in this report"), "where from"], rows)}
      <p>
        Functions on ${inputs.functionArchitecture}; free tiers ${inputs.hasFreeTiers ? "on" : "off"}; an account of
        ${inputs.accountCreatedOn}${describeFeatures(inputs)}.
      </p>
    </details>
  `;
}

function pricesView({ prices }: CostComparison): TemplateResult {
  const columns: readonly Column[] = [
    "price",
    ...numbers("USD, first step"),
    "how sure",
    "read",
    { name: "source", kind: "source" },
  ];
  const rows = prices.readings.map(({ name, tiers: [first], perUnits, unit, confidence, readOn, ageDays, source, note }) => [
    name,
    html`${first === undefined ? "–" : `${first.usd}`}<small>for ${formatNumber(perUnits)} ${unit}</small>`,
    confidence,
    html`${readOn}<small>${countOf(ageDays, "day")} before this report</small>`,
    [source, note === undefined ? nothing : html`<small>${note}</small>`],
  ]);
  return html`
    <details>
      <summary>${countOf(prices.readings.length, "price")}, the oldest read on ${prices.readOn}</summary>
      <p class="quiet">“reported” is not AWS's own page, “recalled” is from memory.</p>
      ${tableView("Prices with their sources", columns, rows)}
    </details>
  `;
}
