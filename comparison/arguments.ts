import { parseArgs } from "node:util";

export interface CompareArguments {
  readonly target: "engine";
  readonly outFolder: string;
  /** By which a plan of measurements can be repeated. */
  readonly seed: number;
  readonly isJson: boolean;
}

/** Where strategies will be compared one day. */
const FUTURE_TARGETS = ["emulator", "aws"];

const USAGE = `npm run compare -- [options]
  --target NAME   where the strategies are asked: engine, on this machine (default: engine)
  --out FOLDER    where report.json is written (default: report)
  --seed NUMBER   repeats the order in which latencies are measured (default: 1)
  --json          print the report as JSON`;

/** What was wrong with the command line, and what would be right. */
export class CompareArgumentError extends Error {
  readonly code = "ARGUMENT_INVALID";
  constructor(fault: string) {
    super(`${fault}\n\n${USAGE}`);
    this.name = "CompareArgumentError";
  }
}

/** @throws CompareArgumentError, which names the option, what was given and what is accepted. */
export function parseCompareArguments(args: readonly string[]): CompareArguments {
  const { target = "engine", out = "report", seed = "1", json = false } = parse(args);
  if (FUTURE_TARGETS.includes(target)) {
    throw new CompareArgumentError(`--target is "${target}", where strategies cannot be compared yet; expected "engine"`);
  }
  if (target !== "engine") throw new CompareArgumentError(`--target is "${target}"; expected "engine"`);
  if (out === "") throw new CompareArgumentError("--out is empty; expected a folder");
  if (!/^\d{1,9}$/.test(seed)) throw new CompareArgumentError(`--seed is "${seed}"; expected a whole number from 0 to 999999999`);
  return { target, outFolder: out, seed: Number(seed), isJson: json };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      target: { type: "string" },
      out: { type: "string" },
      seed: { type: "string" },
      json: { type: "boolean" },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new CompareArgumentError(error instanceof Error ? error.message : String(error));
  }
}
