import { html, nothing, type TemplateResult } from "lit-html";
import { tabulateBreakEven } from "../../cost/tables";
import { type CostReport, describeDurations } from "../../cost-report";
import { indexVariants } from "../prepare/page-data";
import { chartView, legendView, numbers, tableView } from "./chart-view";

/** From when on the one costs no more than the other. */
export const breakEvenView = (report: CostReport, strategyOrder: readonly string[]): TemplateResult => html`
  <section id="break-even" aria-labelledby="break-even-title">
    <h2 id="break-even-title">Break-even</h2>
    <div id="break-even-figures">${breakEvenFiguresView(report, strategyOrder)}</div>
  </section>
`;

/** Everything that changes with the inputs. */
export function breakEvenFiguresView(report: CostReport, strategyOrder: readonly string[]): TemplateResult {
  const { comparisons, variants } = report.comparison;
  const { heads, rows, formulas } = tabulateBreakEven(report.comparison);
  const durations = describeDurations(report);
  const indexed = indexVariants(variants, strategyOrder);
  return html`
    <p>From so many requests of each user a month on, the first costs no more than the second. Above its line it is the cheaper one.</p>
    ${durations === undefined ? nothing : html`<p>${durations}</p>`}
    ${legendView(
      comparisons.map(({ variant }, i) => ({
        seriesIndex: 0,
        mark: 0,
        ...indexed.find((one) => one.name === variant),
        name: heads[i] ?? "",
      })),
    )}
    ${chartView("break-even", "Requests of each user at which two variants cost the same, over the users; the dot is what was asked")}
    ${tableView("Break-even by users", numbers("users", ...heads), rows)}
    <p class="quiet">
      In parentheses: best to worst case if every assumed input is halved or doubled. 0: the first costs no more at any number, as free
      tiers let it; never: it always costs more. Where it is one of these, no line is drawn.
    </p>
    <h3>The formula</h3>
    <p>
      requests = (premium of the plan + trigger) / (miss rate x one authorization), in USD a user and in USD; at first steps, without
      Lambda's free tiers.
    </p>
    <ul>
      ${formulas.map(({ formula, result }, i) => html`<li>${heads[i]}: ${formula} = <b>${result}</b></li>`)}
    </ul>
  `;
}
