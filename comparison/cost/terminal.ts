import type { CostComparison } from "./comparison";
import type { Sides } from "./difference";
import { numericInputNames, numericInputs } from "./inputs";
import { formatNumber, formatUsd } from "./money";
import { describeFeatures, formatInput, tabulateBreakEven, tabulateItems } from "./tables";
import { nameVariant } from "./variants";

const NAME_WIDTH = 30;
/** Width of a column with short texts. */
const COLUMN_WIDTH = 28;
/** Width of a figure with its range. */
const RANGE_WIDTH = 34;
const GAP = 2;
const MAX_SENSITIVITIES = 6;
const RANGES = "In parentheses: best to worst case if every assumed input is halved or doubled";

export interface TerminalOptions {
  readonly isColored: boolean;
  /** Whose durations the figures are of. */
  readonly durations: string | undefined;
  /** Undefined where nothing is compared. */
  readonly sides: Sides | undefined;
}

/** The comparison as text: shared costs, then the others side by side, then the basis of the figures. */
export function formatComparison(comparison: CostComparison, { isColored, durations, sides }: TerminalOptions): string {
  const { prices, warnings, sentence } = comparison;
  const warn = (text: string) => (isColored ? `\x1b[33m! ${text}\x1b[0m` : `! ${text}`);
  return [
    `One month in ${prices.region}, in USD, by the price list "${prices.id}": ${prices.description}.`,
    describeInputs(comparison),
    ...warnings.map(warn),
    "",
    ...formatShared(comparison),
    "",
    ...formatVariants(comparison, sides),
    ...(sides === undefined ? [] : ["", ...formatBreakEven(comparison, sides)]),
    ...(durations === undefined ? [] : ["", durations]),
    "",
    ...formatSensitivities(comparison),
    "",
    sentence,
    "",
    ...formatBasis(comparison),
  ].join("\n");
}

const row = (name: string, cells: readonly string[], width = COLUMN_WIDTH) =>
  `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(width)).join("")}`;

/** At least as wide as the longest heading. */
const fitWidth = (width: number, heads: readonly string[]) => Math.max(width, ...heads.map((head) => head.length + GAP));

function describeInputs({ inputs }: CostComparison): string {
  const { users, requestsPerUser, signInsPerUser, refreshesPerUser, cacheHitRate, functionMemoryMb, functionArchitecture } =
    inputs;
  const each = [
    `${formatNumber(requestsPerUser, 2)} requests`,
    `${formatNumber(signInsPerUser, 2)} sign-ins`,
    `${formatNumber(refreshesPerUser, 2)} refreshes`,
  ];
  return (
    `${formatNumber(users)} users with ${each.join(", ")} each; cache hit rate ${cacheHitRate}; ${functionMemoryMb} MB on ` +
    `${functionArchitecture}; free tiers ${inputs.hasFreeTiers ? "on" : "off"}; account of ${inputs.accountCreatedOn}${describeFeatures(inputs)}.`
  );
}

function formatShared({ shared }: CostComparison): readonly string[] {
  return [
    "Paid under every strategy",
    ...shared.items.map(({ name, usdPerMonth }) => row(name, [formatUsd(usdPerMonth)])),
    row("sum", [formatUsd(shared.usdPerMonth)]),
  ];
}

function formatVariants(comparison: CostComparison, sides: Sides | undefined): readonly string[] {
  const { variants } = comparison;
  const { items, sums, totals, perUser, differences, estimates } = tabulateItems(comparison, "-");
  const width = fitWidth(
    COLUMN_WIDTH,
    variants.flatMap(({ strategy, variant }) => [strategy, variant]),
  );
  const wide = (name: string, cells: readonly string[]) => row(name, cells, width);
  return [
    wide(
      "Paid by one strategy only",
      variants.map(({ strategy }) => strategy),
    ).trimStart(),
    wide(
      "",
      variants.map(({ variant }) => variant),
    ),
    ...items.map(([name, ...cells]) => wide(name, cells)),
    wide("sum", sums),
    wide("with what is shared", totals),
    wide("  for each user", perUser),
    ...(sides === undefined ? [] : [wide(`more than ${sides.baseline}`, differences), wide("  about", estimates)]),
    "  Items are in cents so that sums add up, not because they are that precise.",
    `  ${RANGES}.`,
    ...variants.map((variant) => `  ${nameVariant(variants, variant)}: ${variant.description}`),
  ];
}

function formatBreakEven(comparison: CostComparison, sides: Sides): readonly string[] {
  const { heads, rows, formulas } = tabulateBreakEven(comparison);
  const width = fitWidth(RANGE_WIDTH, heads);
  return [
    `Break-even: requests per user from which ${sides.variants} cost no more than ${sides.baseline}`,
    `  ${RANGES}.`,
    row("users", heads, width),
    ...rows.map(([users = "", ...cells]) => row(users, cells, width)),
    "  = (premium of the plan + trigger, USD a user) / (miss rate x USD an authorization); at first steps, without Lambda's free tiers:",
    ...formulas.map(({ formula, result }, i) => `  ${comparison.comparisons[i]?.variant}: ${formula} = ${result}`),
  ];
}

function formatSensitivities({ comparisons }: CostComparison): readonly string[] {
  return comparisons.flatMap(({ variant, sensitivities }) => {
    const moving = sensitivities.filter(({ swingUsdPerMonth }) => swingUsdPerMonth > 0);
    const shown = moving.slice(0, MAX_SENSITIVITIES);
    const rest = sensitivities.length - shown.length;
    return [
      `Sensitivity of ${variant}: the difference if one input is halved or doubled`,
      ...shown.map(({ input, half, double, swingUsdPerMonth }) =>
        row(input, [
          `${formatInput(input, half.value)}: ${formatUsd(half.differenceUsdPerMonth)}`,
          `${formatInput(input, double.value)}: ${formatUsd(double.differenceUsdPerMonth)}`,
          `swing ${formatUsd(swingUsdPerMonth)}`,
        ]),
      ),
      `  and ${rest} others, each by less${moving.length > shown.length ? "" : " than a cent"}`,
    ];
  });
}

function formatBasis({ prices, inputs, assumptions, leftOut }: CostComparison): readonly string[] {
  const readings = prices.readings.map(
    ({ name, confidence, readOn, ageDays, source, note }) =>
      `  ${name}: ${confidence}, read ${readOn} (${ageDays} days ago), ${source}${note === undefined ? "" : `; ${note}`}`,
  );
  const defaults = numericInputNames
    .filter((name) => inputs[name] === numericInputs[name].default)
    .map((name) => `  ${name} ${formatInput(name, inputs[name], 3)}: ${numericInputs[name].basis}`);
  return [
    `Prices, the oldest read on ${prices.readOn}; "reported" is not from AWS's own page, "recalled" is from memory`,
    ...readings,
    "",
    "Inputs at their defaults",
    ...defaults,
    "",
    "Assumptions",
    ...assumptions.map((text) => `  ${text}`),
    "",
    "Left out",
    ...leftOut.map((text) => `  ${text}`),
  ];
}
