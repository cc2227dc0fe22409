import { computeDifferenceUsd, type Pair } from "./difference";
import { type CostInputs, type NumericInputName, numericInputNames, numericInputs } from "./inputs";
import { toCents, toUsd } from "./money";

/** What the difference becomes when one input is half and double what it is, and all others stay. */
export interface Sensitivity {
  readonly input: NumericInputName;
  readonly half: { readonly value: number; readonly differenceUsdPerMonth: number };
  readonly double: { readonly value: number; readonly differenceUsdPerMonth: number };
  /** The distance between the two. */
  readonly swingUsdPerMonth: number;
}

/** Every number's influence on the difference, the strongest first. */
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

/** Within the input's bounds. Of the hit rate it is the misses that are halved and doubled: double of 0.9 is no rate. */
export function scaleInput(input: NumericInputName, value: number, factor: number): number {
  const { min, max } = numericInputs[input];
  const scaled = input === "cacheHitRate" ? 1 - (1 - value) * factor : value * factor;
  return Math.min(max, Math.max(min, scaled));
}
