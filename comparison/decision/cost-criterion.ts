import { computeBill, itemsOf, sumUsd } from "../cost/bill";
import type { CostComparison } from "../cost/comparison";
import { type CostInputs, numericInputs } from "../cost/inputs";
import type { CostModel } from "../cost/variants";
import type { Cost, CostRange } from "./decision";

/** Differences below a dollar a month are no reason for a choice. */
const LEAST_TELLING_USD = 1;

/** Sample sizes between which crossovers are searched for. */
const SAMPLES_PER_DECADE = 8;

/** Monthly cost at the given size, and the sizes at which other strategies are cheapest; each by its cheapest variant. */
export function judgeCost({ inputs, variants }: CostComparison, model: CostModel): Cost {
  const { users, requestsPerUser } = inputs;
  const strategies = [...new Set(variants.map(({ strategy }) => strategy))];
  const cheapest = findCheapest(model, inputs);
  const isDifferent = cheapest.length < strategies.length;
  return {
    kind: "cost",
    evidence: [{ kind: "cost" }],
    users,
    requestsPerUser,
    isDifferent,
    facts: strategies.map((strategy) => ({
      strategy,
      stance: !isDifferent ? "neither" : cheapest.includes(strategy) ? "reason" : "price",
      variants: variants
        .filter((one) => one.strategy === strategy)
        .map(({ variant, usdPerMonth }) => ({ variant, usdPerMonth }))
        .toSorted((a, b) => a.usdPerMonth - b.usdPerMonth),
    })),
    byUsers: findRanges(model, inputs, "users"),
    byRequestsPerUser: findRanges(model, inputs, "requestsPerUser"),
  };
}

function findCheapest(model: CostModel, inputs: CostInputs): readonly string[] {
  const usdOf = new Map<string, number>();
  for (const { strategy, ...bill } of computeBill(model, inputs).variants) {
    usdOf.set(strategy, Math.min(sumUsd(itemsOf(bill)), usdOf.get(strategy) ?? Number.POSITIVE_INFINITY));
  }
  const least = Math.min(...usdOf.values());
  return [...usdOf].filter(([, usd]) => usd < least + LEAST_TELLING_USD).map(([strategy]) => strategy);
}

/** The cheapest strategies from one user or request up to the model's maximum. */
function findRanges(model: CostModel, inputs: CostInputs, input: "requestsPerUser" | "users"): readonly CostRange[] {
  const cheapestAt = (size: number) => findCheapest(model, { ...inputs, [input]: size });
  const isAt = (size: number, cheapest: readonly string[]) => cheapestAt(size).join() === cheapest.join();
  const decades = Math.log10(numericInputs[input].max);
  const count = Math.ceil(decades * SAMPLES_PER_DECADE);
  const samples = Array.from({ length: count + 1 }, (_, i) => Math.round(10 ** ((decades * i) / count)));
  const ranges: CostRange[] = [];
  let before = 1;
  for (const size of new Set(samples)) {
    const last = ranges.at(-1);
    if (last === undefined) ranges.push({ from: size, cheapest: cheapestAt(size) });
    else if (!isAt(size, last.cheapest)) ranges.push(...findTurns(before, size, last.cheapest));
    before = size;
  }
  return ranges;

  /** Where it turns between two sizes: more than once where a third strategy comes between. */
  function findTurns(low: number, high: number, cheapest: readonly string[]): readonly CostRange[] {
    let [is, isNot] = [low, high];
    while (isNot - is > 1) {
      const middle = Math.floor((is + isNot) / 2);
      if (isAt(middle, cheapest)) is = middle;
      else isNot = middle;
    }
    const turn = { from: isNot, cheapest: cheapestAt(isNot) };
    return isAt(high, turn.cheapest) ? [turn] : [turn, ...findTurns(isNot, high, turn.cheapest)];
  }
}
