/**
 * Items are rounded once, half up to the cent, and totals are sums of rounded items, so that printed figures add up. Sums use integer
 * cents. Six digits below the cent remove binary fraction noise: 1.005 USD is 101 cents.
 */
export function toCents(usd: number): number {
  // The zero takes the sign off a zero.
  return Math.round(Number((usd * 100).toFixed(6))) + 0;
}

export const toUsd = (cents: number): number => cents / 100;

/** `1,234.50`, with a leading sign if negative. */
export const formatUsd = (usd: number): string =>
  usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `1,234.5`: up to the given fraction digits. */
export const formatNumber = (value: number, maximumFractionDigits = 0): string =>
  value.toLocaleString("en-US", { maximumFractionDigits });
