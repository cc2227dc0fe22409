import { ask, type Conversation, isYes } from "../conversation";
import type { Spending } from "./spending";

/** The costs of a run were not confirmed. */
export class SpendingRefusedError extends Error {
  readonly code = "SPENDING_REFUSED";
  constructor(fault: string) {
    super(`${fault}; nothing was created`);
    this.name = "SpendingRefusedError";
  }
}

/** Rounds up, to remain an upper bound. */
export const formatSpending = ({ totalUsd }: Spending) => (Math.ceil(totalUsd * 100) / 100).toFixed(2);

/** The bound's items and assumptions, as text. */
export const describeSpending = ({ items, basis }: Spending): readonly string[] => [
  ...items.map(({ name, usd }) => `  ${name.padEnd(24)} ${usd.toFixed(4).padStart(9)} USD at most`),
  ...basis.map((sentence) => `  ${sentence}`),
];

/**
 * Asks on a terminal to confirm the cost of a run on AWS.
 *
 * @throws SpendingRefusedError for any answer but yes, or without a terminal
 */
export async function confirmSpending(spending: Spending, conversation: Conversation): Promise<void> {
  const cost = `this run costs at most ${formatSpending(spending)} USD on your AWS account`;
  conversation.output.write(`${[`${cost}:`, ...describeSpending(spending)].join("\n")}\n`);
  if (conversation.isAnswered) return;
  const answer = await ask("continue?", conversation);
  if (answer === undefined) {
    throw new SpendingRefusedError(`${cost}, and there is no terminal for confirmation; pass --yes to confirm in advance`);
  }
  if (!isYes(answer)) throw new SpendingRefusedError(`${cost}, and the answer was "${answer}"; expected "yes"`);
}
