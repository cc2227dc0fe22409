import { findBreakEven } from "./break-even";
import { computeDifferenceUsd, type Pair } from "./difference";
import type { CostInputs, NumericInputName } from "./inputs";
import { scaleInput } from "./sensitivity";

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
