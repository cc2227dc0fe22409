import { joinWords } from "../../local/words";
import { type CodeTotals, codeMeasures } from "../code/report";
import { formatEstimated, formatRounded } from "../cost/estimate";
import { formatNumber } from "../cost/money";
import type { CodeSize, Cost, CostRange, Criterion, Refusal, RefusalAnswer } from "./decision";

/** A criterion in words: a clause per strategy, or a sentence if they do not differ. */
export interface Words {
  /** Completes «choose it when …». */
  readonly reason: (strategy: string) => string;
  /** Completes «then accept that …». */
  readonly price: (strategy: string) => string;
  /** Without its last full stop. */
  readonly alike: () => string;
}

/** The facts of a criterion in words. */
export const tellFacts = <T extends { readonly strategy: string }>(facts: readonly T[], textOf: (fact: T) => string) => ({
  own: (strategy: string) =>
    facts
      .filter((fact) => fact.strategy === strategy)
      .map(textOf)
      .join(""),
  /** `65 min under y and z, 90 min under w`: all other strategies, equal ones grouped. */
  others(strategy: string) {
    const others = facts.filter((fact) => fact.strategy !== strategy);
    const namesOf = (text: string) => joinWords(others.filter((fact) => textOf(fact) === text).map((fact) => fact.strategy));
    return [...new Set(others.map(textOf))].map((text) => `${text} under ${namesOf(text)}`).join(", ");
  },
  /** Where all are alike. */
  any: facts.slice(0, 1).map(textOf).join(""),
});

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

/** Monthly cost, and the sizes at which a strategy is cheapest. */
export function describeCost({ users, requestsPerUser, facts, byUsers, byRequestsPerUser }: Cost): Words {
  const [people, requests] = [`${formatNumber(users)} users`, `${formatNumber(requestsPerUser, 2)} requests of each`];
  const usdOf = ({ variants }: Cost["facts"][number]) =>
    variants.map(({ variant, usdPerMonth }) => `${formatRounded(usdPerMonth)} USD (${variant})`).join(" or ");
  const { own, others } = tellFacts(facts, usdOf);
  const told = (strategy: string) => `${own(strategy)} a month of its own at ${people} and ${requests} (${others(strategy)})`;
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
  const { own, others, any } = tellFacts(facts, sizeOf);
  const told = (strategy: string) => `${own(strategy)} of its own (${others(strategy)})`;
  const leastOf = (strategy: string) =>
    joinWords(
      facts.filter((fact) => fact.strategy === strategy).flatMap((fact) => fact.leastOf.map((measure) => nouns[measure][1])),
    );
  return {
    reason: (strategy) => `you want few ${leastOf(strategy)}: ${told(strategy)}`,
    price: (strategy) => `it takes ${told(strategy)}`,
    alike: () => `Each strategy takes ${any} of its own`,
  };
}

const causes: Readonly<Record<RefusalAnswer["cause"], string>> = {
  "expired token": "an expired token",
  "forged token": "a forged token",
  "missing permission": "a missing permission",
  "no token": "a missing token",
};

function describeAnswer({ isPassed, status, message, challenge }: RefusalAnswer): string {
  if (isPassed) return "no refusal";
  const told = message === null ? `${status} without a message` : `${status} “${message}”`;
  return challenge === null ? told : `${told} with WWW-Authenticate ${challenge}`;
}

/** Which causes a refused client can distinguish, and the responses. */
export function describeRefusals({ facts }: Refusal): Words {
  const told = (strategy: string) => {
    const answers = facts.filter((fact) => fact.strategy === strategy).flatMap((fact) => fact.answers);
    const texts = [...new Set(answers.map(describeAnswer))];
    const groups = texts.map((text) => ({ text, of: answers.filter((answer) => describeAnswer(answer) === text) }));
    const single = groups.flatMap(({ of: [first, ...more] }) =>
      first !== undefined && more.length === 0 ? [causes[first.cause]] : [],
    );
    const apart = groups.length > 1 ? single : [];
    const list = groups.map(({ text, of }) => `${text} for ${joinWords(of.map(({ cause }) => causes[cause]))}`);
    const without = answers.every(({ challenge }) => challenge === null) ? "; none has a WWW-Authenticate" : "";
    return { apart, isOne: answers.length === 1, list: `${joinWords(list)}${without}` };
  };
  const reason = (strategy: string) => {
    const { apart, isOne, list } = told(strategy);
    if (isOne) return `a refused client is to see ${list}`;
    const wish = apart.length === 0 ? "need not be told why" : `has to tell ${joinWords(apart)} from every other cause`;
    return `a refused client ${wish}: ${list}`;
  };
  return {
    reason,
    price: reason,
    alike: () => `Refused clients see ${told(facts[0]?.strategy ?? "").list}`,
  };
}
