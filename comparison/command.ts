import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompareArgumentError, parseCompareArguments } from "./arguments";
import { ContractMissingError } from "./behaviour/contracts";
import type { Part } from "./part";

/** Where a command writes. */
export interface Output {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Replaces what it showed before; left out where nobody is watching. */
  readonly showProgress?: (text: string) => void;
}

/** Everything that was compared, as `report.json` holds it. */
interface ComparisonReport {
  readonly target: string;
  readonly startedAt: string;
  /** By the part's name. */
  readonly parts: Readonly<Record<string, object>>;
}

/** Compares, and tells the exit code: 1 where something is not as it should be, or where it could not be found out. */
export async function runCompare(args: readonly string[], parts: readonly Part[], output: Output): Promise<0 | 1> {
  try {
    return await compare(args, parts, output);
  } catch (error) {
    output.showProgress?.("");
    // These say by themselves all there is to know.
    const isTold = [CompareArgumentError, ContractMissingError].some((kind) => error instanceof kind);
    output.printError(error instanceof Error ? (isTold ? error.message : (error.stack ?? error.message)) : String(error));
    return 1;
  }
}

async function compare(args: readonly string[], parts: readonly Part[], { print, showProgress }: Output): Promise<0 | 1> {
  const { target, outFolder, seed, isJson } = parseCompareArguments(args);
  const startedAt = new Date().toISOString();
  // Before anything is asked: it takes a while.
  makeFolder(outFolder);

  const reports: Record<string, object> = {};
  let differenceCount = 0;
  for (const part of parts) {
    const result = await part.run((done, total) => showProgress?.(`${part.name}: ${done} of ${total}`), { seed });
    showProgress?.("");
    reports[part.name] = result.report;
    differenceCount += result.differenceCount;
    if (!isJson) print(result.text);
  }
  const report: ComparisonReport = { target, startedAt, parts: reports };
  const text = JSON.stringify(report, null, 2);
  const file = join(outFolder, "report.json");
  writeFileSync(file, `${text}\n`);
  print(isJson ? text : `\nMessages, reasons and the sources of the expectations: ${file}`);
  return differenceCount === 0 ? 0 : 1;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new CompareArgumentError(`--out is "${path}", which cannot be made or is a file (${code}); expected a folder`);
  }
}
