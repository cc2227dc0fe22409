import { html, type TemplateResult } from "lit-html";
import type { CostComparison } from "../../cost/comparison";
import { formatNumber } from "../../cost/money";
import { chartView, legendView, tableView } from "./chart-view";

/** From when on the one costs no more than the other. */
export const breakEvenView = (comparison: CostComparison): TemplateResult => html`
  <section id="break-even" aria-labelledby="break-even-title">
    <h2 id="break-even-title">Break-even</h2>
    <div id="break-even-figures">${breakEvenFiguresView(comparison)}</div>
  </section>
`;

const formatRequests = (requests: number | null) => (requests === null ? "never" : formatNumber(Math.ceil(requests)));

/** Everything that changes with the inputs. */
export function breakEvenFiguresView({ inputs, comparisons, variants }: CostComparison): TemplateResult {
  const usd = (value: number) => formatNumber(value, 9);
  const head = html`<tr><th scope="col" class="number">users</th>${comparisons.map(
    ({ variant, against }) => html`<th scope="col" class="number">${variant} against ${against}</th>`,
  )}</tr>`;
  const row = (name: string, cells: readonly (number | null)[]) => html`
    <tr><th scope="row" class="number">${name}</th>${cells.map((cell) => html`<td class="number">${formatRequests(cell)}</td>`)}</tr>
  `;
  const curve = comparisons[0]?.breakEvenCurve ?? [];
  const body = [
    row(
      `${formatNumber(inputs.users)} (asked)`,
      comparisons.map(({ breakEvenRequestsPerUser }) => breakEvenRequestsPerUser),
    ),
    ...curve.flatMap(({ users }, i) => {
      if (users === inputs.users) return [];
      const requests = comparisons.map(({ breakEvenCurve }) => breakEvenCurve[i]?.requestsPerUser ?? null);
      return [row(formatNumber(users), requests)];
    }),
  ];
  return html`
    <p>From so many requests of each user a month on, the first costs no more than the second. Above its line it is the cheaper one.</p>
    ${legendView(
      comparisons.map(({ variant, against }) => ({
        name: `${variant} against ${against}`,
        place: variants.findIndex((one) => one.variant === variant),
      })),
    )}
    ${chartView("break-even", "Requests of each user at which two variants cost the same, over the users; the dot is what was asked")}
    ${tableView("Break-even by users", head, body)}
    <p class="quiet">
      0: the first costs no more at any number, as free tiers let it; never: it always costs more. Where it is one of these, no line is
      drawn.
    </p>
    <h3>The formula</h3>
    <p>requests = (premium of the plan + trigger) / (miss rate × one authorization); at first steps, without Lambda's free tiers.</p>
    <ul>
      ${comparisons.map(
        ({ variant, against, breakEvenFormula: of }) => html`<li>
          ${variant} against ${against}: (${usd(of.premiumUsdPerUser)} + ${usd(of.triggerUsdPerUser)}) USD a user /
          (${formatNumber(of.missRate, 6)} × ${usd(of.usdPerAuthorization)} USD) = <b>${formatRequests(of.requestsPerUser)}</b>
        </li>`,
      )}
    </ul>
  `;
}
