import type { PriceListId, UserPriceName } from "../../strategies/costs";
import type { Price } from "./price";

/** AWS's prices of everything that the strategies use, at one point in time. */
export interface PriceList {
  readonly id: PriceListId;
  readonly description: string;
  /** Whether AWS asks these prices no more. */
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
