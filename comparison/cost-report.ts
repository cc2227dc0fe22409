import type { CostQuestion } from "./cost/arguments";
import { type CostComparison, compareCosts, type VariantComparison } from "./cost/comparison";
import { formatRequests } from "./cost/estimate";
import { type CostInputs, findAssumed, type NumericInputName, numericInputNames, numericInputs } from "./cost/inputs";
import type { CostModel, PricedStrategy } from "./cost/variants";

/** An input measured in the same run instead of assumed. */
export interface MeasuredInput {
  readonly input: NumericInputName;
  readonly value: number;
  /** What the measurement is worth, such as "simulated on this machine". */
  readonly timingSource: string;
}

/** A comparison without its details. */
type Figures = Pick<
  VariantComparison,
  "variant" | "against" | "differenceUsdPerMonth" | "differenceRange" | "breakEvenRequestsPerUser" | "breakEvenRange"
>;

export interface CostReport {
  readonly comparison: CostComparison;
  readonly measured: readonly MeasuredInput[];
  /** The same figures by the assumed durations, as `npm run cost` has them; empty where nothing was measured. */
  readonly unmeasured: readonly Figures[];
}

/** Inputs that the latency part measures, in milliseconds. */
export type MeasuredDurations = Partial<Readonly<Record<NumericInputName, number>>>;

/**
 * The costs at the requested size. Measured durations replace assumed ones, unless given on the command line or out of the model's range.
 *
 * @param today YYYY-MM-DD.
 */
export function reportCosts(
  question: CostQuestion,
  strategies: readonly PricedStrategy[],
  durations: MeasuredDurations,
  timingSource: string,
  today: string,
): CostReport {
  const { given, inputs, list } = question;
  const measured = numericInputNames.flatMap((input): readonly MeasuredInput[] => {
    const value = durations[input];
    if (value === undefined || given[input] !== undefined || value > numericInputs[input].max) return [];
    return [{ input, value, timingSource }];
  });
  return compareByDurations({ model: { list, strategies }, inputs, measured, assumed: findAssumed(given), today });
}

interface DurationsQuestion {
  readonly model: CostModel;
  /** In which measured inputs may have taken their places already. */
  readonly inputs: CostInputs;
  readonly measured: readonly MeasuredInput[];
  readonly assumed: readonly NumericInputName[];
  readonly today: string;
}

/** Costs by measured and, for comparison, by assumed durations. Measured ones remain estimates of those on AWS. */
export function compareByDurations({ model, inputs, measured, assumed, today }: DurationsQuestion): CostReport {
  const compareWith = (durationOf: (one: MeasuredInput) => number) => {
    const changes = Object.fromEntries(measured.map((one) => [one.input, durationOf(one)]));
    return compareCosts(model, { ...inputs, ...changes }, today, assumed);
  };
  return {
    comparison: compareWith(({ value }) => value),
    measured,
    unmeasured:
      measured.length === 0 ? [] : compareWith(({ input }) => numericInputs[input].default).comparisons.map(pickFigures),
  };
}

function pickFigures({ variant, against, ...of }: VariantComparison): Figures {
  const { differenceUsdPerMonth, differenceRange, breakEvenRequestsPerUser, breakEvenRange } = of;
  return { variant, against, differenceUsdPerMonth, differenceRange, breakEvenRequestsPerUser, breakEvenRange };
}

/** The source of the durations, with both figures if there are two. */
export function describeDurations({ comparison, measured, unmeasured }: CostReport): string | undefined {
  const [first] = measured;
  if (first === undefined) return undefined;
  const durations = measured.map(({ input, value }) => `${input} ${value.toFixed(2)} ms`).join(", ");
  const breakEven = (figures: readonly Figures[]) =>
    figures.map((one) => `${formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)} on ${one.variant}`).join(", ");
  const assumed = measured.map(({ input }) => `${input} ${numericInputs[input].default} ms`).join(", ");
  return (
    `Break-even with the durations of this run (${durations}; ${first.timingSource}): ${breakEven(comparison.comparisons)}. ` +
    `With those that npm run cost assumes (${assumed}): ${breakEven(unmeasured)}.`
  );
}
