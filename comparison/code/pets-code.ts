import { join } from "node:path";
import type { Program } from "../../local/program";
import { recordProgram } from "../../local/record";
import { type CountedProgram, countCode } from "./count";
import type { CodeReport } from "./report";

/** Of this project's program, with every setting but the strategy as it is by default. It is recorded here, wherever the strategies are asked. */
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
