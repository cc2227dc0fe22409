/**
 * An item is rounded once, half up to the cent, and every total is the sum of rounded items: what is printed adds up. Sums are made
 * in whole cents, which numbers hold exactly. The six digits below the cent take off what binary fractions add: 1.005 USD is 101 cents.
 */
export function toCents(usd: number): number {
  // The zero takes the sign off a zero.
  return Math.round(Number((usd * 100).toFixed(6))) + 0;
}

export const toUsd = (cents: number): number => cents / 100;

/** `1,234.50`, the sign in front. */
export const formatUsd = (usd: number): string =>
  usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `1,234.5`: up to the digits given. */
export const formatNumber = (value: number, maximumFractionDigits = 0): string =>
  value.toLocaleString("en-US", { maximumFractionDigits });
