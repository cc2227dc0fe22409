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
