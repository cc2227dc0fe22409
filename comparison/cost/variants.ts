import type { FunctionCosts, PriceListId, StrategyCosts } from "../../strategies/costs";
import type { StrategyDescription } from "../../strategies/description";
import type { TokenFeatures } from "./inputs";
import type { Price, PriceList } from "./price";

export type PricedStrategy = Pick<StrategyDescription, "costs" | "name" | "permissionsInToken">;

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

/** The pool's trigger, which every strategy pays for that has one. */
const tokenTrigger: FunctionCosts = {
  name: "pre-token-generation trigger",
  billName: "Trigger",
  calledFor: "token",
  durationInput: "triggerMs",
  timeoutSeconds: 3,
};

/** The functions of a stack with the strategy, apart from those behind the routes. */
export const functionsOf = (
  { permissionsInToken, costs }: PricedStrategy,
  { claims, userDirectory }: TokenFeatures,
): readonly FunctionCosts[] =>
  permissionsInToken === "scopes" || claims !== "off" || userDirectory === "on"
    ? [tokenTrigger, ...costs.functions]
    : costs.functions;

type VariantCosts = StrategyCosts["variants"][PriceListId][number];

/**
 * The cheapest way to have event version V2_0, without which a trigger cannot change access tokens.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
const changesAccessTokens: Readonly<Record<PriceListId, VariantCosts>> = {
  current: {
    name: "essentials",
    description: "plan essentials, advanced security off",
    users: "essentials",
    hasAdvancedSecurityCharge: false,
  },
  "before-2024-11": {
    name: "advanced-security",
    description: "advanced security, which the trigger's event V2_0 needed",
    users: "base",
    hasAdvancedSecurityCharge: true,
  },
};

const canChangeAccessTokens = ({ users, hasAdvancedSecurityCharge }: VariantCosts) =>
  users === "base" ? hasAdvancedSecurityCharge : users !== "lite";

/** A strategy's variants; one that cannot have what tokens are to say gives way to the cheapest that can. */
function choosePlans(listId: PriceListId, { variants }: StrategyCosts, { claims }: TokenFeatures): readonly VariantCosts[] {
  const own: readonly VariantCosts[] = variants[listId];
  const possible = claims === "access" ? own.filter(canChangeAccessTokens) : own;
  return possible.length > 0 ? possible : [changesAccessTokens[listId]];
}

/** What is not priced, because no such pool can exist. */
export const describeImpossible = ({ list, strategies }: CostModel, features: TokenFeatures): readonly string[] =>
  strategies.flatMap(({ name, costs }) => {
    const chosen = choosePlans(list.id, costs, features);
    const impossible = costs.variants[list.id].filter((variant) => !chosen.includes(variant));
    return impossible.map(
      (variant) =>
        `${name} on ${variant.name} is impossible with claims in access tokens; it is priced on ${chosen.map((one) => one.name).join(" and ")}`,
    );
  });

/** Every variant of every strategy, in the strategies' order. */
export const findVariants = ({ list, strategies }: CostModel, features: TokenFeatures): readonly Variant[] =>
  strategies.flatMap((priced) =>
    choosePlans(list.id, priced.costs, features).map(
      ({ name: variant, description, users, hasAdvancedSecurityCharge }): Variant => {
        const { name: strategy } = priced;
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
          functions: functionsOf(priced, features),
        };
      },
    ),
  );

export type VariantName = Pick<Variant, "strategy" | "variant">;

/** `plus`, or `plus (access-token-scopes)` if another strategy has a variant of that name. */
export function nameVariant(variants: readonly VariantName[], { strategy, variant }: VariantName): string {
  const isAmbiguous = variants.some((other) => other.variant === variant && other.strategy !== strategy);
  return isAmbiguous ? `${variant} (${strategy})` : variant;
}
