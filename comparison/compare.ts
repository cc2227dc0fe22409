import { createBehaviourPart } from "./behaviour/part";
import { type Output, runCompare } from "./command";
import { createLatencyPart } from "./latency/part";
import type { Part } from "./part";

/** Everything that strategies are compared in. */
const PARTS: readonly Part[] = [createBehaviourPart(), createLatencyPart()];

const output: Output = {
  print: (text) => console.log(text),
  printError: (text) => console.error(text),
  // One line that is written over, and only where somebody can see it.
  ...(process.stderr.isTTY ? { showProgress: (text: string) => process.stderr.write(`\r\u001b[K${text}`) } : {}),
};

runCompare(process.argv.slice(2), PARTS, output).then((code) => {
  process.exitCode = code;
});
