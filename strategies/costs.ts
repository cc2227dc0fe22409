import type { UserPoolPlan } from "../config/setting-keys";

/** A strategy's cost beyond what every strategy pays. Plain data, passed to the report's page as JSON. */
export interface StrategyCosts {
  /** What a sentence about costs calls the strategy: `the scopes`. */
  readonly noun: string;
  /** By price list, the ways to run it that are worth comparing. */
  readonly variants: { readonly [Id in PriceListId]: readonly [VariantCosts<Id>, ...VariantCosts<Id>[]] };
  /** Those that only this strategy has. The trigger that puts its scopes into tokens belongs to the pool. */
  readonly functions: readonly FunctionCosts[];
}

/** How users are charged: by plan or, before plans, one price for all. */
interface UserPriceNames {
  readonly current: UserPoolPlan;
  readonly "before-2024-11": "base";
}

/** The lists of comparison/cost/prices.ts. */
export type PriceListId = keyof UserPriceNames;
export type UserPriceName<Id extends PriceListId = PriceListId> = UserPriceNames[Id];

interface VariantCosts<Id extends PriceListId> {
  readonly name: string;
  readonly description: string;
  readonly users: UserPriceName<Id>;
  /** Whether advanced security is charged on top of it. */
  readonly hasAdvancedSecurityCharge: boolean;
}

export interface FunctionCosts {
  /** In reports. */
  readonly name: string;
  /** In bills. */
  readonly billName: string;
  /** What calls it: each token that Cognito issues, each request, or each request that API Gateway's policy cache does not answer. */
  readonly calledFor: "request" | "token" | "uncached request";
  /** The input of the cost model that says how long a warm call takes. */
  readonly durationInput: "authorizerMs" | "triggerMs";
  /** After which a call ends, and is charged no more. */
  readonly timeoutSeconds: number;
}
