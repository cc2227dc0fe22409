import { join } from "node:path";
import { findBundleSources, recordProgram } from "../../local/recorded-program";
import { strategyNames } from "../../local/strategy-names";
import { countCode } from "./count";
import type { CodeReport } from "./report";

/** Of this project's program. It is recorded here, wherever the strategies are asked. */
export const countPetsCode = (): Promise<CodeReport> =>
  countCode({
    root: join(__dirname, "..", ".."),
    entry: "index.ts",
    strategies: strategyNames,
    record: recordProgram,
    findSources: findBundleSources,
  });
