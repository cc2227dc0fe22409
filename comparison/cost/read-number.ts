import { type NumericInputName, numericInputs } from "./inputs";
import { formatNumber } from "./money";

/** `50.000` is ambiguous: fifty thousand or fifty. Shares and durations have such fractions. */
const GROUPED = /^[1-9]\d{0,2}(\.\d{3})+$/;

/** Parses an input in plain digits within its bounds, or returns undefined. */
export function readNumber(name: NumericInputName, text: string): number | undefined {
  const { min, max, isWhole, unit } = numericInputs[name];
  const isPlain = (isWhole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(text);
  if (!isPlain || (unit !== "share" && unit !== "ms" && GROUPED.test(text))) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

export function describeExpectedNumber(name: NumericInputName): string {
  const { min, max, isWhole, unit } = numericInputs[name];
  const of = unit === "share" ? "" : ` of ${unit}`;
  return `a ${isWhole ? "whole " : ""}number${of} from ${formatNumber(min)} to ${formatNumber(max)}, without separators`;
}
