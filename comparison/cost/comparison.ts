import { type BillItem, computeBill, itemsOf } from "./bill";
import { type BreakEvenFormula, type BreakEvenPoint, deriveBreakEven, findBreakEven, traceBreakEven } from "./break-even";
import { type Pair, pairVariants } from "./difference";
import { summarize } from "./estimate";
import { type CostInputs, findAssumed, type NumericInputName } from "./inputs";
import { formatNumber, toCents, toUsd } from "./money";
import { oldestReading, type PriceReading, readPrices, warnOfAge } from "./price";
import { findBreakEvenRange, findDifferenceRange, type Range, rankSensitivities, type Sensitivity } from "./range";
import { type CostModel, describeImpossible, nameVariant, type Variant } from "./variants";

interface CostItem {
  readonly name: string;
  readonly usdPerMonth: number;
}

interface VariantCost extends Pick<Variant, "description" | "strategy" | "variant"> {
  /** What only this variant pays: the sum of its items. */
  readonly usdPerMonth: number;
  /** With the shared items: the whole bill. */
  readonly totalUsdPerMonth: number;
  /** The whole bill for each user; null without users. */
  readonly totalUsdPerUser: number | null;
  readonly items: readonly CostItem[];
}

/** One variant compared with the baseline, both with unique names. */
export interface VariantComparison {
  readonly variant: string;
  readonly against: string;
  /** How much more the variant costs; below zero it costs less. */
  readonly differenceUsdPerMonth: number;
  readonly differenceRange: { readonly low: number; readonly high: number };
  /** As computed, with more digits than its inputs carry. */
  readonly breakEvenRequestsPerUser: number | null;
  readonly breakEvenRange: Range;
  readonly breakEvenFormula: BreakEvenFormula;
  readonly breakEvenCurve: readonly (BreakEvenPoint & { readonly range: Range })[];
  readonly sensitivities: readonly Sensitivity[];
}

export interface CostComparison {
  readonly prices: {
    readonly id: string;
    readonly description: string;
    /** The day of the oldest reading among them. */
    readonly readOn: string;
    readonly region: string;
    readonly readings: readonly PriceReading[];
  };
  readonly inputs: CostInputs;
  /** Inputs that stand for an estimate. Ranges have each of them at half or double. */
  readonly assumed: readonly NumericInputName[];
  readonly shared: { readonly usdPerMonth: number; readonly items: readonly CostItem[] };
  readonly variants: readonly VariantCost[];
  readonly comparisons: readonly VariantComparison[];
  readonly sentence: string;
  readonly warnings: readonly string[];
  readonly assumptions: readonly string[];
  readonly leftOut: readonly string[];
}

const CURVE_USERS = [1_000, 10_000, 20_000, 50_000, 100_000, 500_000, 1_000_000, 10_000_000];

/** The monthly cost, rounded to the cent. `today` (YYYY-MM-DD) determines the age of the prices. */
export function compareCosts(
  model: CostModel,
  inputs: CostInputs,
  today: string,
  assumed: readonly NumericInputName[] = findAssumed({}),
): CostComparison {
  const { list } = model;
  const bill = computeBill(model, inputs);
  const shared = roundItems(bill.shared);
  const variants = bill.variants.map(({ pool, guard, ...variant }): VariantCost => {
    const own = roundItems(itemsOf({ pool, guard }));
    const totalCents = shared.cents + own.cents;
    const totalUsdPerUser = inputs.users === 0 ? null : toUsd(totalCents) / inputs.users;
    return { ...variant, usdPerMonth: toUsd(own.cents), totalUsdPerMonth: toUsd(totalCents), totalUsdPerUser, items: own.items };
  });
  const centsOf = (one: Variant) =>
    toCents(variants.find(({ strategy, variant }) => strategy === one.strategy && variant === one.variant)?.usdPerMonth ?? 0);
  const compared = pairVariants(model, inputs).map((pair) => {
    const differenceUsdPerMonth = toUsd(centsOf(pair.variant) - centsOf(pair.baseline));
    const names = { variant: nameVariant(variants, pair.variant), against: nameVariant(variants, pair.baseline) };
    return { pair, comparison: { ...names, ...comparePair(pair, inputs, assumed, differenceUsdPerMonth) } };
  });
  return {
    prices: {
      id: list.id,
      description: list.description,
      readOn: oldestReading(list),
      region: list.restRequests.region,
      readings: readPrices(list, today),
    },
    inputs,
    assumed,
    shared: { usdPerMonth: toUsd(shared.cents), items: shared.items },
    variants,
    comparisons: compared.map(({ comparison }) => comparison),
    sentence: summarize(
      inputs,
      compared.map(({ pair, comparison }) => ({ ...comparison, strategy: pair.variant.strategy, variant: pair.variant.variant })),
      describeBaseline(variants, compared[0]?.pair.baseline),
    ),
    warnings: [...warnOfAge(list, today), ...describeImpossible(model, inputs), ...findDoubts(inputs)],
    assumptions: [...assumptions, ...assumeOfFeatures(inputs)],
    leftOut: [...leftOut, ...(inputs.userDirectory === "on" ? [LEFT_OUT_OF_DIRECTORY] : [])],
  };
}

