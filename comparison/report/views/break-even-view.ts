import { html, nothing, type TemplateResult } from "lit-html";
import { formatRequests, formatRounded, roundRequests } from "../../cost/estimate";
import { formatNumber } from "../../cost/money";
import { type CostReport, describeDurations } from "../../cost-report";
import { placeVariants } from "../prepare/variant-places";
import { chartView, legendView, tableView } from "./chart-view";

/** From when on the one costs no more than the other. */
export const breakEvenView = (report: CostReport, places: readonly string[]): TemplateResult => html`
  <section id="break-even" aria-labelledby="break-even-title">
    <h2 id="break-even-title">Break-even</h2>
    <div id="break-even-figures">${breakEvenFiguresView(report, places)}</div>
  </section>
`;

/** Everything that changes with the inputs. */
export function breakEvenFiguresView(report: CostReport, places: readonly string[]): TemplateResult {
  const { inputs, comparisons, variants } = report.comparison;
  const durations = describeDurations(report);
  const placed = placeVariants(variants, places);
  const usd = formatRounded;
  const head = html`<tr><th scope="col" class="number">users</th>${comparisons.map(
    ({ variant, against }) => html`<th scope="col" class="number">${variant} against ${against}</th>`,
  )}</tr>`;
  const row = (name: string, cells: readonly string[]) => html`
    <tr><th scope="row" class="number">${name}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
  `;
  const curve = comparisons[0]?.breakEvenCurve ?? [];
  const body = [
    row(
      `${formatNumber(inputs.users)} (asked)`,
      comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)),
    ),
    ...curve.flatMap(({ users }, i) =>
      users === inputs.users
        ? []
        : row(
            formatNumber(users),
            comparisons.map(({ breakEvenCurve }) => {
              const point = breakEvenCurve[i];
              return point === undefined ? "–" : formatRequests(point.requestsPerUser, point.range);
            }),
          ),
    ),
  ];
  return html`
    <p>From so many requests of each user a month on, the first costs no more than the second. Above its line it is the cheaper one.</p>
    ${durations === undefined ? nothing : html`<p>${durations}</p>`}
    ${legendView(
      comparisons.map(({ variant, against }) => ({
        name: `${variant} against ${against}`,
        place: 0,
        mark: 0,
        ...placed.find((one) => one.variant === variant),
      })),
    )}
    ${chartView("break-even", "Requests of each user at which two variants cost the same, over the users; the dot is what was asked")}
    ${tableView("Break-even by users", head, body)}
    <p class="quiet">
      In brackets: from the best to the worst if every assumed input is half or double. 0: the first costs no more at any number, as free
      tiers let it; never: it always costs more. Where it is one of these, no line is drawn.
    </p>
    <h3>The formula</h3>
    <p>requests = (premium of the plan + trigger) / (miss rate × one authorization); at first steps, without Lambda's free tiers.</p>
    <ul>
      ${comparisons.map(
        ({ variant, against, breakEvenFormula: of, breakEvenRange }) => html`<li>
          ${variant} against ${against}: (${usd(of.premiumUsdPerUser)} + ${usd(of.triggerUsdPerUser)}) USD a user /
          (${formatNumber(of.missRate, 6)} × ${usd(of.usdPerAuthorization)} USD) =
          <b>${roundRequests(of.requestsPerUser, breakEvenRange)}</b>
        </li>`,
      )}
    </ul>
  `;
}
