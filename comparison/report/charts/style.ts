/** What every chart has in common. */
export const commonOptions = (label: string, width: number) => ({
  ariaLabel: label,
  width,
  style: { background: "none", fontFamily: "inherit", fontSize: "12px" },
});

/** `200`, `1.5K`, `10M`. */
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
export const formatTick = (value: number): string => compact.format(value);

const PLACES = 6;

/** The colour of a strategy or variant by its place; the page's style has it for a light and for a dark ground. */
export const colorOf = (place: number): string => `var(--series-${place % PLACES})`;

/** Told apart without colours, too. */
export const dashOf = (place: number): string => ["none", "7 3", "2 3", "9 3 2 3"][place % 4] ?? "none";
