import { describeConfidence, type Price } from "./price";
import { type PriceList, pricesOf } from "./price-list";

const DAY_MS = 86_400_000;
const MAX_AGE_DAYS = 90;

/** A price for output. */
export interface PriceReading extends Price {
  readonly confidence: string;
  readonly ageDays: number;
}

const ageDaysOf = (readOn: string, today: string) => Math.round((Date.parse(today) - Date.parse(readOn)) / DAY_MS);

export const readPrices = (list: PriceList, today: string): readonly PriceReading[] =>
  pricesOf(list).map((price) => ({ ...price, confidence: describeConfidence(price), ageDays: ageDaysOf(price.readOn, today) }));

/** The oldest reading: a list is as old as its oldest price. */
export const oldestReading = (list: PriceList): string =>
  pricesOf(list)
    .map(({ readOn }) => readOn)
    .sort()[0] ?? "";

/** Warns about outdated prices. A historical list does not age. */
export function warnOfAge(list: PriceList, today: string): readonly string[] {
  if (list.isHistorical) return [`the list "${list.id}" is history: AWS asks these prices no more`];
  const stale = readPrices(list, today).filter(({ ageDays }) => ageDays > MAX_AGE_DAYS);
  if (stale.length === 0) return [];
  const named = stale.map(({ name, ageDays }) => `${name} (${ageDays})`).join("; ");
  return [
    `prices read more than ${MAX_AGE_DAYS} days ago, with their days: ${named}. Compare them with AWS's pages before you rely on them`,
  ];
}
