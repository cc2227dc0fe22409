import { makeFolder } from "../local/make-folder";
import { formatChanges } from "./against/change-words";
import { findChanges } from "./against/changes";
import { OlderReportError, readOlderReport } from "./against/older-report";
import { CompareArgumentError, type CompareArguments, parseCompareArguments, USAGE } from "./arguments";
import type { BehaviourReports } from "./behaviour/report";
import { formatBehaviour } from "./behaviour/terminal";
import { type CodeReport, formatCode } from "./code/report";
import type { ComparisonReport } from "./comparison-report";
import { describeSides } from "./cost/difference";
import { formatComparison } from "./cost/terminal";
import type { CostModel, PricedStrategy } from "./cost/variants";
import { type CostReport, describeDurations, reportCosts } from "./cost-report";
import { decide } from "./decision/decide";
import { DeploymentError } from "./deployed/deployment";
import { DeploymentTargetError } from "./deployed/deployment-target";
import { costInputsFrom } from "./latency/function-times";
import type { LatencyReport } from "./latency/report";
import { SpendingRefusedError } from "./latency/spending";
import { formatLatency } from "./latency/terminal";
import { BUSY_NOTICE } from "./latency/trust";
import type { ComparisonTarget } from "./open-target";
import type { Progress } from "./progress";
import { formatReport, writeReport } from "./report/render";
import { summarize } from "./report/summary";
import type { Work } from "./work";

/** Output streams of a command. */
interface Output {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly progress: Progress;
}

/** Dependencies of the command. */
export interface CompareContext {
  /** Before latencies are measured. */
  readonly waitForQuiet: (tell: (text: string) => void, signal: AbortSignal) => Promise<void>;
  readonly openTarget: (args: CompareArguments, work: Work) => Promise<ComparisonTarget>;
  readonly strategies: readonly PricedStrategy[];
  /** Of the program's strategies, wherever they are asked. */
  readonly countCode: () => Promise<CodeReport>;
  readonly output: Output;
  /** Ends a run early: what it has started is taken down first. */
  readonly signal: AbortSignal;
}

/** User errors: printed without a stack trace. */
const USER_ERRORS = [CompareArgumentError, OlderReportError, DeploymentTargetError, DeploymentError, SpendingRefusedError];

/** 1: mismatches, or something could not be determined. 2: only the machine was too busy to measure latencies. */
export type ExitCode = 0 | 1 | 2;

/** Runs the comparison and resolves with the exit code. */
export async function runCompare(args: readonly string[], context: CompareContext): Promise<ExitCode> {
  const { print, printError, progress } = context.output;
  try {
    const parsed = parseCompareArguments(args);
    if (parsed !== undefined) return await compare(parsed, context);
    print(USAGE);
    return 0;
  } catch (error) {
    progress.hide();
    const isUserError = context.signal.aborted || USER_ERRORS.some((kind) => error instanceof kind);
    printError(error instanceof Error ? (isUserError ? error.message : (error.stack ?? error.message)) : String(error));
    return 1;
  }
}

async function compare(args: CompareArguments, context: CompareContext): Promise<ExitCode> {
  const { openTarget, waitForQuiet, strategies, countCode, output, signal } = context;
  const { target, outFolder, seed, againstFile, isJson, isLatencyWanted, keepStacks } = args;
  const { print, printError, progress } = output;
  const startedAt = new Date().toISOString();
  // Before anything is asked: it takes a while.
  const older = againstFile === undefined ? undefined : { file: againstFile, report: readOlderReport(againstFile) };
  makeOutFolder(outFolder);
  // Neither may this cost what was measured, where it fails.
  const code = await countCode();

  const tell = (text: string) => {
    progress.hide();
    if (!isJson) print(`${text}\n`);
  };
  const work: Work = { seed, signal, onProgress: progress.show };
  const opened = await openTarget(args, work);
  let behaviour: BehaviourReports;
  let latency: LatencyReport | undefined;
  let leftovers: readonly string[] = [];
  try {
    behaviour = await opened.compareBehaviour(work);
    tell(formatBehaviour(behaviour));
    if (isLatencyWanted) {
      const tellApart = (text: string) => {
        progress.hide();
        printError(text);
      };
      await waitForQuiet(tellApart, signal);
      latency = await opened.measureLatency(work);
      tell(formatLatency(latency));
      if (latency.isBusy) tellApart(BUSY_NOTICE);
    }
  } finally {
    leftovers = await opened.close();
    progress.hide();
    for (const leftover of leftovers) printError(`${keepStacks ? "kept" : "left behind"}: ${leftover}`);
  }
  // What a busy machine measures does not take the place of an assumption.
  const durations = latency === undefined || latency.isBusy ? {} : costInputsFrom(latency.functionTimes, strategies);
  const cost = reportCosts(args.cost, strategies, durations, latency?.timingSource ?? "", startedAt.slice(0, 10));
  const model = { list: args.cost.list, strategies };
  tell(formatCosts(cost, model));
  tell(formatCode(code));

  const results = { behaviour, latency, cost, code };
  const decision = decide({ ...results, cost: cost.comparison, model });
  const found = { version: 2, target, startedAt, seed, decision, ...results } as const;
  const changes = older && findChanges(older.report, found, older.file);
  if (changes !== undefined) tell(formatChanges(changes));
  const report: ComparisonReport = { ...found, against: changes };
  tell(summarize(report));
  const { htmlFile, jsonFile } = await writeReport(outFolder, report, strategies);
  print(isJson ? formatReport(report) : `The report: ${htmlFile}, and for programs ${jsonFile}`);
  const lostCount = keepStacks ? 0 : leftovers.length;
  if (behaviour[0].differences.length + countFaults(latency) + lostCount > 0) return 1;
  return latency?.isBusy === true ? 2 : 0;
}

/** How many answers failed or were wrong; a slow one is a result. */
const countFaults = (latency: LatencyReport | undefined): number =>
  [...(latency?.scenarios ?? []).flatMap(({ series }) => series), ...(latency?.directory?.series ?? [])].reduce(
    (sum, { errors, wrong }) => sum + errors + wrong,
    0,
  );

/** The costs as text. */
const formatCosts = (cost: CostReport, model: CostModel): string =>
  formatComparison(cost.comparison, {
    isColored: false,
    durations: describeDurations(cost),
    sides: describeSides(model, cost.comparison.inputs),
  });

function makeOutFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new CompareArgumentError(`--out is "${path}", which cannot be created or is a file (${code}); expected a folder`);
  }
}
