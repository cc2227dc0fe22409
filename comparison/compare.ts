import { CompareArgumentError } from "./arguments";
import { type CompareContext, runCompare } from "./command";
import { createEnginePlace } from "./engine-place";
import { createProgress } from "./progress";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // A second one does not wait.
    process.once(signal, () => process.exit(130));
    stop.abort(new Error(`stopped by ${signal}`));
  });
}

const openPlace: CompareContext["openPlace"] = async ({ target }) => {
  if (target === "engine") return createEnginePlace();
  throw new CompareArgumentError(`--target is "${target}", where strategies cannot be compared yet; expected "engine"`);
};
const output = {
  print: (text: string) => console.log(text),
  printError: (text: string) => console.error(text),
  progress: createProgress(process.stderr),
};

void runCompare(process.argv.slice(2), { openPlace, output, signal: stop.signal }).then((code) => {
  process.exitCode = code;
});
