import { chargeVariant, itemsOf, sumUsd } from "./bill";
import type { CostInputs, TokenFeatures } from "./inputs";
import { type PriceList, usdPerUnit } from "./price";
import { type CostModel, findVariants, type Variant } from "./variants";

/** A variant and its baseline. The difference is how much more the variant costs; shared items cancel out. */
export interface Pair {
  readonly list: PriceList;
  readonly variant: Variant;
  readonly baseline: Variant;
}

/**
 * Compares every variant with the one whose users are cheapest, by the list's first price tier including advanced security if charged;
 * the first one if several are equal.
 */
export function pairVariants(model: CostModel, features: TokenFeatures): readonly Pair[] {
  const variants = findVariants(model, features);
  const [baseline] = variants.toSorted((a, b) => usdPerUser(a) - usdPerUser(b));
  if (baseline === undefined) return [];
  return variants.filter((variant) => variant !== baseline).map((variant) => ({ list: model.list, variant, baseline }));
}

/** Names of both sides for sentences. */
export interface Sides {
  /** `the scopes`, or several joined. */
  readonly variants: string;
  readonly baseline: string;
}

/** Undefined if there is only one variant. */
export function describeSides(model: CostModel, features: TokenFeatures): Sides | undefined {
  const pairs = pairVariants(model, features);
  const nounOf = (name: string | undefined) => model.strategies.find((one) => one.name === name)?.costs.noun ?? "";
  const strategies = new Set(pairs.map(({ variant }) => variant.strategy));
  if (strategies.size === 0) return undefined;
  return {
    variants: new Intl.ListFormat("en-GB").format(new Set(Array.from(strategies, nounOf))),
    baseline: nounOf(pairs[0]?.baseline.strategy),
  };
}

const usdPerUser = ({ users, advancedSecurity }: Variant): number =>
  usdPerUnit(users) + (advancedSecurity === undefined ? 0 : usdPerUnit(advancedSecurity));

/** How much more per month the variant costs than the baseline, unrounded. */
export function computeDifferenceUsd({ list, variant, baseline }: Pair, inputs: CostInputs): number {
  const [usd, baselineUsd] = [variant, baseline].map((one) => sumUsd(itemsOf(chargeVariant(one, list, inputs))));
  return (usd ?? 0) - (baselineUsd ?? 0);
}
