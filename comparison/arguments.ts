import { helpOption, parseOptions } from "../config/command-line";
import { type TargetName, targetNames } from "./comparison-report";
import { CostArgumentError, type CostQuestion, costFlagNames, readCostQuestion } from "./cost/arguments";

export interface CompareArguments {
  readonly target: TargetName;
  readonly outFolder: string;
  /** By which a plan of measurements can be repeated. */
  readonly seed: number;
  /** The report of an older run. */
  readonly againstFile: string | undefined;
  /** How long a row may wait for real time to pass. */
  readonly waitMinutes: number;
  /** Whether deployed stacks stay. */
  readonly keepStacks: boolean;
  /** Whether the question about money is answered already. */
  readonly isConfirmed: boolean;
  readonly isJson: boolean;
  /** Whether latencies are measured: behaviour and cost can be had without. */
  readonly isLatencyWanted: boolean;
  readonly cost: CostQuestion;
}

export const USAGE = `npm run compare -- [options]
  --target NAME   where the strategies are asked (default: engine)
                  engine    on this machine, without an account
                  emulator  on stacks deployed into an emulator: AWS_ENDPOINT_URL, or http://localhost:4566
                  aws       on stacks deployed into your account: it costs money, and asks first
  --out FOLDER    where index.html and report.json are written (default: report)
  --against FILE  the report.json of another run, to say what has changed since
  --seed NUMBER   repeats the order in which latencies are measured (default: 1)
  --no-latency    behaviour and cost only, in a fraction of the time
  --json          print the report as JSON; npm adds lines of its own without --silent: npm run --silent compare -- --json
  -h, --help      print this
On deployed stacks
  --wait MINUTES  how long a row may wait for tokens and caches to run out (default: 0); 12 are enough for all but one row
  --keep          leave the stacks, and print how to remove them
  --yes           accept what the run can cost; needed without a terminal
The exit code is 0 if everything is as expected, 1 if something is not or could not be determined, and 2 if the machine was too busy
to measure latencies
Every option of npm run cost, such as --users 50000 or --requests-per-user 300 (npm run cost -- --help names all)`;

/** An invalid command line; the message says what is accepted. */
export class CompareArgumentError extends Error {
  readonly code = "ARGUMENT_INVALID";
  constructor(fault: string) {
    super(`${fault}\n\n${USAGE}`);
    this.name = "CompareArgumentError";
  }
}

/**
 * Undefined if only help was requested.
 *
 * @throws CompareArgumentError that names the option, what was given and what is accepted.
 */
export function parseCompareArguments(args: readonly string[]): CompareArguments | undefined {
  const { target: targetName = "engine", out = "report", seed = "1", wait = "0", against, ...rest } = parse(args);
  const { help = false, json = false, keep = false, yes = false, "no-latency": isWithoutLatency = false, ...ofCost } = rest;
  if (help) return undefined;
  const target = targetNames.find((name) => name === targetName);
  if (target === undefined) {
    throw new CompareArgumentError(
      `--target is "${targetName}"; expected ${targetNames.map((name) => `"${name}"`).join(" or ")}`,
    );
  }
  if (out === "") throw new CompareArgumentError("--out is empty; expected a folder");
  if (against === "") throw new CompareArgumentError("--against is empty; expected the report.json of another run");
  if (!/^\d{1,9}$/.test(seed)) throw new CompareArgumentError(`--seed is "${seed}"; expected a whole number from 0 to 999999999`);
  const waitMinutes = Number(wait);
  if (!/^\d{1,2}$/.test(wait) || waitMinutes > 90) {
    throw new CompareArgumentError(`--wait is "${wait}"; expected a whole number of minutes from 0 to 90`);
  }
  if (target === "engine") {
    const [useless] = Object.entries({ wait: waitMinutes > 0, keep, yes }).find(([, isGiven]) => isGiven) ?? [];
    if (useless !== undefined) {
      throw new CompareArgumentError(
        `--${useless} is given with the target "engine", which deploys nothing and waits for nobody; expected "emulator" or "aws"`,
      );
    }
  }
  return {
    target,
    outFolder: out,
    seed: Number(seed),
    againstFile: against,
    waitMinutes,
    keepStacks: keep,
    isConfirmed: yes,
    isJson: json,
    isLatencyWanted: !isWithoutLatency,
    cost: readCost(ofCost),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseOptions(args, {
      ...Object.fromEntries(costFlagNames.map((name) => [name, { type: "string", multiple: true } as const])),
      target: { type: "string" },
      out: { type: "string" },
      against: { type: "string" },
      seed: { type: "string" },
      wait: { type: "string" },
      "no-latency": { type: "boolean" },
      json: { type: "boolean" },
      keep: { type: "boolean" },
      yes: { type: "boolean" },
      ...helpOption,
    });
  } catch (error) {
    throw new CompareArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function readCost(values: Readonly<Record<string, readonly string[] | undefined>>): CostQuestion {
  const given = Object.entries(values).flatMap(([name, texts = []]) => [[`--${name}`, texts] as const]);
  try {
    return readCostQuestion(new Map(given));
  } catch (error) {
    throw error instanceof CostArgumentError
      ? new CompareArgumentError(error.faults.map(({ message }) => message).join("\n"))
      : error;
  }
}
