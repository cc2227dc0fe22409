import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countPetsCode } from "../code/pets-code";
import { createEnginePlace } from "../engine-place";
import { waitForQuiet } from "../latency/quiet";
import { createProgress } from "../progress";
import { renderCostResults } from "./cost-results";
import { renderBehaviourResults, renderCodeResults, renderLatencyResults, replaceResults } from "./results";

const README = join(__dirname, "..", "..", "README.md");

/** Compares on the local engine, and writes what came out into the README. A latency that is not to be trusted is not written. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "no-latency": { type: "boolean", default: false } } });
  const progress = createProgress(process.stderr);
  const work = { seed: 1, signal: new AbortController().signal, onProgress: progress.show };
  write("code", renderCodeResults(await countPetsCode()));
  const place = createEnginePlace();
  const {
    reports: [behaviour],
  } = await place.compareBehaviour(work);
  write("behaviour", renderBehaviourResults(behaviour));
  write("cost", renderCostResults());
  progress.hide();
  if (values["no-latency"]) return;
  await waitForQuiet((text) => console.error(text), work.signal);
  const { report: latency } = await place.measureLatency(work);
  progress.hide();
  if (!latency.isTrustworthy)
    throw new Error(`the latencies are not to be trusted, and not written: ${latency.reasons.join("; ")}`);
  write("latency", renderLatencyResults(latency));
}

const write = (name: string, table: string) => writeFileSync(README, replaceResults(readFileSync(README, "utf8"), name, table));

void main();
