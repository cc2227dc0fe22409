import { html, nothing, type TemplateResult } from "lit-html";
import { formatRequests, formatRounded, roundRequests } from "../../cost/estimate";
import { formatNumber } from "../../cost/money";
import { type CostReport, describeDurations } from "../../cost-report";
import { placeVariants } from "../prepare/page-data";
import { chartView, legendView, numbers, tableView } from "./chart-view";

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
  const columns = numbers("users", ...comparisons.map(({ variant, against }) => `${variant} against ${against}`));
  const curve = comparisons[0]?.breakEvenCurve ?? [];
  const rows = [
    [
      `${formatNumber(inputs.users)} (asked)`,
      ...comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)),
    ],
    ...curve.flatMap(({ users }, i) => {
      if (users === inputs.users) return [];
      const points = comparisons.map(({ breakEvenCurve }) => breakEvenCurve[i]);
      const cells = points.map((point) => (point === undefined ? "–" : formatRequests(point.requestsPerUser, point.range)));
      return [[formatNumber(users), ...cells]];
    }),
  ];
  return html`
    <p>From so many requests of each user a month on, the first costs no more than the second. Above its line it is the cheaper one.</p>
    ${durations === undefined ? nothing : html`<p>${durations}</p>`}
    ${legendView(
      comparisons.map(({ variant, against }) => ({
        place: 0,
        mark: 0,
        ...placed.find((one) => one.name === variant),
        name: `${variant} against ${against}`,
      })),
    )}
    ${chartView("break-even", "Requests of each user at which two variants cost the same, over the users; the dot is what was asked")}
    ${tableView("Break-even by users", columns, rows)}
    <p class="quiet">
      In parentheses: best to worst case if every assumed input is halved or doubled. 0: the first costs no more at any number, as free
      tiers let it; never: it always costs more. Where it is one of these, no line is drawn.
    </p>
    <h3>The formula</h3>
    <p>requests = (premium of the plan + trigger) / (miss rate × one authorization); at first steps, without Lambda's free tiers.</p>
    <ul>
      ${comparisons.map(
        ({ variant, against, breakEvenFormula: of, breakEvenRange }) => html`<li>
          ${variant} against ${against}: (${usd(of.premiumUsdPerUser)} + ${usd(of.triggerUsdPerUser)}) USD a user /
          (${formatNumber(of.missRate, 6)} × ${usd(of.usdPerAuthorization)}${of.usdPerRequest === undefined ? "" : ` + ${usd(of.usdPerRequest)}`} USD) =
          <b>${roundRequests(of.requestsPerUser, breakEvenRange)}</b>
        </li>`,
      )}
    </ul>
  `;
}
