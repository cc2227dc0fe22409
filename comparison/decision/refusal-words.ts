import { joinWords } from "../../local/words";
import type { Refusal, RefusalAnswer } from "./decision";
import type { Words } from "./told";

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
