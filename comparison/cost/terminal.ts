import type { CostComparison, CostItem } from "./comparison";
import { type NumericInputName, numericInputNames, numericInputs } from "./inputs";
import { formatNumber, formatUsd } from "./money";

const NAME_WIDTH = 30;
const COLUMN_WIDTH = 28;
const MAX_SENSITIVITIES = 6;

export interface TerminalOptions {
  readonly isColored: boolean;
}

/** The comparison for people: what is shared once, then what is not side by side, and what stands behind the figures. */
export function formatComparison(comparison: CostComparison, { isColored }: TerminalOptions): string {
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
    row("  for each user", ...variants.map(({ totalUsdPerUser: usd }) => (usd === null ? "-" : formatNumber(usd, 6)))),
    row(
      "more than the authorizer",
      ...variants.map(({ variant }) => ofVariant(variant, (of) => signed(of.differenceUsdPerMonth))),
    ),
    ...variants.map(({ variant, description }) => `  ${variant}: ${description}`),
  ];
}

const formatRequests = (requests: number | null) => (requests === null ? "never" : formatNumber(Math.ceil(requests)));

function formatBreakEven({ inputs, comparisons }: CostComparison): readonly string[] {
  const users = comparisons[0]?.breakEvenCurve.map((point) => point.users) ?? [];
  const formulas = comparisons.map(({ variant, breakEvenFormula: of }) => {
    const usd = (value: number) => formatNumber(value, 9);
    const parts = `(${usd(of.premiumUsdPerUser)} + ${usd(of.triggerUsdPerUser)}) / (${formatNumber(of.missRate, 6)} x ${usd(of.usdPerAuthorization)})`;
    return `  ${variant}: ${parts} = ${formatRequests(of.requestsPerUser)}`;
  });
  return [
    "Break-even: from so many requests of each user on, the scopes cost no more than the authorizer",
    row("users", ...comparisons.map(({ variant, against }) => `${variant} against ${against}`)),
    row(
      `${formatNumber(inputs.users)} (as given)`,
      ...comparisons.map(({ breakEvenRequestsPerUser }) => formatRequests(breakEvenRequestsPerUser)),
    ),
    ...users.flatMap((count, i) => {
      if (count === inputs.users) return [];
      const requests = comparisons.map(({ breakEvenCurve }) => formatRequests(breakEvenCurve[i]?.requestsPerUser ?? null));
      return [row(formatNumber(count), ...requests)];
    }),
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
