import { onReaderGone } from "../config/command-line";
import { people } from "../config/people";
import program from "../index";
import { strategies } from "../strategies";
import { countPetsCode } from "./code/pets-code";
import { runCompare } from "./command";
import { waitForQuiet } from "./latency/quiet";
import { openDeployment, openEngine } from "./open-target";
import { createProgress } from "./progress";

// The SDK would tell users of Node 20 about its own next versions; this program pins one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// A closed pipe must not stop the command.
onReaderGone(() => undefined);
// However often: in a terminal Ctrl-C comes twice, from the terminal and from npm, and what was deployed has to be destroyed.
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
}).then((code) => process.exit(code));
