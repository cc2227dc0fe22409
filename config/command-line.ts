import { parseArgs } from "node:util";

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** Every command has it. */
export const helpOption = { help: { type: "boolean", short: "h" } } as const;

/**
 * Reads the options of a command.
 *
 * @throws Error, which names the option, what was given and what is accepted: for an option that there is not, one that is given
 * twice and takes one value, and a word that belongs to none.
 */
export function parseOptions<T extends Options>(args: readonly string[], options: T): Values<T> {
  const names = Object.keys(options).map((name) => `--${name}`);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") throw new Error(`"${token.value}" stands alone; expected an option: ${names.join(", ")}`);
    if (token.kind === "option-terminator") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw new Error(`${token.rawName} is no option; expected one of ${names.join(", ")}`);
    if (given.has(token.name) && option.type === "string" && option.multiple !== true)
      throw new Error(`${token.rawName} is given twice; expected it once`);
    given.add(token.name);
  }
  return parseArgs({ args: [...args], options }).values;
}

/** A text as a shell needs it within a word. */
export const quoteForShell = (text: string): string => (/^[\w/.:@-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Lets a command go on, or end, without a word once nobody reads what it prints, as behind `| head -1`. */
export function onReaderGone(end: () => void): void {
  let isGone = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (!isGone) end();
    isGone = true;
  });
}
