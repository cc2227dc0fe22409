import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { helpOption, parseOptions } from "../../config/command-line";
import { countPetsCode } from "../code/pets-code";
import { createEnginePlace } from "../engine-place";
import { createProgress } from "../progress";
import { renderBehaviourResults, renderCodeResults, renderLatencyResults, replaceResults } from "./results";

const README = join(__dirname, "..", "..", "README.md");

const USAGE = `npm run results -- [options]
  Compares the strategies on this machine, and writes the tables of results into README.md
  -h, --help  print this`;

/** Compares on the local engine, and writes what came out into the README. A latency that is not to be trusted is not written. */
async function main(): Promise<void> {
  const progress = createProgress(process.stderr);
  const work = { seed: 1, signal: new AbortController().signal, onProgress: progress.show };
  write("code", renderCodeResults(await countPetsCode()));
  const place = createEnginePlace();
  const {
    reports: [behaviour],
  } = await place.compareBehaviour(work);
  write("behaviour", renderBehaviourResults(behaviour));
  const { report: latency } = await place.measureLatency(work);
  progress.hide();
  if (!latency.isTrustworthy) throw new Error(`the latencies are not to be trusted: ${latency.reasons.join("; ")}`);
  write("latency", renderLatencyResults(latency));
}

const write = (name: string, table: string) => writeFileSync(README, replaceResults(readFileSync(README, "utf8"), name, table));

try {
  const { help = false } = parseOptions(process.argv.slice(2), helpOption);
  if (help) console.log(USAGE);
  else void main();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 1;
}
