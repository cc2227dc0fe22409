import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEnginePlace } from "../engine-place";
import { createProgress } from "../progress";
import { renderBehaviourResults, renderLatencyResults, replaceResults } from "./results";

const README = join(__dirname, "..", "..", "README.md");

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

void main();