function comparePair(pair: Pair, inputs: CostInputs, assumed: readonly NumericInputName[], differenceUsdPerMonth: number) {
  const question = { pair, inputs, assumed };
  const breakEven = findBreakEven(pair, inputs);
  const curve = traceBreakEven(pair, inputs, CURVE_USERS);
  return {
    differenceUsdPerMonth,
    differenceRange: roundRange(findDifferenceRange(question), differenceUsdPerMonth),
    breakEvenRequestsPerUser: breakEven,
    breakEvenRange: findBreakEvenRange(question, breakEven),
    breakEvenFormula: deriveBreakEven(pair, inputs),
    breakEvenCurve: curve.map(({ users, requestsPerUser }) => {
      const ofUsers = { ...question, inputs: { ...inputs, users } };
      return { users, requestsPerUser, range: findBreakEvenRange(ofUsers, requestsPerUser) };
    }),
    sensitivities: rankSensitivities(pair, inputs),
  };
}

/** The strategy, with the variant if there are several. */
function describeBaseline(variants: readonly VariantCost[], baseline: Pick<Variant, "strategy" | "variant"> | undefined): string {
  const [{ strategy, variant } = { strategy: "", variant: "" }] = [baseline, ...variants].filter((one) => one !== undefined);
  const hasSeveral = variants.filter((one) => one.strategy === strategy).length > 1;
  return hasSeveral ? `${strategy} on ${variant}` : strategy;
}

/** To the cent, including the difference, which is computed from rounded items. */
function roundRange({ low, high }: { readonly low: number; readonly high: number }, usd: number) {
  return { low: Math.min(usd, toUsd(toCents(low))), high: Math.max(usd, toUsd(toCents(high))) };
}

function roundItems(items: readonly BillItem[]): { readonly items: readonly CostItem[]; readonly cents: number } {
  const rounded = items.map(({ name, usd }) => ({ name, cents: toCents(usd) }));
  return {
    items: rounded.map(({ name, cents }) => ({ name, usdPerMonth: toUsd(cents) })),
    cents: rounded.reduce((sum, { cents }) => sum + cents, 0),
  };
}

/** The model's assumptions with their confidence. Defaults of inputs state their own basis. */
const assumptions: readonly string[] = [
  "The account has no other use: all free tiers and steps are this API's. The pets function uses them first, then the strategy.",
  "One user pool, direct or social sign-in; users of SAML or OIDC cost 0.015 USD each above 50 in every plan.",
  "Every request is authorized and billed. AWS reportedly does not charge REST requests that an authorizer refuses (recalled, not verified).",
  "A request reads or writes one item of one request unit; a list of more than 4 KB reads more.",
  "Stored logs are as large as ingested ones, a GB has 10^9 bytes, and a month has 30 days.",
];

/** The default of `permissionMapTtlSeconds`. */
const MAP_TTL_SECONDS = 60;
/** Of an instance that is always in use. */
const MAP_READS_PER_MONTH = (30 * 86_400) / MAP_TTL_SECONDS;

const assumeOfFeatures = ({ claims, userDirectory, permissionMap }: CostInputs): readonly string[] => [
  ...(claims === "off" && userDirectory === "off"
    ? []
    : ["The trigger takes as long under every strategy, with claims and a directory as without: pass your own triggerMs."]),
  ...(userDirectory === "off"
    ? []
    : ["Each sign-in and each refresh reads one record of up to 4 KB from the directory, consistently: one request unit."]),
  ...(permissionMap === "bundled"
    ? []
    : [
        "Parameter Store charges neither a standard parameter nor its reads at standard throughput (documented: docs.aws.amazon.com/" +
          "systems-manager/latest/userguide/parameter-store-advanced-parameters.html and parameter-store-throughput.html, read 2026-11). " +
          `A function reads the map at most once a call, and each of its instances at most ${formatNumber(MAP_READS_PER_MONTH)} times a ` +
          `month while the parameter answers (permissionMapTtlSeconds ${MAP_TTL_SECONDS}).`,
      ]),
];

const LEFT_OUT_OF_DIRECTORY =
  "the directory's storage, and a write and a call of the post-confirmation trigger for each user who signs up";

const leftOut: readonly string[] = [
  "support plans, taxes, credits, savings plans and negotiated prices",
  "offers of the first 12 months, and any always-free storage of DynamoDB",
  "data transfer, WAF, X-Ray, KMS, custom domains, alarms",
  "API Gateway's own logs and cache, point-in-time recovery and backups of the table",
  "mails, SMS, machine-to-machine tokens, and paid increases of Cognito quotas",
  "legacy pools on lite that keep the V2_0 trigger of advanced security",
  "calls that are refused or repeated, and the page or app in front of the API",
  "the work of writing, running and monitoring either",
];

/** Implausible combinations of valid inputs. */
function findDoubts({ requestsPerUser, cacheHitRate, signInsPerUser, refreshesPerUser, users }: CostInputs): readonly string[] {
  const missesPerUser = requestsPerUser * (1 - cacheHitRate);
  const tokensPerUser = signInsPerUser + refreshesPerUser;
  // A token's first request always misses.
  if (users === 0 || requestsPerUser === 0 || missesPerUser > tokensPerUser - 1e-6) return [];
  return [
    `each user gets ${tokensPerUser} tokens and misses the authorizer's cache ${Number(missesPerUser.toFixed(2))} times, but a token's ` +
      "first request always misses: the hit rate is too high, unless tokens are left unused",
  ];
}
