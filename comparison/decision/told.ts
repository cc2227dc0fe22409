import { joinWords } from "../../local/words";
import type { Criterion } from "./decision";

/** A criterion in words: a clause per strategy, or a sentence if they do not differ. */
export interface Words {
  /** Completes «choose it when …». */
  readonly reason: (strategy: string) => string;
  /** Completes «then accept that …». */
  readonly price: (strategy: string) => string;
  /** Without its last full stop. */
  readonly alike: () => string;
}

/** The strategy's own fact. */
export const describeOwn = <T extends { readonly strategy: string }>(
  facts: readonly T[],
  strategy: string,
  textOf: (fact: T) => string,
): string =>
  facts
    .filter((fact) => fact.strategy === strategy)
    .map(textOf)
    .join("");

/** `65 min under y and z, 90 min under w`: all other strategies, equal ones grouped. */
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

/** Reservations about a line: the observation deviates from the contract, or AWS's behaviour is assumed. */
export function describeDoubts(criterion: Criterion, strategy?: string): string {
  if (!("target" in criterion)) return "";
  const facts = criterion.facts.filter((fact) => strategy === undefined || fact.strategy === strategy);
  const doubts = [
    ...(facts.every(({ isAsExpected }) => isAsExpected) ? [] : ["not what the contract says"]),
    ...(criterion.target !== "aws" && facts.some(({ confidence }) => confidence === "assumed") ? ["partly assumed of AWS"] : []),
  ];
  return doubts.length === 0 ? "" : ` [${doubts.join("; ")}]`;
}
