import { join } from "node:path";
import type { Program } from "../../local/program";
import { recordProgram } from "../../local/record";
import { type CountedProgram, countCode } from "./count";
import type { CodeReport } from "./report";

/** For this project's program with default settings. Recorded locally, whatever the target. */
export const countPetsCode = (
  program: Program & { readonly findBundleSources: CountedProgram["findSources"] },
): Promise<CodeReport> =>
  countCode({
    root: join(__dirname, "..", ".."),
    entry: "index.ts",
    strategies: program.strategyNames,
    record: (strategy) => recordProgram(program, { stack: strategy, config: { strategy } }),
    findSources: program.findBundleSources,
  });
