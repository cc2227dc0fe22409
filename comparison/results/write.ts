import { helpOption, parseOptions } from "../../config/command-line";
import { people } from "../../config/people";
import program from "../../index";
import { strategies } from "../../strategies";
import { countPetsCode } from "../code/count";
import { waitForQuiet } from "../latency/quiet";
import { describeReasons } from "../latency/trust";
import { openEngine } from "../open-target";
import { createProgress } from "../progress";
import { renderCostResults, renderDecisionResults } from "./decision-results";
import { renderBehaviourResults, renderCodeResults, renderLatencyResults, writeResults } from "./results";

const USAGE = `npm run results -- [options]
  Compares the strategies on this machine, and writes the tables of results into README.md and docs/
  --no-latency  leave the table of latencies as it is
  -h, --help    print this`;

/** Compares on the local engine and writes the results into the documents, except untrustworthy latencies. */
async function main(isLatencyWanted: boolean): Promise<void> {
  const progress = createProgress(process.stderr);
  const work = { seed: 1, signal: new AbortController().signal, onProgress: progress.show };
  writeResults("code", renderCodeResults(await countPetsCode(program)));
  const descriptions = Object.values(strategies);
  const target = openEngine({ program, people, descriptions });
  const [behaviour] = await target.compareBehaviour(work);
  writeResults("behaviour", renderBehaviourResults(behaviour));
  writeResults("decision", renderDecisionResults(behaviour, descriptions));
  writeResults("cost", renderCostResults(descriptions));
  progress.hide();
  if (!isLatencyWanted) return;
  await waitForQuiet((text) => console.error(text), work.signal);
  const latency = await target.measureLatency(work);
  progress.hide();
  if (!latency.isTrustworthy)
    throw new Error(`the latencies are not trustworthy and were not written: ${describeReasons(latency).join("; ")}`);
  writeResults("latency", renderLatencyResults(latency));
}

try {
  const options = { "no-latency": { type: "boolean" }, ...helpOption } as const;
  const { help = false, "no-latency": isLatencyLeftOut = false } = parseOptions(process.argv.slice(2), options);
  if (help) console.log(USAGE);
  else void main(!isLatencyLeftOut);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exitCode = 1;
}
