import { joinWords } from "../../local/page/words";
import { formatNumber, formatUsd } from "../cost/money";
import type { Cost, CostRange } from "./decision";
import { describeOthers, type Words } from "./told";

/** What a month costs, and at which sizes a strategy is the cheapest. */
export function describeCost({ users, requestsPerUser, facts, byUsers, byRequestsPerUser }: Cost): Words {
  const size = `at ${formatNumber(users)} users and ${formatNumber(requestsPerUser, 2)} requests of each`;
  const usdOf = ({ variants }: Cost["facts"][number]) =>
    variants.map(({ variant, usdPerMonth }) => `${formatUsd(usdPerMonth)} USD (${variant})`).join(" or ");
  const own = (strategy: string) => facts.filter((fact) => fact.strategy === strategy).map(usdOf).join("");
  const told = (strategy: string) => `${own(strategy)} a month of its own ${size} (${describeOthers(facts, strategy, usdOf)})`;
  const turns = (strategy: string) =>
    [
      `with as many requests of each ${describeSpans(byUsers, strategy, "users")}`,
      `with as many users ${describeSpans(byRequestsPerUser, strategy, "requests of each")}`,
    ].join(", and ");
  return {
    reason: (strategy) => `it has to be cheap: ${told(strategy)}. No other is cheaper by a dollar ${turns(strategy)}`,
    price: (strategy) => `it costs ${told(strategy)}. No other is cheaper by a dollar only ${turns(strategy)}`,
    alike: () => `The cheapest variants cost the same within a dollar a month ${size}`,
  };
}

/** Two digits: its inputs carry no more. */
const formatSize = (size: number) => formatNumber(Number(size.toPrecision(2)));

/** Where a strategy is among the cheapest; neighbours in both of which it is are one. */
function describeSpans(ranges: readonly CostRange[], strategy: string, unit: string): string {
  const turns = ranges
    .map(({ from, cheapest }) => ({ from, isCheapest: cheapest.includes(strategy) }))
    .filter(({ isCheapest }, i, all) => isCheapest !== all[i - 1]?.isCheapest);
  const spans = turns.flatMap(({ from, isCheapest }, i) => {
    const end = turns[i + 1]?.from;
    if (!isCheapest) return [];
    if (i === 0) return end === undefined ? ["at any number of them"] : [`below about ${formatSize(end)} ${unit}`];
    return [`from about ${formatSize(from)} ${end === undefined ? `${unit} on` : `to ${formatSize(end)} ${unit}`}`];
  });
  return spans.length === 0 ? "at no number of them" : joinWords(spans);
}
