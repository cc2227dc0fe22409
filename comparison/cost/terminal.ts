import type { CostComparison, CostItem } from "./comparison";
import { formatDifference, formatRequests, formatRounded, roundRequests } from "./estimate";
import { type NumericInputName, numericInputNames, numericInputs } from "./inputs";
import { formatNumber, formatUsd } from "./money";

const NAME_WIDTH = 30;
const COLUMN_WIDTH = 28;
/** Of a figure with its range. */
const RANGE_WIDTH = 34;
const MAX_SENSITIVITIES = 6;
const RANGES = "In brackets: from the best to the worst if every assumed input is half or double";

export interface TerminalOptions {
  readonly isColored: boolean;
  /** Whose durations the figures are of. */
  readonly durations: string | undefined;
}

/** The comparison for people: what is shared once, then what is not side by side, and what stands behind the figures. */
export function formatComparison(comparison: CostComparison, { isColored, durations }: TerminalOptions): string {
  const { prices, warnings, sentence } = comparison;
  const warn = (text: string) => (isColored ? `\x1b[33m! ${text}\x1b[0m` : `! ${text}`);
  return [
    `One month in ${prices.region}, in USD, by the price list "${prices.id}": ${prices.description}.`,
    describeInputs(comparison),
    ...warnings.map(warn),
    "",
    ...formatShared(comparison),
    "",
    ...formatVariants(comparison),
    "",
    ...formatBreakEven(comparison),
    ...(durations === undefined ? [] : ["", durations]),
    "",
    ...formatSensitivities(comparison),
    "",
    sentence,
    "",
    ...formatBasis(comparison),
  ].join("\n");
}

const row = (name: string, ...cells: readonly string[]) =>
  `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join("")}`;

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
    ...shared.items.map(({ name, usdPerMonth }) => row(name, formatUsd(usdPerMonth))),
    row("sum", formatUsd(shared.usdPerMonth)),
  ];
}

function formatVariants({ variants, comparisons }: CostComparison): readonly string[] {
  const names = [...new Set(variants.flatMap(({ items }) => items.map(({ name }) => name)))];
  const usdOf = (items: readonly CostItem[], name: string) => {
    const item = items.find((candidate) => candidate.name === name);
    return item === undefined ? "-" : formatUsd(item.usdPerMonth);
  };
  const ofVariant = (variant: string, format: (difference: (typeof comparisons)[number]) => string) => {
    const found = comparisons.find((candidate) => candidate.variant === variant);
    return found === undefined ? "-" : format(found);
  };
  const signed = (usd: number) => `${usd > 0 ? "+" : ""}${formatUsd(usd)}`;
  return [
    row("Paid by one strategy only", ...variants.map(({ strategy }) => strategy)).trimStart(),
    row("", ...variants.map(({ variant }) => variant)),
    ...names.map((name) => row(name, ...variants.map(({ items }) => usdOf(items, name)))),
    row("sum", ...variants.map(({ usdPerMonth }) => formatUsd(usdPerMonth))),
    row("with what is shared", ...variants.map(({ totalUsdPerMonth }) => formatUsd(totalUsdPerMonth))),
    row("  for each user", ...variants.map(({ totalUsdPerUser: usd }) => (usd === null ? "-" : formatRounded(usd)))),
    row(
      "more than the authorizer",
      ...variants.map(({ variant }) => ofVariant(variant, (of) => signed(of.differenceUsdPerMonth))),
    ),
    row(
      "  about",
      ...variants.map(({ variant }) =>
        ofVariant(variant, (of) => formatDifference(of.differenceUsdPerMonth, of.differenceRange)),
      ),
    ),
    "  Items are in cents so that sums add up, not because they are known to the cent.",
    `  ${RANGES}.`,
    ...variants.map(({ variant, description }) => `  ${variant}: ${description}`),
  ];
}

function formatBreakEven({ inputs, comparisons }: CostComparison): readonly string[] {
  const wideRow = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(RANGE_WIDTH)).join("")}`;
  const users = comparisons[0]?.breakEvenCurve.map((point) => point.users).filter((count) => count !== inputs.users) ?? [];
  const pointOf = (curve: (typeof comparisons)[number]["breakEvenCurve"], count: number) => {
    const point = curve.find((one) => one.users === count);
    return point === undefined ? "-" : formatRequests(point.requestsPerUser, point.range);
  };
  const formulas = comparisons.map(({ variant, breakEvenFormula: of, breakEvenRange }) => {
    const usd = formatRounded;
    const parts = `(${usd(of.premiumUsdPerUser)} + ${usd(of.triggerUsdPerUser)}) / (${formatNumber(of.missRate, 6)} x ${usd(of.usdPerAuthorization)})`;
    return `  ${variant}: ${parts} = ${roundRequests(of.requestsPerUser, breakEvenRange)}`;
  });
  return [
    "Break-even: from so many requests of each user on, the scopes cost no more than the authorizer",
    `  ${RANGES}.`,
    wideRow(
      "users",
      comparisons.map(({ variant, against }) => `${variant} against ${against}`),
    ),
    wideRow(
      `${formatNumber(inputs.users)} (as given)`,
      comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)),
    ),
    ...users.map((count) =>
      wideRow(
        formatNumber(count),
        comparisons.map(({ breakEvenCurve }) => pointOf(breakEvenCurve, count)),
      ),
    ),
    "  = (premium of the plan + trigger, USD a user) / (miss rate x USD an authorization); at first steps, without Lambda's free tiers:",
    ...formulas,
  ];
}

function formatSensitivities({ comparisons }: CostComparison): readonly string[] {
  const formatInput = (input: NumericInputName, value: number) => `${formatNumber(value, 4)} ${numericInputs[input].unit}`;
  return comparisons.flatMap(({ variant, sensitivities }) => {
    const moving = sensitivities.filter(({ swingUsdPerMonth }) => swingUsdPerMonth > 0);
    const shown = moving.slice(0, MAX_SENSITIVITIES);
    const rest = sensitivities.length - shown.length;
    return [
      `What moves the difference of ${variant} most: half and double of each input, the others as they are`,
      ...shown.map(({ input, half, double, swingUsdPerMonth }) =>
        row(
          `${input}`,
          `${formatInput(input, half.value)}: ${formatUsd(half.differenceUsdPerMonth)}`,
          `${formatInput(input, double.value)}: ${formatUsd(double.differenceUsdPerMonth)}`,
          `swing ${formatUsd(swingUsdPerMonth)}`,
        ),
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
    `Prices, the oldest read on ${prices.readOn}; «reported» is not AWS's own page, «recalled» is from memory`,
    ...readings,
    "",
    "Inputs at their defaults",
    ...defaults,
    "",
    "Taken for granted",
    ...assumptions.map((text) => `  ${text}`),
    "",
    "Left out",
    ...leftOut.map((text) => `  ${text}`),
  ];
}
