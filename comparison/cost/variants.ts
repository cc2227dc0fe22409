import type { FunctionCosts } from "../../strategies/costs";
import type { StrategyDescription } from "../../strategies/description";
import type { Price, PriceList } from "./price";

export type PricedStrategy = Pick<StrategyDescription, "costs" | "name">;

/** Basis of bills: the strategies and AWS's prices. */
export interface CostModel {
  readonly list: PriceList;
  readonly strategies: readonly PricedStrategy[];
}

/** A variant of a strategy with the prices of its user pool. */
export interface Variant {
  readonly strategy: string;
  readonly variant: string;
  readonly description: string;
  readonly users: Price;
  /** Undefined where it is off, or is in the price of the users. */
  readonly advancedSecurity: Price | undefined;
  readonly functions: readonly FunctionCosts[];
}

/** Every variant of every strategy, in the strategies' order. */
export const findVariants = ({ list, strategies }: CostModel): readonly Variant[] =>
  strategies.flatMap(({ name: strategy, costs: { variants, functions } }) =>
    variants[list.id].map(({ name: variant, description, users, hasAdvancedSecurityCharge }): Variant => {
      const requirePrice = (price: Price | undefined, what: string): Price => {
        if (price === undefined)
          throw new RangeError(`the price list "${list.id}" has no price for ${what}, which ${strategy} needs`);
        return price;
      };
      return {
        strategy,
        variant,
        description,
        users: requirePrice(list.users[users], `users, "${users}"`),
        advancedSecurity: hasAdvancedSecurityCharge ? requirePrice(list.advancedSecurity, "advanced security") : undefined,
        functions,
      };
    }),
  );

export type VariantName = Pick<Variant, "strategy" | "variant">;

/** `plus`, or `plus (access-token-scopes)` if another strategy has a variant of that name. */
export function nameVariant(variants: readonly VariantName[], { strategy, variant }: VariantName): string {
  const isAmbiguous = variants.some((other) => other.variant === variant && other.strategy !== strategy);
  return isAmbiguous ? `${variant} (${strategy})` : variant;
}
