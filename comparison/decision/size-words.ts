import { joinWords } from "../../local/words";
import { type CodeTotals, codeMeasures } from "../code/report";
import { formatEstimated, formatRounded } from "../cost/estimate";
import { formatNumber } from "../cost/money";
import type { CodeSize, Cost, CostRange } from "./decision";
import { describeOthers, describeOwn, type Words } from "./told";

/** Monthly cost, and the sizes at which a strategy is cheapest. */
export function describeCost({ users, requestsPerUser, facts, byUsers, byRequestsPerUser }: Cost): Words {
  const [people, requests] = [`${formatNumber(users)} users`, `${formatNumber(requestsPerUser, 2)} requests of each`];
  const usdOf = ({ variants }: Cost["facts"][number]) =>
    variants.map(({ variant, usdPerMonth }) => `${formatRounded(usdPerMonth)} USD (${variant})`).join(" or ");
  const told = (strategy: string) =>
    `${describeOwn(facts, strategy, usdOf)} a month of its own at ${people} and ${requests} (${describeOthers(facts, strategy, usdOf)})`;
  const spans = (strategy: string) =>
    `${describeSpans(byUsers, strategy, "users")} (${requests}) and ${describeSpans(byRequestsPerUser, strategy, "requests of each user")} (${people})`;
  return {
    reason: (strategy) => `it has to be cheap: ${told(strategy)}; it is the cheapest, within a dollar, ${spans(strategy)}`,
    price: (strategy) => `it costs ${told(strategy)}; it is the cheapest, within a dollar, only ${spans(strategy)}`,
    alike: () => `The cheapest variants cost the same within a dollar a month at ${people} and ${requests}`,
  };
}

/** Ranges in which a strategy is among the cheapest, with adjacent ones merged. */
function describeSpans(ranges: readonly CostRange[], strategy: string, unit: string): string {
  const turns = ranges
    .map(({ from, cheapest }) => ({ from, isCheapest: cheapest.includes(strategy) }))
    .filter(({ isCheapest }, i, all) => isCheapest !== all[i - 1]?.isCheapest);
  const spans = turns.flatMap(({ from, isCheapest }, i) => {
    const end = turns[i + 1]?.from;
    if (!isCheapest) return [];
    if (i === 0) return end === undefined ? [`at any number of ${unit}`] : [`below about ${formatEstimated(end)} ${unit}`];
    return [`from about ${formatEstimated(from)} ${end === undefined ? `${unit} on` : `to ${formatEstimated(end)} ${unit}`}`];
  });
  return spans.length === 0 ? `at no number of ${unit}` : joinWords(spans);
}

const nouns: Readonly<Record<keyof CodeTotals, readonly [one: string, several: string]>> = {
  resources: ["resource", "resources"],
  functions: ["function", "functions"],
  codeLines: ["line of code", "lines of code"],
  bundleBytes: ["byte of bundles", "bytes of bundles"],
};

export function describeCode({ facts }: CodeSize): Words {
  const amount = (measure: keyof CodeTotals, count: number) => `${formatNumber(count)} ${nouns[measure][count === 1 ? 0 : 1]}`;
  const sizeOf = (totals: CodeTotals) => joinWords(codeMeasures.map((measure) => amount(measure, totals[measure])));
  const told = (strategy: string) =>
    `${describeOwn(facts, strategy, sizeOf)} of its own (${describeOthers(facts, strategy, sizeOf)})`;
  const leastOf = (strategy: string) =>
    joinWords(
      facts.filter((fact) => fact.strategy === strategy).flatMap((fact) => fact.leastOf.map((measure) => nouns[measure][1])),
    );
  return {
    reason: (strategy) => `you want few ${leastOf(strategy)}: ${told(strategy)}`,
    price: (strategy) => `it takes ${told(strategy)}`,
    alike: () => `Each strategy takes ${facts[0] === undefined ? "" : sizeOf(facts[0])} of its own`,
  };
}
