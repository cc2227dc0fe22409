import { CostArgumentError, parseCostArguments, USAGE } from "./arguments";
import { compareCosts } from "./comparison";
import { formatComparison, type TerminalOptions } from "./terminal";

export interface CommandContext extends TerminalOptions {
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
    const comparison = compareCosts(parsed.list, parsed.inputs, today);
    const stdout = parsed.isJson ? JSON.stringify(comparison, null, 2) : formatComparison(comparison, { isColored });
    return { status: 0, stdout, stderr: "" };
  } catch (error) {
    if (!(error instanceof CostArgumentError)) throw error;
    return { status: 1, stdout: "", stderr: error.message };
  }
}
