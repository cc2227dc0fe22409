import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { formatRatio, medianOf } from "./statistics";

/**
 * How long our program makes a developer wait compared with an empty one: both evaluated under mocks, as whole processes from start to
 * exit, alternating; the figure is the ratio of the medians.
 */

const ROUNDS = 15;

function run(program: "empty" | "pets"): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [
    "--require",
    "ts-node/register",
    join(__dirname, "programs", `${program}.ts`),
  ]);
  if (status !== 0) throw new Error(`the program "${program}" failed: ${stderr}`);
  return performance.now() - start;
}

const times = { empty: [] as number[], pets: [] as number[] };
run("empty");
run("pets");
for (let round = 0; round < ROUNDS; round++) {
  times.empty.push(run("empty"));
  times.pets.push(run("pets"));
}
const emptyMs = medianOf(times.empty);
const petsMs = medianOf(times.pets);
console.log(`${ROUNDS} runs of each in turns, whole processes, medians, Node ${process.version}`);
console.log(`empty program   ${emptyMs.toFixed(0)} ms   1.00 (the baseline)`);
console.log(`pets program    ${petsMs.toFixed(0)} ms   ${formatRatio(petsMs, emptyMs)}`);
