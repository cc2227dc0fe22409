/**
 * How sure a price is. `documented`: AWS's own page says it, read directly or in a dated transcription. `reported`: somebody else
 * wrote it down. `recalled`: known from memory and not read anywhere again.
 */
export type Confidence = "documented" | "reported" | "recalled";

/** One step of a price: it holds for the units up to and including the bound, counted from the month's first unit. */
export interface Tier {
  readonly upToUnits: number;
  readonly usd: number;
  readonly confidence: Confidence;
}

/** Units that cost nothing: the month's first ones. */
interface FreeTier {
  readonly units: number;
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
  readonly freeTier?: FreeTier;
  /** What accounts have that are older than the day, instead of `freeTier`. */
  readonly olderAccounts?: FreeTier & { readonly createdBefore: string; readonly source: string };
  readonly source: string;
  /** The day on which the source was read or, for a source that was read in a copy, the day that it says itself. */
  readonly readOn: string;
  readonly note?: string;
}

/** What decides whether units are free. */
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
 * What `units` cost, not rounded, when `unitsBefore` of the same kind were used up already. Those before take the free tier and the
 * dearer steps; so a strategy pays what it adds to the bill, whatever is on it anyway. Each step is multiplied by its own units, for
 * a difference of two sums would lose digits.
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

/** A unit at the price's first step. */
export const usdPerUnit = ({ tiers, perUnits }: Price): number => (tiers[0]?.usd ?? 0) / perUnits;

/** How sure the price is and, where they differ, its further steps and its free tiers. */
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
