import { html, type TemplateResult } from "lit-html";
import type { CodeReport, StrategyCode } from "../../code/report";
import { formatNumber } from "../../cost/money";
import { numbers, rowView, tableView } from "./chart-view";

/** What each strategy takes of resources, functions and code. */
export function codeView({ strategies, shared }: CodeReport): TemplateResult {
  const columns = ["", ...numbers(...strategies.map(({ strategy }) => strategy))];
  const row = (name: string, numberOf: (one: StrategyCode) => number, kind?: string) =>
    rowView(columns, [name, ...strategies.map((one) => formatNumber(numberOf(one)))], kind);
  const types = [...new Set(strategies.flatMap(({ resources }) => resources.map(({ type }) => type)))].sort();
  const countOf = ({ resources }: StrategyCode, type: string) => resources.find((one) => one.type === type)?.count ?? 0;
  const rows = [
    ...types.map((type) => row(type, (one) => countOf(one, type))),
    row("resources", ({ totals }) => totals.resources, "sum"),
    row("Lambda functions", ({ totals }) => totals.functions),
    row("lines of code", ({ totals }) => totals.codeLines),
    row("bytes of bundles", ({ totals }) => totals.bundleBytes),
  ];
  return html`
    <section id="code" aria-labelledby="code-title">
      <h2 id="code-title">Cost in code</h2>
      <p>
        What only this strategy needs, counted from the program as it is recorded with its default settings. Lines are those of files
        that nothing else imports, without blank ones and comments; bytes are those of its functions' minified bundles. Besides, every
        strategy has ${shared.resources} resources and ${shared.functions} functions of ${formatNumber(shared.bundleBytes)} bytes.
      </p>
      ${tableView("Cost in code", columns, rows)}
      <ul>
        ${strategies.map(
          ({ strategy, files }) =>
            html`<li>Lines of ${strategy}: ${files.map(({ path, codeLines }) => html`<code>${path}</code> ${codeLines} `)}</li>`,
        )}
      </ul>
    </section>
  `;
}
