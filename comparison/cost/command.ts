import { CostArgumentError, parseCostArguments, USAGE } from "./arguments";
import { type CostComparison, compareCosts } from "./comparison";
import { describeSides } from "./difference";
import { findAssumed, measurableInputs } from "./inputs";
import { formatComparison, type TerminalOptions } from "./terminal";
import type { PricedStrategy } from "./variants";

export interface CommandContext extends Pick<TerminalOptions, "isColored"> {
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly strategies: readonly PricedStrategy[];
}

export interface CommandResult {
  readonly status: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run cost` prints for its arguments. */
export function runCostCommand(args: readonly string[], { today, isColored, strategies }: CommandContext): CommandResult {
  try {
    const parsed = parseCostArguments(args);
    if (parsed.kind === "help") return { status: 0, stdout: USAGE, stderr: "" };
    const model = { list: parsed.list, strategies };
    const comparison = compareCosts(model, parsed.inputs, today, findAssumed(parsed.given));
    const options = { isColored, durations: describeAssumedDurations(comparison), sides: describeSides(model, parsed.inputs) };
    const stdout = parsed.isJson ? JSON.stringify(comparison, null, 2) : formatComparison(comparison, options);
    return { status: 0, stdout, stderr: "" };
  } catch (error) {
    if (!(error instanceof CostArgumentError)) throw error;
    return { status: 1, stdout: "", stderr: error.message };
  }
}

/** Points to the command that measures them. */
function describeAssumedDurations({ assumed, inputs }: CostComparison): string | undefined {
  const durations = assumed.filter((name) => measurableInputs.includes(name)).map((name) => `${name} ${inputs[name]} ms`);
  if (durations.length === 0) return undefined;
  return (
    `Durations are assumed here (${durations.join(", ")}). npm run compare measures them on the engine, uses those, and prints ` +
    "the break-even of both."
  );
}
