import { keys } from "../../config/setting-keys";
import type { Contract } from "../../strategies/contract";
import type { Lab } from "./lab";
import { findMismatches } from "./mismatch";
import type { BehaviourReport, Cell, Difference, Finding, SituationReport } from "./report";
import { type Expectation, findAlteration, type Situation } from "./situation";
import { createSituations } from "./situations";
import type { BehaviourTarget, Conditions } from "./target";

export interface BehaviourOptions {
  readonly situations?: readonly Situation[];
  /** By the strategies' names. */
  readonly contracts: Readonly<Record<string, Contract>>;
  /** Called before each situation that is asked; of those that wait, after each. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the run before its next situation. */
  readonly signal?: AbortSignal;
}

/** Observed and expected. */
interface Observation {
  readonly situation: Situation;
  readonly strategy: string;
  readonly expectation: Expectation;
  readonly finding: Finding;
}

/**
 * Puts every strategy of a target into every situation, and compares the observations with the strategies' contracts.
 *
 * @throws the signal's reason.
 */
export async function runBehaviour(
  target: BehaviourTarget,
  { situations = createSituations(), contracts, onProgress = () => undefined, signal }: BehaviourOptions,
): Promise<BehaviourReport> {
  const startedAt = new Date().toISOString();
  const obstacles = new Map(situations.map((situation) => [situation, findObstacle(target, situation)]));
  const asked = situations.filter((situation) => obstacles.get(situation) === undefined);

  const observations: Observation[] = [];
  const observe = async (situation: Situation, lab: Lab) => {
    const contract = contracts[lab.strategy];
    if (contract === undefined) throw new RangeError(`no contract for ${lab.strategy}`);
    const finding = await situation.run(lab).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new Error(`could not set up the situation ${situation.id} under ${lab.strategy}: ${String(cause)}`, { cause });
    });
    observations.push({ situation, strategy: lab.strategy, expectation: situation.expect(contract, lab), finding });
  };
  let done = 0;
  for (const group of groupBySurroundings(asked)) {
    signal?.throwIfAborted();
    const labs = await target.enter(group[0]?.conditions ?? {});
    for (const situation of group.filter((one) => !hasToWait(target, one))) {
      signal?.throwIfAborted();
      onProgress(done++, asked.length);
      for (const lab of labs) await observe(situation, lab);
    }
    // They do nothing but wait, which they can do together.
    const waiting = group
      .filter((one) => hasToWait(target, one))
      .map(async (situation) => {
        await settle(labs.map((lab) => observe(situation, lab)));
        onProgress(++done, asked.length);
      });
    await settle(waiting);
  }

  const cells = await createCells(target, observations);
  const reports = situations.map((situation) => describe(situation, cells(situation), obstacles.get(situation)));
  return {
    target: target.name,
    startedAt,
    timingSource: target.timingSource,
    strategies: target.strategies,
    situations: reports,
    differences: reports.flatMap(findDifferences),
  };
}

const timesOf = ({ tokenValiditySeconds }: BehaviourTarget, { conditions }: Situation) => ({
  tokenValiditySeconds,
  cacheTtlSeconds: conditions?.cacheTtlSeconds ?? keys.authorizerCacheTtlSeconds.default,
});
const needsSeconds = (target: BehaviourTarget, situation: Situation) => situation.needsSeconds?.(timesOf(target, situation)) ?? 0;
const hasToWait = (target: BehaviourTarget, situation: Situation) =>
  Number.isFinite(target.maxWaitSeconds) && needsSeconds(target, situation) > 0;

/** Why a situation is skipped, and what would change that. */
function findObstacle(target: BehaviourTarget, situation: Situation): string | undefined {
  if (situation.needsAnotherPool && target.strategies.length < 2) {
    return "there is no other user pool, for there is only one strategy; serve another one";
  }
  if (situation.needsPoolKey && !target.hasPoolKeys)
    return "nobody has the private key of a deployed pool; ask the target engine";
  const obstacle = target.findObstacle(situation.conditions ?? {});
  const seconds = needsSeconds(target, situation);
  if (obstacle !== undefined || seconds <= target.maxWaitSeconds) return obstacle;
  const minutes = Math.ceil(seconds / 60);
  return `it takes ${minutes} minutes of real time; it is asked with --wait ${minutes}`;
}

/** Waits for all of them even if one fails, so that nothing keeps running in the background. */
async function settle(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === "rejected") throw end.reason;
}

/** Groups situations by conditions, in order of first occurrence. */
function groupBySurroundings(situations: readonly Situation[]): readonly (readonly Situation[])[] {
  const groups = new Map<string, Situation[]>();
  for (const situation of situations) {
    const key = JSON.stringify(simplify(situation.conditions ?? {}));
    groups.set(key, [...(groups.get(key) ?? []), situation]);
  }
  return [...groups.values()];
}

/** Drops conditions that equal the program's defaults. */
const simplify = ({ cacheTtlSeconds, ...rest }: Conditions): Conditions =>
  cacheTtlSeconds === undefined || cacheTtlSeconds === keys.authorizerCacheTtlSeconds.default
    ? rest
    : { ...rest, cacheTtlSeconds };

/** Each situation's cells, in the order of the target's strategies. */
async function createCells(target: BehaviourTarget, observations: readonly Observation[]) {
  const findings = await target.complete(observations.map(({ finding }) => finding));
  const cells = new Map<Situation, Cell[]>();
  for (const [i, { situation, strategy, expectation, finding: told }] of observations.entries()) {
    const finding = findings[i] ?? told;
    const { source, ...expected } = expectation;
    const cell = { strategy, ...finding, expected, source, isAsExpected: findMismatches(finding, expected).length === 0 };
    cells.set(situation, [...(cells.get(situation) ?? []), cell]);
  }
  return (situation: Situation): readonly Cell[] => {
    const indexOf = ({ strategy }: Cell) => target.strategies.indexOf(strategy);
    return (cells.get(situation) ?? []).toSorted((a, b) => indexOf(a) - indexOf(b));
  };
}

function describe(situation: Situation, cells: readonly Cell[], notAsked: string | undefined): SituationReport {
  const { conditions, needsAnotherPool, needsPoolKey, needsSeconds, run, expect, ...described } = situation;
  const alteration = findAlteration(situation);
  return {
    ...described,
    ...(alteration === undefined ? {} : { alteration }),
    ...(notAsked === undefined ? {} : { notAsked }),
    cells,
  };
}

const findDifferences = ({ id, cells }: SituationReport): readonly Difference[] =>
  cells
    .filter(({ isAsExpected }) => !isAsExpected)
    .map((cell) => ({
      situation: id,
      strategy: cell.strategy,
      mismatches: findMismatches(cell, cell.expected),
      source: cell.source,
    }));
