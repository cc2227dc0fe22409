import { type Pair, pairVariants } from "../../../comparison/cost/difference";
import { withDefaults } from "../../../comparison/cost/inputs";
import type { PriceList } from "../../../comparison/cost/price";
import { priceLists } from "../../../comparison/cost/prices";
import type { CostModel, PricedStrategy } from "../../../comparison/cost/variants";
import { accessTokenScopes } from "../../../strategies/access-token-scopes";
import { idTokenLambdaAuthorizer } from "../../../strategies/id-token-lambda-authorizer";

/** The strategies whose figures the tests expect, however many are registered. */
export const priced: readonly PricedStrategy[] = [accessTokenScopes, idTokenLambdaAuthorizer];

const modelOf = (list: PriceList): CostModel => ({ list, strategies: priced });
export const current = modelOf(priceLists.current);
export const before = modelOf(priceLists["before-2024-11"]);

/** The variant with this name and what it is compared with. */
export function pairOf(variant: string, model = current): Pair {
  const pair = pairVariants(model, withDefaults()).find((one) => one.variant.variant === variant);
  if (pair === undefined) throw new Error(`nothing is held against a variant ${variant}`);
  return pair;
}
