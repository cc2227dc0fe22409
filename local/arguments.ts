import { parseArgs } from "node:util";

export interface StartArguments {
  readonly port: number;
  readonly strategies: readonly string[];
  readonly dataFolder: string | undefined;
  readonly isJson: boolean;
}

const DEFAULT_PORT = 4000;

const USAGE = `npm start -- [options]
  --port NUMBER      port to listen at, 0 for a free one (default ${DEFAULT_PORT})
  --strategy NAME    serve this strategy only; may be given several times (default: all)
  --data FOLDER      keep users and pets in this folder over restarts (default: in memory)
  --json             print JSON lines, for programs`;

/** What was wrong with the command line, and what would be right. */
export class ArgumentError extends Error {
  readonly code = "ARGUMENT_INVALID";
  constructor(fault: string) {
    super(`${fault}\n\n${USAGE}`);
    this.name = "ArgumentError";
  }
}

/** @throws ArgumentError, which names the option, what was given and what is accepted. */
export function parseStartArguments(args: readonly string[], strategyNames: readonly string[]): StartArguments {
  const { port = `${DEFAULT_PORT}`, strategy = strategyNames, data, json = false } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new ArgumentError(`--port is "${port}"; expected a whole number from 0 to 65535`);
  const unknown = strategy.find((name) => !strategyNames.includes(name));
  if (unknown !== undefined) {
    throw new ArgumentError(`--strategy is "${unknown}"; expected ${strategyNames.map((name) => `"${name}"`).join(" or ")}`);
  }
  if (data === "") throw new ArgumentError("--data is empty; expected a folder");
  return { port: Number(port), strategies: [...new Set(strategy)], dataFolder: data, isJson: json };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      port: { type: "string" },
      strategy: { type: "string", multiple: true },
      data: { type: "string" },
      json: { type: "boolean" },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error));
  }
}
