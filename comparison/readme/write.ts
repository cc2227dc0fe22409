import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { helpOption, parseOptions } from "../../config/command-line";
import { people } from "../../config/people";
import program from "../../index";
import { countPetsCode } from "../code/pets-code";
import { createEnginePlace } from "../engine-place";
import { waitForQuiet } from "../latency/quiet";
import { createProgress } from "../progress";
import { renderCostResults } from "./cost-results";
import { renderBehaviourResults, renderCodeResults, renderLatencyResults, replaceResults } from "./results";

const README = join(__dirname, "..", "..", "README.md");

const USAGE = `npm run results -- [options]
  Compares the strategies on this machine, and writes the tables of results into README.md
  --no-latency  leave the table of latencies as it is
  -h, --help    print this`;

/** Compares on the local engine, and writes what came out into the README. A latency that is not to be trusted is not written. */
async function main(isLatencyWanted: boolean): Promise<void> {
  const progress = createProgress(process.stderr);
  const work = { seed: 1, signal: new AbortController().signal, onProgress: progress.show };
  write("code", renderCodeResults(await countPetsCode(program)));
  const place = createEnginePlace({ program, people });
  const {
    reports: [behaviour],
  } = await place.compareBehaviour(work);
  write("behaviour", renderBehaviourResults(behaviour));
  write("cost", renderCostResults());
  progress.hide();
  if (!isLatencyWanted) return;
  await waitForQuiet((text) => console.error(text), work.signal);
  const { report: latency } = await place.measureLatency(work);
  progress.hide();
  if (!latency.isTrustworthy)
    throw new Error(`the latencies are not to be trusted, and not written: ${latency.reasons.join("; ")}`);
  write("latency", renderLatencyResults(latency));
}

const write = (name: string, table: string) => writeFileSync(README, replaceResults(readFileSync(README, "utf8"), name, table));

try {
  const options = { "no-latency": { type: "boolean" }, ...helpOption } as const;
  const { help = false, "no-latency": isLatencyLeftOut = false } = parseOptions(process.argv.slice(2), options);
  if (help) console.log(USAGE);
  else void main(!isLatencyLeftOut);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 1;
}
