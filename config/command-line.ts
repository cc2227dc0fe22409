import { parseArgs } from "node:util";

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** Every command takes it. */
export const helpOption = { help: { type: "boolean", short: "h" } } as const;

/**
 * Parses a command's options.
 *
 * @throws Error that names the option, what was given and what is accepted: for unknown options, repeated ones that take one value,
 * and stray arguments.
 */
export function parseOptions<T extends Options>(args: readonly string[], options: T): Values<T> {
  const names = Object.keys(options).map((name) => `--${name}`);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") throw new Error(`"${token.value}" is not an option; expected one of ${names.join(", ")}`);
    if (token.kind === "option-terminator") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw new Error(`${token.rawName} is not an option; expected one of ${names.join(", ")}`);
    if (given.has(token.name) && option.type === "string" && option.multiple !== true)
      throw new Error(`${token.rawName} was given twice`);
    given.add(token.name);
  }
  return parseArgs({ args: [...args], options }).values;
}

/** Quotes a text as part of a shell word. */
export const quoteForShell = (text: string): string => (/^[\w/.:@-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Calls `end` instead of failing when the reader of stdout is gone, as behind `| head -1`. */
export function onReaderGone(end: () => void): void {
  let isGone = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (!isGone) end();
    isGone = true;
  });
}

/** Exits once everything printed has been read: a pipe may still hold part of it. */
export function exitOnceWritten(code: number): void {
  process.stdout.write("", () => process.exit(code));
}
