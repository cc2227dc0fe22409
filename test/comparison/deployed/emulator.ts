import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compareOnDeployment } from "../../../comparison/behaviour/compare";
import type { BehaviourReport } from "../../../comparison/behaviour/report";
import { formatBehaviour } from "../../../comparison/behaviour/terminal";
import { type Clients, createClients } from "../../../comparison/deployed/clients";
import { deployStacks } from "../../../comparison/deployed/deployment";
import { exitOnceWritten } from "../../../config/command-line";
import { Checks } from "../../emulator/checks";
import { listNames } from "../../emulator/inventory";
import { knownDifferences } from "../../emulator/known-differences";
import { findEmulator, REGION } from "../../emulator/stack";
import { pets } from "../../support/pets";
import { checkInterruptions, STACKS } from "./interruptions";
import { checkLatency } from "./latency";

/**
 * Compares behaviour and latency of all strategies, deployed into the emulator at AWS_ENDPOINT_URL as throw-away stacks, interrupts
 * further comparisons, and checks what is left. Needs `pulumi` on the PATH. Prints one line for each check.
 */

/** Enough for the shortest of the waiting rows. */
const WAIT_MINUTES = 2;

async function checkDeployment(checks: Checks, stop: AbortSignal): Promise<void> {
  const say = (what: string) => console.log(`        ${what}`);
  const deployment = await deployStacks({
    target: "emulator",
    strategyNames: pets.program.strategyNames,
    keepStacks: false,
    signal: stop,
    onProgress: say,
  });
  try {
    const reports = await compareOnDeployment(pets, deployment, WAIT_MINUTES, {
      signal: stop,
      onProgress: () => undefined,
    });
    console.log(formatBehaviour(reports));
    const [emulator, engine] = reports;
    checkReport(checks, emulator);
    checks.equal("the engine's report stands beside it, without differences", engine?.differences, []);
    await checkLatency(checks, deployment, stop);
  } finally {
    checks.equal("destroy says that nothing is left", await deployment.destroy(), []);
  }
}

const listed = knownDifferences.filter((known) => known.suite === "test:compare");

function checkReport(checks: Checks, { timingSource, strategies, situations, differences }: BehaviourReport): void {
  checks.equal("the times say that they are simulated", timingSource.includes("simulated"), true);
  const known = listed.flatMap(({ situations: ids, strategies: only = strategies, ...rest }) =>
    ids.flatMap((situation) => only.map((strategy) => ({ situation, strategy, ...rest }))),
  );
  const isOf = (cell: { readonly situation: string; readonly strategy: string }) => (other: typeof cell) =>
    other.situation === cell.situation && other.strategy === cell.strategy;
  const unlisted = differences.filter(
    (difference) => !known.filter(isOf(difference)).some(({ isIn }) => isIn(difference.mismatches)),
  );
  checks.equal("nothing differs from the contracts but what is listed", unlisted, []);
  const gone = known.filter((cell) => !differences.some(isOf(cell)));
  checks.equal(
    "everything that is listed differs",
    gone.map(({ situation, strategy, reason }) => `${situation}, ${strategy}: ${reason}`),
    [],
  );
  const cells = situations.flatMap((row) => row.cells);
  checks.equal(
    "each cell says who decided",
    cells.filter(({ decidedBy }) => decidedBy === undefined),
    [],
  );
  checks.equal(
    "every row has a cell of each strategy or a reason",
    situations.filter((row) => row.cells.length !== (row.notAsked === undefined ? strategies.length : 0)).map(({ id }) => id),
    [],
  );
  const late = situations.find(({ id }) => id === "second-request-late");
  checks.equal(
    "a row that waits was asked",
    late?.cells.map(({ decidedBy }) => decidedBy),
    pets.descriptions.map(({ contract }) => contract.permitted.decidedBy),
  );
  checks.equal("no token is in the report", /eyJ[\w-]{10,}/.test(JSON.stringify(situations)), false);
}

async function checkAll(checks: Checks, clients: Clients, stop: AbortSignal): Promise<void> {
  await checkDeployment(checks, stop);
  checks.equal("nothing of the comparison is left in the emulator", await listNames(clients, STACKS), []);
  await checkInterruptions(checks, clients, stop);
}

/** Resolves with the exit code. */
async function main(): Promise<number> {
  const { endpoint, fault } = await findEmulator();
  if (fault !== undefined) {
    console.error(`test:compare cannot run: ${fault}`);
    return 1;
  }
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  const checks = new Checks(new AbortController().signal);
  const temporary = mkdtempSync(join(tmpdir(), "test-compare-"));
  process.env.TMPDIR = temporary;
  try {
    await checkAll(checks, createClients(REGION, endpoint), stop.signal);
    checks.equal(
      "no temporary folder is left",
      readdirSync(temporary).filter((name) => name.startsWith("pets-")),
      [],
    );
  } catch (error) {
    console.log(`  FAIL  did not run to its end\n        ${error instanceof Error ? error.stack : error}`);
    checks.failed++;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  console.log(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed > 0 || checks.passed === 0 ? 1 : 0;
}

// An interrupted operation of the Automation API leaves a watcher behind, which would keep the process alive.
void main().then(exitOnceWritten);
