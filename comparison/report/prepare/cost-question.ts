import { type CostInputs, describeExpectedNumber, type NumericInputName, numericInputs, readNumber } from "../../cost/inputs";
import type { PriceList } from "../../cost/price";
import { priceLists } from "../../cost/prices";
import type { PricedStrategy } from "../../cost/variants";
import { type CostReport, compareByDurations, type MeasuredInput } from "../../cost-report";

/** The inputs that the page lets its reader change. */
export const adjustableInputs = ["users", "requestsPerUser", "cacheHitRate"] as const;
export type AdjustableInput = (typeof adjustableInputs)[number];

/** All that the page needs to compute what the report computed, and the same for other inputs. */
export interface CostQuestion {
  readonly inputs: CostInputs;
  readonly pricesId: string;
  readonly strategies: readonly PricedStrategy[];
  /** YYYY-MM-DD: the day of the report, so that the prices do not grow older while it is read. */
  readonly today: string;
  readonly measured: readonly MeasuredInput[];
  readonly assumed: readonly NumericInputName[];
}

/** Undefined where the list has gone since the report was written. */
export const findPriceList = (id: string): PriceList | undefined =>
  Object.values<PriceList>(priceLists).find((list) => list.id === id);

/** What a reader changes is no longer assumed. @throws RangeError where the price list is not known. */
export function answerCosts(question: CostQuestion, change: Partial<Record<AdjustableInput, number>> = {}): CostReport {
  const { inputs, pricesId, strategies, today, measured, assumed } = question;
  const list = findPriceList(pricesId);
  if (list === undefined) {
    const known = Object.keys(priceLists).map((id) => `"${id}"`);
    throw new RangeError(`the price list is "${pricesId}"; expected ${known.join(" or ")}`);
  }
  return compareByDurations({
    model: { list, strategies },
    inputs: { ...inputs, ...change },
    measured,
    assumed: assumed.filter((name) => !Object.hasOwn(change, name)),
    today,
  });
}

/** Positions of a slider. */
export const SLIDER_STEPS = 1000;

const isLogarithmic = (name: AdjustableInput) => numericInputs[name].unit !== "share";

/** The value at a slider's position. Logarithmic ones have zero at the very left, and then go from 1 to the largest value. */
export function valueAt(name: AdjustableInput, position: number): number {
  const { min, max, isWhole } = numericInputs[name];
  if (!isLogarithmic(name)) return Number((min + ((max - min) * position) / SLIDER_STEPS).toFixed(3));
  if (position <= 0) return min;
  // Two significant digits: a slider is no finer.
  const value = Number((max ** ((position - 1) / (SLIDER_STEPS - 1))).toPrecision(2));
  return isWhole ? Math.round(value) : value;
}

/** The slider's position that comes closest to the value. */
export function positionOf(name: AdjustableInput, value: number): number {
  const { min, max } = numericInputs[name];
  if (!isLogarithmic(name)) return Math.round(((value - min) / (max - min)) * SLIDER_STEPS);
  if (value < 1) return 0;
  return 1 + Math.round((Math.log(value) / Math.log(max)) * (SLIDER_STEPS - 1));
}

/** What a text in a number's field means, or what would be right. */
export function readValue(name: AdjustableInput, text: string): { readonly value: number } | { readonly fault: string } {
  const value = readNumber(name, text.trim());
  if (value !== undefined) return { value };
  const given = text.trim() === "" ? "nothing is given" : `“${text.trim()}” is not taken`;
  return { fault: `${given}; expected ${describeExpectedNumber(name)}` };
}
