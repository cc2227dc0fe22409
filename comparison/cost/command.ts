import { CostArgumentError, parseCostArguments, USAGE } from "./arguments";
import { type CostComparison, compareCosts } from "./comparison";
import { findAssumed, measurableInputs } from "./inputs";
import { formatComparison, type TerminalOptions } from "./terminal";

export interface CommandContext extends Pick<TerminalOptions, "isColored"> {
  /** YYYY-MM-DD. */
  readonly today: string;
}

export interface CommandResult {
  readonly status: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run cost` prints for its arguments. */
export function runCostCommand(args: readonly string[], { today, isColored }: CommandContext): CommandResult {
  try {
    const parsed = parseCostArguments(args);
    if (parsed.kind === "help") return { status: 0, stdout: USAGE, stderr: "" };
    const comparison = compareCosts(parsed.list, parsed.inputs, today, findAssumed(parsed.given));
    const options = { isColored, durations: describeAssumedDurations(comparison) };
    const stdout = parsed.isJson ? JSON.stringify(comparison, null, 2) : formatComparison(comparison, options);
    return { status: 0, stdout, stderr: "" };
  } catch (error) {
    if (!(error instanceof CostArgumentError)) throw error;
    return { status: 1, stdout: "", stderr: error.message };
  }
}

/** What another command would put in their place. */
function describeAssumedDurations({ assumed, inputs }: CostComparison): string | undefined {
  const durations = assumed.filter((name) => measurableInputs.includes(name)).map((name) => `${name} ${inputs[name]} ms`);
  if (durations.length === 0) return undefined;
  return (
    `Durations are assumed here (${durations.join(", ")}). npm run compare measures them on the engine, counts with those, and says ` +
    "the break-even of both."
  );
}
