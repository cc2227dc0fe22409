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
