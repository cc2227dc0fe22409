import { joinWords } from "../../local/words";
import { type CodeTotals, codeMeasures } from "../code/report";
import { formatNumber } from "../cost/money";
import type { CodeSize } from "./decision";
import { describeOthers, describeOwn, type Words } from "./told";

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
