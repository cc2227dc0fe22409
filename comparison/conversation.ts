import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Streams for asking questions. */
export interface Conversation {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  /** Whether the answer was given in advance, by `--yes`. */
  readonly isAnswered: boolean;
  readonly signal?: AbortSignal;
}

/** Asks for confirmation. The answer is empty at end of input, and undefined without a terminal. */
export async function ask(question: string, { input, output, signal }: Conversation): Promise<string | undefined> {
  if (input.isTTY !== true) return undefined;
  const lines = createInterface({ input, output });
  try {
    const ended = once(lines, "close").then(() => "");
    const asked = lines.question(`${question} (yes/no) `, { signal });
    return (await Promise.race([asked, ended])).trim();
  } finally {
    lines.close();
  }
}

/** Only `yes` or `y` confirm. */
export const isYes = (answer: string): boolean => /^y(es)?$/i.test(answer);
