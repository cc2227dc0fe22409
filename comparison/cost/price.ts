import type { PriceListId, UserPriceName } from "../../strategies/costs";

/**
 * Confidence in a price. `documented`: from AWS's own page, read directly or in a dated transcription. `reported`: from a third party.
 * `recalled`: from memory.
 */
export type Confidence = "documented" | "reported" | "recalled";

/** One price tier: applies to units up to and including the bound, counted from the month's first unit. */
export interface Tier {
  readonly upToUnits: number;
  readonly usd: number;
  readonly confidence: Confidence;
}

export interface Price {
  readonly name: string;
  readonly region: string;
  /** What is counted, in the plural. */
  readonly unit: string;
  /** How many units the steps' `usd` buys: prices stand here as they are published. */
  readonly perUnits: number;
  /** Ascending; the last bound is infinite. */
  readonly tiers: readonly Tier[];
  /** Free units at the start of each month. */
  readonly freeTier?: { readonly units: number; readonly confidence: Confidence };
  /** What accounts have that are older than the day, instead of `freeTier`. */
  readonly olderAccounts?: Required<Price>["freeTier"] & { readonly createdBefore: string; readonly source: string };
  readonly source: string;
  /** The day on which the source was read or, for a source that was read in a copy, the day that it says itself. */
  readonly readOn: string;
  readonly note?: string;
}

/** Conditions for free units. */
export interface BillingTerms {
  readonly hasFreeTiers: boolean;
  readonly accountCreatedOn: string;
}

function freeUnitsOf({ freeTier, olderAccounts }: Price, { hasFreeTiers, accountCreatedOn }: BillingTerms): number {
  if (!hasFreeTiers) return 0;
  const isOlder = olderAccounts !== undefined && accountCreatedOn < olderAccounts.createdBefore;
  return (isOlder ? olderAccounts.units : freeTier?.units) ?? 0;
}

/**
 * The unrounded cost of `units` after `unitsBefore` of the same kind. Those before use up the free tier and the expensive tiers, so that
 * a strategy pays exactly what it adds to the bill. Each tier is multiplied separately, because a difference of two sums would lose
 * digits.
 */
export function chargeUsd(price: Price, terms: BillingTerms, units: number, unitsBefore = 0): number {
  const from = Math.max(freeUnitsOf(price, terms), unitsBefore);
  const to = unitsBefore + units;
  let usd = 0;
  let floor = 0;
  for (const tier of price.tiers) {
    const unitsInTier = Math.min(to, tier.upToUnits) - Math.max(from, floor);
    if (unitsInTier > 0) usd += (unitsInTier * tier.usd) / price.perUnits;
    floor = tier.upToUnits;
  }
  return usd;
}

/** One unit at the first tier. */
export const usdPerUnit = ({ tiers, perUnits }: Price): number => (tiers[0]?.usd ?? 0) / perUnits;

/** Confidence of the price and, if different, of its further tiers and free tiers. */
export function describeConfidence({
  tiers,
  freeTier,
  olderAccounts,
}: Pick<Price, "tiers" | "freeTier" | "olderAccounts">): string {
  const [first, ...further] = tiers.map(({ confidence }) => confidence);
  const parts = [
    ["higher steps ", ...new Set(further)],
    ["free tier ", freeTier?.confidence],
    ["older accounts' free tier ", olderAccounts?.confidence],
  ].flatMap(([of, ...confidences]) =>
    confidences
      .filter((confidence) => confidence !== undefined && confidence !== first)
      .map((confidence) => `${of}${confidence}`),
  );
  return parts.length === 0 ? `${first}` : `${first} (${parts.join(", ")})`;
}

/** AWS's prices of everything that the strategies use, at one point in time. */
export interface PriceList {
  readonly id: PriceListId;
  readonly description: string;
  /** Whether AWS no longer asks these prices. */
  readonly isHistorical: boolean;
  /**
   * Whether a cold start's INIT phase is paid for zip functions on managed runtimes: since 2025-08-01.
   * Source: aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase (documented), read 2026-11.
   */
  readonly isInitBilled: boolean;
  readonly users: Readonly<Partial<Record<UserPriceName, Price>>>;
  /** On top of the users; undefined where it is in the price of a plan. */
  readonly advancedSecurity?: Price;
  readonly restRequests: Price;
  readonly lambdaRequests: Price;
  readonly lambdaCompute: { readonly arm64: Price; readonly x86_64: Price };
  readonly logIngestion: Price;
  readonly logStorage: Price;
  readonly tableReads: Price;
  readonly tableWrites: Price;
  readonly tableStorage: Price;
}

/** Every distinct price of a list, in the order of the bill. */
export function pricesOf(list: PriceList): readonly Price[] {
  const { users, advancedSecurity, restRequests, lambdaRequests, lambdaCompute, logIngestion, logStorage } = list;
  return [
    ...Object.values(users),
    ...(advancedSecurity === undefined ? [] : [advancedSecurity]),
    restRequests,
    lambdaRequests,
    lambdaCompute.arm64,
    lambdaCompute.x86_64,
    logIngestion,
    logStorage,
    list.tableReads,
    list.tableWrites,
    list.tableStorage,
  ];
}

const DAY_MS = 86_400_000;
const MAX_AGE_DAYS = 90;

/** A price for output. */
export interface PriceReading extends Price {
  readonly confidence: string;
  readonly ageDays: number;
}

const ageDaysOf = (readOn: string, today: string) => Math.round((Date.parse(today) - Date.parse(readOn)) / DAY_MS);

export const readPrices = (list: PriceList, today: string): readonly PriceReading[] =>
  pricesOf(list).map((price) => ({ ...price, confidence: describeConfidence(price), ageDays: ageDaysOf(price.readOn, today) }));

/** The oldest reading: a list is as old as its oldest price. */
export const oldestReading = (list: PriceList): string =>
  pricesOf(list)
    .map(({ readOn }) => readOn)
    .sort()[0] ?? "";

/** Warns about outdated prices. A historical list does not age. */
export function warnOfAge(list: PriceList, today: string): readonly string[] {
  if (list.isHistorical) return [`the list "${list.id}" is history: AWS no longer asks these prices`];
  const stale = readPrices(list, today).filter(({ ageDays }) => ageDays > MAX_AGE_DAYS);
  if (stale.length === 0) return [];
  const named = stale.map(({ name, ageDays }) => `${name} (${ageDays})`).join("; ");
  return [
    `prices read more than ${MAX_AGE_DAYS} days ago, with their days: ${named}. Compare them with AWS's pages before you rely on them`,
  ];
}
