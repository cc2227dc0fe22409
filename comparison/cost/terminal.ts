import type { BreakEvenFormula } from "./break-even";
import type { CostComparison, CostItem } from "./comparison";
import type { Sides } from "./difference";
import { formatDifference, formatRequests, formatRounded, roundRequests } from "./estimate";
import { type NumericInputName, numericInputNames, numericInputs } from "./inputs";
import { formatNumber, formatUsd } from "./money";
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
    `${functionArchitecture}; free tiers ${inputs.hasFreeTiers ? "on" : "off"}; account of ${inputs.accountCreatedOn}.`
  );
}

function formatShared({ shared }: CostComparison): readonly string[] {
  return [
    "Paid under every strategy",
    ...shared.items.map(({ name, usdPerMonth }) => row(name, [formatUsd(usdPerMonth)])),
    row("sum", [formatUsd(shared.usdPerMonth)]),
  ];
}

function formatVariants({ variants, comparisons }: CostComparison, sides: Sides | undefined): readonly string[] {
  const items = [...new Set(variants.flatMap((variant) => variant.items.map(({ name }) => name)))];
  const names = variants.map((variant) => nameVariant(variants, variant));
  const heads = variants.flatMap(({ strategy, variant }) => [strategy, variant]);
  const width = fitWidth(COLUMN_WIDTH, heads);
  const ofVariants = (name: string, format: (variant: (typeof variants)[number]) => string) =>
    row(name, variants.map(format), width);
  const usdOf = (all: readonly CostItem[], name: string) => {
    const item = all.find((candidate) => candidate.name === name);
    return item === undefined ? "-" : formatUsd(item.usdPerMonth);
  };
  const ofDifferences = (name: string, format: (difference: (typeof comparisons)[number]) => string) =>
    row(
      name,
      names.map((variant) => {
        const found = comparisons.find((candidate) => candidate.variant === variant);
        return found === undefined ? "-" : format(found);
      }),
      width,
    );
  const signed = (usd: number) => `${usd > 0 ? "+" : ""}${formatUsd(usd)}`;
  const differences =
    sides === undefined
      ? []
      : [
          ofDifferences(`more than ${sides.baseline}`, (of) => signed(of.differenceUsdPerMonth)),
          ofDifferences("  about", (of) => formatDifference(of.differenceUsdPerMonth, of.differenceRange)),
        ];
  return [
    ofVariants("Paid by one strategy only", ({ strategy }) => strategy).trimStart(),
    ofVariants("", ({ variant }) => variant),
    ...items.map((name) => ofVariants(name, (variant) => usdOf(variant.items, name))),
    ofVariants("sum", ({ usdPerMonth }) => formatUsd(usdPerMonth)),
    ofVariants("with what is shared", ({ totalUsdPerMonth }) => formatUsd(totalUsdPerMonth)),
    ofVariants("  for each user", ({ totalUsdPerUser: usd }) => (usd === null ? "-" : formatRounded(usd))),
    ...differences,
    "  Items are in cents so that sums add up, not because they are that precise.",
    `  ${RANGES}.`,
    ...variants.map(({ description }, i) => `  ${names[i]}: ${description}`),
  ];
}

function formatBreakEven({ inputs, comparisons }: CostComparison, sides: Sides): readonly string[] {
  const heads = comparisons.map(({ variant, against }) => `${variant} against ${against}`);
  const width = fitWidth(RANGE_WIDTH, heads);
  const users = comparisons[0]?.breakEvenCurve.map((point) => point.users).filter((count) => count !== inputs.users) ?? [];
  const pointOf = (curve: (typeof comparisons)[number]["breakEvenCurve"], count: number) => {
    const point = curve.find((one) => one.users === count);
    return point === undefined ? "-" : formatRequests(point.requestsPerUser, point.range);
  };
  const formulas = comparisons.map(({ variant, breakEvenFormula, breakEvenRange }) => {
    const { requestsPerUser } = breakEvenFormula;
    return `  ${variant}: ${formatFormula(breakEvenFormula)} = ${roundRequests(requestsPerUser, breakEvenRange)}`;
  });
  return [
    `Break-even: requests per user from which ${sides.variants} cost no more than ${sides.baseline}`,
    `  ${RANGES}.`,
    row("users", heads, width),
    row(
      `${formatNumber(inputs.users)} (as given)`,
      comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)),
      width,
    ),
    ...users.map((count) =>
      row(
        formatNumber(count),
        comparisons.map(({ breakEvenCurve }) => pointOf(breakEvenCurve, count)),
        width,
      ),
    ),
    "  = (premium of the plan + trigger, USD a user) / (miss rate x USD an authorization); at first steps, without Lambda's free tiers:",
    ...formulas,
  ];
}

function formatFormula({ premiumUsdPerUser, triggerUsdPerUser, missRate, ...of }: BreakEvenFormula): string {
  const usd = formatRounded;
  const always = of.usdPerRequest === undefined ? "" : ` + ${usd(of.usdPerRequest)}`;
  return `(${usd(premiumUsdPerUser)} + ${usd(triggerUsdPerUser)}) / (${formatNumber(missRate, 6)} x ${usd(of.usdPerAuthorization)}${always})`;
}

function formatSensitivities({ comparisons }: CostComparison): readonly string[] {
  const formatInput = (input: NumericInputName, value: number) => `${formatNumber(value, 4)} ${numericInputs[input].unit}`;
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
    .map((name) => `  ${name} ${formatNumber(inputs[name], 3)} ${numericInputs[name].unit}: ${numericInputs[name].basis}`);
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
