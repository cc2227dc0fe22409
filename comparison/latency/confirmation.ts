import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import type { Spending } from "./spending";

/** Where somebody may be asked. */
export interface Conversation {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  /** Whether the answer was given in advance, by `--yes`. */
  readonly isAnswered: boolean;
  readonly signal?: AbortSignal;
}

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
 * Asks on a terminal whether a run on AWS may cost so much. Only `yes` or `y` is a yes.
 *
 * @throws SpendingRefusedError where the answer is another one, or where nobody can be asked
 */
export async function confirmSpending(spending: Spending, { input, output, isAnswered, signal }: Conversation): Promise<void> {
  const cost = `this run costs at most ${formatSpending(spending)} USD on your AWS account`;
  output.write(`${[`${cost}:`, ...describeSpending(spending)].join("\n")}\n`);
  if (isAnswered) return;
  if (input.isTTY !== true) {
    throw new SpendingRefusedError(`${cost}, and there is no terminal to ask on; expected --yes, which agrees in advance`);
  }
  const lines = createInterface({ input, output });
  try {
    // Whoever ends the input, or interrupts it, answers nothing.
    const ended = once(lines, "close").then(() => "");
    const asked = lines.question("continue? (yes/no) ", signal === undefined ? {} : { signal });
    const answer = await Promise.race([asked, ended]);
    if (!/^\s*y(es)?\s*$/i.test(answer)) {
      throw new SpendingRefusedError(`${cost}, to which the answer was «${answer.trim()}»; expected yes`);
    }
  } finally {
    lines.close();
  }
}
