import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { helpOption, parseOptions } from "../../config/command-line";
import { createEnginePlace } from "../engine-place";
import { createProgress } from "../progress";
import { renderBehaviourResults, renderLatencyResults, replaceResults } from "./results";

const README = join(__dirname, "..", "..", "README.md");

const USAGE = `npm run results -- [options]
  Compares the strategies on this machine, and writes the tables of results into README.md
  -h, --help  print this`;

/** Compares on the local engine, and writes what came out into the README. A latency that is not to be trusted is not written. */
async function main(): Promise<void> {
  const progress = createProgress(process.stderr);
  const place = createEnginePlace();
  const work = { seed: 1, signal: new AbortController().signal, onProgress: progress.show };
  const {
    reports: [behaviour],
  } = await place.compareBehaviour(work);
  const { report: latency } = await place.measureLatency(work);
  progress.hide();
  if (!latency.isTrustworthy) throw new Error(`the latencies are not to be trusted: ${latency.reasons.join("; ")}`);
  const text = replaceResults(readFileSync(README, "utf8"), "behaviour", renderBehaviourResults(behaviour));
  writeFileSync(README, replaceResults(text, "latency", renderLatencyResults(latency)));
}

try {
  const { help = false } = parseOptions(process.argv.slice(2), helpOption);
  if (help) console.log(USAGE);
  else void main();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 1;
}
