import { exitOnceWritten, onReaderGone } from "../config/command-line";
import { people } from "../config/people";
import program from "../index";
import { strategies } from "../strategies";
import { countPetsCode } from "./code/count";
import { runCompare } from "./command";
import { waitForQuiet } from "./latency/quiet";
import { openDeployment, openEngine } from "./open-target";
import { createProgress } from "./progress";

// Silences the SDK's deprecation notice for Node 20; its version is pinned here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// A closed pipe must not stop the command.
onReaderGone(() => undefined);
// May fire repeatedly: Ctrl-C arrives from both the terminal and npm, and deployed stacks must still be destroyed.
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`stopped by ${signal}`)));

const output = {
  print: (text: string) => console.log(text),
  printError: (text: string) => console.error(text),
  progress: createProgress(process.stderr),
};

const compared = { program, people, descriptions: Object.values(strategies) };
void runCompare(process.argv.slice(2), {
  openTarget: async ({ target, ...args }, work) =>
    target === "engine" ? openEngine(compared) : openDeployment({ target, ...args }, work, compared),
  strategies: compared.descriptions,
  countCode: () => countPetsCode(program),
  waitForQuiet,
  output,
  signal: stop.signal,
  // An operation of the Automation API that was interrupted leaves a watcher behind, which would keep the process alive.
}).then(exitOnceWritten);
