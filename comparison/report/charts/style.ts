/** What every chart has in common. */
export const commonOptions = (label: string, width: number) => ({
  ariaLabel: label,
  width,
  style: { background: "none", fontFamily: "inherit", fontSize: "12px" },
});

/** `200`, `1.5K`, `10M`. */
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
export const formatTick = (value: number): string => compact.format(value);

const SERIES_COLORS = 6;

/** The colour of a strategy or variant by its index; the page's style has it for a light and for a dark ground. */
export const colorOf = (seriesIndex: number): string => `var(--series-${seriesIndex % SERIES_COLORS})`;

/** Told apart without colours, too. */
const DASHES = ["none", "8 3", "12 3 2 3", "4 2", "12 3 2 3 2 3", "16 5"];
export const dashOf = (seriesIndex: number): string => DASHES[seriesIndex % DASHES.length] ?? "none";

/** A strategy's second run; no strategy's own dash is as fine. */
export const CONTROL_DASH = "1 3";

/** Marks on the lines of a strategy's variants, which have its colour and its dash in common. */
export const MARKS = ["none", "circle", "square"] as const;
