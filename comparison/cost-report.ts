import type { CostQuestion } from "./cost/arguments";
import { type CostComparison, compareCosts } from "./cost/comparison";
import { type NumericInputName, numericInputNames, numericInputs } from "./cost/inputs";

/** An input that was measured in the same run, instead of assumed. */
export interface MeasuredInput {
  readonly input: NumericInputName;
  readonly value: number;
  /** What the measurement is worth, such as "simulated on this machine". */
  readonly times: string;
}

export interface CostReport {
  readonly comparison: CostComparison;
  readonly measured: readonly MeasuredInput[];
}

/** Inputs that the latency part measures, in milliseconds. */
export type MeasuredDurations = Partial<Readonly<Record<NumericInputName, number>>>;

/**
 * The costs at the asked size. A duration that was measured takes the place of the assumed one, unless the command line names another
 * or the model takes none so long.
 *
 * @param today YYYY-MM-DD.
 */
export function reportCosts(question: CostQuestion, durations: MeasuredDurations, times: string, today: string): CostReport {
  const { given, inputs, list } = question;
  const measured = numericInputNames.flatMap((input): readonly MeasuredInput[] => {
    const value = durations[input];
    if (value === undefined || given[input] !== undefined || value > numericInputs[input].max) return [];
    return [{ input, value, times }];
  });
  const changes = Object.fromEntries(measured.map(({ input, value }) => [input, value]));
  return { comparison: compareCosts(list, { ...inputs, ...changes }, today), measured };
}
