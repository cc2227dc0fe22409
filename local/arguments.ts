import { helpOption, parseOptions } from "../config/command-line";
import { type GivenConfig, readConfig } from "./config-option";
import type { Program } from "./program";

export interface StartArguments extends Pick<GivenConfig, "config" | "notes"> {
  readonly port: number;
  readonly strategies: readonly string[];
  readonly dataFolder: string | undefined;
  readonly isJson: boolean;
}

const DEFAULT_PORT = 4000;

export const USAGE = `npm start -- [options]
  --port NUMBER       port to listen at, 0 for a free one (default: ${DEFAULT_PORT})
  --strategy NAME     serve this strategy only; may be given several times (default: all)
  --config KEY=VALUE  a setting of the program for every strategy; may be given several times (default: as in Pulumi.yaml, which
                      has every key with its description); a list as JSON: --config 'corsOrigins=["http://localhost:5173"]'
  --data FOLDER       keep users and tables in this folder across restarts (default: in memory)
  --json              print JSON lines, for programs; npm adds lines of its own without --silent: npm --silent start -- --json
  -h, --help          print this`;

/** An invalid command line; the message says what is accepted. */
export class ArgumentError extends Error {
  readonly code = "ARGUMENT_INVALID";
  constructor(fault: string) {
    super(`${fault}\n\n${USAGE}`);
    this.name = "ArgumentError";
  }
}

/**
 * Undefined if only help was requested.
 *
 * @throws ArgumentError that names the option, what was given and what is accepted.
 */
export function parseStartArguments(
  args: readonly string[],
  program: Pick<Program, "findFaults" | "project" | "strategyNames">,
): StartArguments | undefined {
  const { strategyNames } = program;
  const { port = `${DEFAULT_PORT}`, strategy = strategyNames, data, json = false, help = false, config = [] } = parse(args);
  if (help) return undefined;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new ArgumentError(`--port is "${port}"; expected a whole number from 0 to 65535`);
  const unknown = strategy.find((name) => !strategyNames.includes(name));
  if (unknown !== undefined) {
    throw new ArgumentError(`--strategy is "${unknown}"; expected ${strategyNames.map((name) => `"${name}"`).join(" or ")}`);
  }
  if (data === "") throw new ArgumentError("--data is empty; expected a folder");
  const strategies = [...new Set(strategy)];
  const { faults, ...settings } = readConfig(config, strategies, program);
  if (faults.length > 0) {
    throw new ArgumentError(`--config has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
  }
  return { port: Number(port), strategies, dataFolder: data, isJson: json, ...settings };
}

function parse(args: readonly string[]) {
  try {
    return parseOptions(args, {
      port: { type: "string" },
      strategy: { type: "string", multiple: true },
      config: { type: "string", multiple: true },
      data: { type: "string" },
      json: { type: "boolean" },
      ...helpOption,
    });
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error));
  }
}
