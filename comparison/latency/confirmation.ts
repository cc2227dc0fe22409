import { ask, type Conversation, isYes } from "../conversation";
import type { Spending } from "./spending";

/** Nobody agreed to what a run would cost. */
export class SpendingRefusedError extends Error {
  readonly code = "SPENDING_REFUSED";
  constructor(fault: string) {
    super(`${fault}; nothing was created`);
    this.name = "SpendingRefusedError";
  }
}

/** Upwards, so that it stays a bound. */
export const formatSpending = ({ totalUsd }: Spending) => (Math.ceil(totalUsd * 100) / 100).toFixed(2);

/** What the bound consists of and takes for granted, for a terminal. */
export const describeSpending = ({ items, basis }: Spending): readonly string[] => [
  ...items.map(({ name, usd }) => `  ${name.padEnd(24)} ${usd.toFixed(4).padStart(9)} USD at most`),
  ...basis.map((sentence) => `  ${sentence}`),
];

/**
 * Asks on a terminal whether a run on AWS may cost so much.
 *
 * @throws SpendingRefusedError where the answer is another one, or where nobody can be asked
 */
export async function confirmSpending(spending: Spending, conversation: Conversation): Promise<void> {
  const cost = `this run costs at most ${formatSpending(spending)} USD on your AWS account`;
  conversation.output.write(`${[`${cost}:`, ...describeSpending(spending)].join("\n")}\n`);
  if (conversation.isAnswered) return;
  const answer = await ask("continue?", conversation);
  if (answer === undefined) {
    throw new SpendingRefusedError(`${cost}, and there is no terminal to ask on; expected --yes, which agrees in advance`);
  }
  if (!isYes(answer)) throw new SpendingRefusedError(`${cost}, to which the answer was «${answer}»; expected yes`);
}
