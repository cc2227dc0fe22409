import type { BreakEvenFormula } from "./break-even";
import type { CostComparison } from "./comparison";
import { formatDifference, formatRequests, formatRounded, roundRequests } from "./estimate";
import { type NumericInputName, numericInputs } from "./inputs";
import { formatNumber, formatUsd } from "./money";
import { nameVariant } from "./variants";

/** Figures as text, by variant or by comparison, for a terminal and for the page. */

/** What only one variant pays, in columns; `none` where it does not have the item, or is compared with none. */
export function tabulateItems({ variants, comparisons }: CostComparison, none: string) {
  const names = [...new Set(variants.flatMap(({ items }) => items.map(({ name }) => name)))];
  const cellOf = (items: (typeof variants)[number]["items"], name: string) => {
    const item = items.find((one) => one.name === name);
    return item === undefined ? none : formatUsd(item.usdPerMonth);
  };
  const ofDifferences = (format: (comparison: (typeof comparisons)[number]) => string) =>
    variants.map((variant) => {
      const found = comparisons.find((one) => one.variant === nameVariant(variants, variant));
      return found === undefined ? none : format(found);
    });
  return {
    items: names.map((name) => [name, ...variants.map(({ items }) => cellOf(items, name))] as const),
    sums: variants.map(({ usdPerMonth }) => formatUsd(usdPerMonth)),
    totals: variants.map(({ totalUsdPerMonth }) => formatUsd(totalUsdPerMonth)),
    perUser: variants.map(({ totalUsdPerUser: usd }) => (usd === null ? none : formatRounded(usd))),
    differences: ofDifferences(({ differenceUsdPerMonth: usd }) => `${usd > 0 ? "+" : ""}${formatUsd(usd)}`),
    estimates: ofDifferences((one) => formatDifference(one.differenceUsdPerMonth, one.differenceRange)),
  };
}

/** The break-even of each comparison: a row for the given number of users, then one for each other. */
export function tabulateBreakEven({ inputs, comparisons }: CostComparison) {
  const curve = comparisons[0]?.breakEvenCurve ?? [];
  return {
    heads: comparisons.map(({ variant, against }) => `${variant} against ${against}`),
    rows: [
      [
        `${formatNumber(inputs.users)} (as given)`,
        ...comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)),
      ],
      ...curve.flatMap(({ users }, i) => {
        const points = comparisons.flatMap(({ breakEvenCurve }) => breakEvenCurve[i] ?? []);
        const cells = points.map(({ requestsPerUser, range }) => formatRequests(requestsPerUser, range));
        return users === inputs.users ? [] : [[formatNumber(users), ...cells]];
      }),
    ],
    formulas: comparisons.map(({ breakEvenFormula: formula, breakEvenRange }) => ({
      formula: formatFormula(formula),
      result: roundRequests(formula.requestsPerUser, breakEvenRange),
    })),
  };
}

function formatFormula({ premiumUsdPerUser, triggerUsdPerUser, missRate, ...of }: BreakEvenFormula): string {
  const usd = formatRounded;
  const always = of.usdPerRequest === undefined ? "" : ` + ${usd(of.usdPerRequest)}`;
  return `(${usd(premiumUsdPerUser)} + ${usd(triggerUsdPerUser)}) / (${formatNumber(missRate, 6)} x ${usd(of.usdPerAuthorization)}${always})`;
}

/** An input's value with its unit. */
export const formatInput = (name: NumericInputName, value: number, digits = 4): string =>
  `${formatNumber(value, digits)} ${numericInputs[name].unit}`;

/** What is switched on, as it follows the other inputs. */
export function describeFeatures({ claims, userDirectory, permissionMap }: CostComparison["inputs"]): string {
  return [
    ...(claims === "off" ? [] : [claims === "id" ? "; claims in ID tokens" : "; claims in access tokens"]),
    ...(userDirectory === "off" ? [] : ["; user directory on"]),
    ...(permissionMap === "bundled" ? [] : ["; permission map in a parameter"]),
  ].join("");
}
