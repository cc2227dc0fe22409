import { computeBill, itemsOf, sumUsd, type VariantBill } from "./bill";
import type { CostInputs } from "./inputs";
import type { PriceList } from "./price-list";

/** The variants of `access-token-scopes`, and the authorizer's that each of them is held against. */
export function splitVariants<T extends Pick<VariantBill, "strategy">>(
  variants: readonly T[],
): { scopes: readonly T[]; authorizer: T } {
  const authorizer = variants.find(({ strategy }) => strategy === "id-token-lambda-authorizer");
  if (authorizer === undefined) throw new TypeError("a price list needs a variant of id-token-lambda-authorizer");
  return { scopes: variants.filter(({ strategy }) => strategy === "access-token-scopes"), authorizer };
}

/** The two sides of one comparison, not rounded. */
export function computeSides(
  list: PriceList,
  inputs: CostInputs,
  variant: string,
): { scopes: VariantBill; authorizer: VariantBill } {
  const { scopes, authorizer } = splitVariants(computeBill(list, inputs).variants);
  const found = scopes.find((candidate) => candidate.variant === variant);
  if (found === undefined) {
    const known = scopes.map((candidate) => `"${candidate.variant}"`).join(" or ");
    throw new RangeError(`the variant is "${variant}"; the price list "${list.id}" has ${known}`);
  }
  return { scopes: found, authorizer };
}

/** How much more the variant of `access-token-scopes` costs a month than the authorizer, not rounded. Shared items cancel out. */
export function computeDifferenceUsd(list: PriceList, inputs: CostInputs, variant: string): number {
  const { scopes, authorizer } = computeSides(list, inputs, variant);
  return sumUsd(itemsOf(scopes)) - sumUsd(itemsOf(authorizer));
}
