import { joinWords } from "../../local/page/words";
import type { Criterion } from "./decision";

/** What a criterion comes to, in words: as a clause for one strategy, or as a sentence where they do not differ. */
export interface Words {
  /** Completes «choose it when …». */
  readonly reason: (strategy: string) => string;
  /** Completes «then accept that …». */
  readonly price: (strategy: string) => string;
  /** Without its last full stop. */
  readonly alike: () => string;
}

/** Of the strategy itself. */
export const describeOwn = <T extends { readonly strategy: string }>(
  facts: readonly T[],
  strategy: string,
  textOf: (fact: T) => string,
): string =>
  facts
    .filter((fact) => fact.strategy === strategy)
    .map(textOf)
    .join("");

/** `65 min under y and z, 90 min under w`: each strategy but one, those that are alike together. */
export function describeOthers<T extends { readonly strategy: string }>(
  facts: readonly T[],
  strategy: string,
  textOf: (fact: T) => string,
): string {
  const others = facts.filter((fact) => fact.strategy !== strategy);
  const texts = [...new Set(others.map(textOf))];
  return texts
    .map((text) => `${text} under ${joinWords(others.filter((fact) => textOf(fact) === text).map((fact) => fact.strategy))}`)
    .join(", ");
}

/** What speaks against a line: what was seen is not what is said of AWS, or nobody has said it. Of all strategies without one. */
export function describeDoubts(criterion: Criterion, strategy?: string): string {
  if (!("target" in criterion)) return "";
  const facts = criterion.facts.filter((fact) => strategy === undefined || fact.strategy === strategy);
  const doubts = [
    ...(facts.every(({ isAsExpected }) => isAsExpected) ? [] : ["not what the contract says"]),
    ...(criterion.target !== "aws" && facts.some(({ confidence }) => confidence === "assumed") ? ["partly assumed of AWS"] : []),
  ];
  return doubts.length === 0 ? "" : ` [${doubts.join("; ")}]`;
}
