import type { Price } from "./price";

/** What one way to run a strategy takes of Cognito. */
export interface VariantPrices {
  /** The value of the config key `strategy`. */
  readonly strategy: "access-token-scopes" | "id-token-lambda-authorizer";
  readonly variant: string;
  readonly description: string;
  readonly users: Price;
  /** Undefined where advanced security is off, or is in the price of the users. */
  readonly advancedSecurity?: Price;
}

/** What AWS asked for everything that the strategies use, at one time. */
export interface PriceList {
  readonly id: string;
  readonly description: string;
  /** Whether AWS asks these prices no more. */
  readonly isHistorical: boolean;
  /**
   * Whether a cold start's INIT phase is paid for zip functions on managed runtimes: since 2025-08-01.
   * Source: aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase (documented), read 2026-11.
   */
  readonly isInitBilled: boolean;
  readonly restRequests: Price;
  readonly lambdaRequests: Price;
  readonly lambdaCompute: { readonly arm64: Price; readonly x86_64: Price };
  readonly logIngestion: Price;
  readonly logStorage: Price;
  readonly tableReads: Price;
  readonly tableWrites: Price;
  readonly tableStorage: Price;
  /** The strategies' variants; the authorizer's comes last, the others are held against it. */
  readonly variants: readonly VariantPrices[];
}

/** Every price of a list once, in the order of the bill. */
export function pricesOf(list: PriceList): readonly Price[] {
  const ofCognito = list.variants.flatMap(({ users, advancedSecurity: security }) =>
    security === undefined ? [users] : [users, security],
  );
  const { arm64, x86_64 } = list.lambdaCompute;
  const others = [list.restRequests, list.lambdaRequests, arm64, x86_64, list.logIngestion, list.logStorage];
  return [...new Set([...ofCognito, ...others, list.tableReads, list.tableWrites, list.tableStorage])];
}
