import { findBreakEven } from "./break-even";
import { computeDifferenceUsd, type Pair } from "./difference";
import { type CostInputs, type NumericInputName, numericInputNames, numericInputs } from "./inputs";
import { toCents, toUsd } from "./money";

/** The difference if one input is halved and doubled while the others stay the same. */
export interface Sensitivity {
  readonly input: NumericInputName;
  readonly half: { readonly value: number; readonly differenceUsdPerMonth: number };
  readonly double: { readonly value: number; readonly differenceUsdPerMonth: number };
  /** The distance between the two. */
  readonly swingUsdPerMonth: number;
}

/** Each numeric input's influence on the difference, strongest first. */
export function rankSensitivities(pair: Pair, inputs: CostInputs): readonly Sensitivity[] {
  const differenceCentsAt = (change: Partial<CostInputs>) => toCents(computeDifferenceUsd(pair, { ...inputs, ...change }));
  return numericInputNames
    .map((input) => {
      const halfValue = scaleInput(input, inputs[input], 0.5);
      const doubleValue = scaleInput(input, inputs[input], 2);
      const halfCents = differenceCentsAt({ [input]: halfValue });
      const doubleCents = differenceCentsAt({ [input]: doubleValue });
      return {
        input,
        half: { value: halfValue, differenceUsdPerMonth: toUsd(halfCents) },
        double: { value: doubleValue, differenceUsdPerMonth: toUsd(doubleCents) },
        swingUsdPerMonth: toUsd(Math.abs(doubleCents - halfCents)),
      };
    })
    .sort((a, b) => b.swingUsdPerMonth - a.swingUsdPerMonth);
}

/** Within the input's bounds. For the hit rate, the misses are scaled: twice 0.9 is not a rate. */
export function scaleInput(input: NumericInputName, value: number, factor: number): number {
  const { min, max } = numericInputs[input];
  const scaled = input === "cacheHitRate" ? 1 - (1 - value) * factor : value * factor;
  return Math.min(max, Math.max(min, scaled));
}

/** A figure's bounds if every assumed input is halved or doubled, whichever is worse; null means "never". */
export interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

/** The basis of a figure. */
interface Question {
  readonly pair: Pair;
  readonly inputs: CostInputs;
  readonly assumed: readonly NumericInputName[];
}

/** Above any break-even searched for. */
const BEYOND_REQUESTS = 2 ** 30;

/** The inputs at which the variant costs least and most compared with the baseline. Each input is varied alone. */
function findExtremes({ pair, inputs, assumed }: Question): { least: Partial<CostInputs>; most: Partial<CostInputs> } {
  const least: Partial<Record<NumericInputName, number>> = {};
  const most: Partial<Record<NumericInputName, number>> = {};
  for (const name of assumed) {
    const tried = [0.5, 1, 2]
      .map((factor) => scaleInput(name, inputs[name], factor))
      .map((value) => ({ value, usd: computeDifferenceUsd(pair, { ...inputs, [name]: value }) }))
      .sort((a, b) => a.usd - b.usd);
    least[name] = tried[0]?.value ?? inputs[name];
    most[name] = tried.at(-1)?.value ?? inputs[name];
  }
  return { least, most };
}

/** Range of the monthly difference, unrounded. */
export function findDifferenceRange(question: Question): { readonly low: number; readonly high: number } {
  const { pair, inputs } = question;
  const { least, most } = findExtremes(question);
  const [low, high] = [least, most].map((change) => computeDifferenceUsd(pair, { ...inputs, ...change }));
  return { low: low ?? 0, high: high ?? 0 };
}

/** Range of the break-even. Anything that makes the variant more expensive at the break-even moves it up. */
export function findBreakEvenRange(question: Question, breakEven: number | null): Range {
  const { pair, inputs } = question;
  const requestsPerUser = breakEven === 0 ? inputs.requestsPerUser : (breakEven ?? BEYOND_REQUESTS);
  const { least, most } = findExtremes({ ...question, inputs: { ...inputs, requestsPerUser } });
  const found = [{}, least, most].map((change) => findBreakEven(pair, { ...inputs, ...change }) ?? Infinity);
  const [low, high] = [Math.min(...found), Math.max(...found)].map((requests) => (requests === Infinity ? null : requests));
  return { low: low ?? null, high: high ?? null };
}
