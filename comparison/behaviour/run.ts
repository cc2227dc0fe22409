import { type Contract, type Contracts, contracts as everyContract, findContract } from "./contracts";
import type { BehaviourReport, Cell, Difference, Expected, Finding, SituationReport } from "./report";
import type { Situation } from "./situation";
import { createSituations } from "./situations";
import type { Lab, Target } from "./target";

export interface BehaviourOptions {
  readonly situations?: readonly Situation[];
  readonly contracts?: Contracts;
  /** Called before each situation. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Puts every strategy of a target into every situation, and holds what is seen against the strategies' contracts.
 *
 * @throws ContractMissingError before anything is asked.
 */
export async function runBehaviour(
  target: Target,
  { situations = createSituations(), contracts = everyContract, onProgress = () => undefined }: BehaviourOptions = {},
): Promise<BehaviourReport> {
  const startedAt = new Date().toISOString();
  const contractOf = new Map(target.strategies.map((strategy) => [strategy, findContract(strategy, contracts)]));
  const rows = new Map<Situation, readonly Cell[]>();
  for (const group of groupBySurroundings(situations)) {
    const labs = await target.enter(group[0]?.surroundings ?? {});
    for (const situation of group) {
      onProgress(rows.size, situations.length);
      const cells: Cell[] = [];
      for (const lab of labs) {
        const contract = contractOf.get(lab.strategy) ?? findContract(lab.strategy, contracts);
        cells.push(await createCell(situation, lab, contract));
      }
      rows.set(situation, cells);
    }
  }
  const reports = situations.map((situation) => describe(situation, rows.get(situation) ?? []));
  return {
    target: target.name,
    startedAt,
    times: target.times,
    strategies: target.strategies,
    situations: reports,
    differences: reports.flatMap(findDifferences),
  };
}

/** One visit to each surroundings, in the order in which they first come up. */
function groupBySurroundings(situations: readonly Situation[]): readonly (readonly Situation[])[] {
  const groups = new Map<string, Situation[]>();
  for (const situation of situations) {
    const key = JSON.stringify(situation.surroundings ?? {});
    groups.set(key, [...(groups.get(key) ?? []), situation]);
  }
  return [...groups.values()];
}

async function createCell({ id, run, expect }: Situation, lab: Lab, contract: Contract): Promise<Cell> {
  const { source, ...expected } = expect(contract, lab);
  const finding = await run(lab).catch((cause: unknown) => {
    throw new Error(`the situation ${id} could not be made under ${lab.strategy}: ${String(cause)}`, { cause });
  });
  return {
    strategy: lab.strategy,
    ...finding,
    expected,
    source,
    isAsExpected: findFaults(finding, expected).length === 0,
  };
}

const describe = ({ id, topic, sentence, family, variant }: Situation, cells: readonly Cell[]): SituationReport => ({
  id,
  topic,
  sentence,
  ...(family === undefined ? {} : { family }),
  ...(variant === undefined ? {} : { variant }),
  cells,
});

const findDifferences = ({ id, cells }: SituationReport): readonly Difference[] =>
  cells
    .filter(({ isAsExpected }) => !isAsExpected)
    .map((cell) => ({ situation: id, strategy: cell.strategy, faults: findFaults(cell, cell.expected), source: cell.source }));

/** A sentence for each thing that is not as it should be. */
function findFaults(finding: Finding, expected: Expected): readonly string[] {
  const faults: string[] = [];
  const compare = (what: string, seen: unknown, wanted: unknown, isSame = seen === wanted) => {
    if (!isSame) faults.push(`the ${what} is ${JSON.stringify(seen)}; expected ${JSON.stringify(wanted)}`);
  };
  const { status, message, effectiveAfterSeconds, isColdStart } = expected;
  const isStatusRight = status === "passed" ? finding.isPassed : !finding.isPassed && finding.status === status;
  compare("status", finding.status, status, isStatusRight);
  if (message !== undefined) compare("message", finding.message, message, matches(message, finding.message));
  compare("decider", finding.decidedBy, expected.decidedBy);
  if (isColdStart !== undefined) compare("cold start", finding.isColdStart, isColdStart);
  if (effectiveAfterSeconds !== undefined)
    compare("time until it takes effect in seconds", finding.effectiveAfterSeconds ?? null, effectiveAfterSeconds);
  return faults;
}

function matches(pattern: string | null, text: string | null): boolean {
  if (pattern === null || text === null) return pattern === text;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
