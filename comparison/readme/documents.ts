import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replaceResults } from "./results";

/** The document of each block of results. */
const documents = {
  behaviour: "docs/comparison.md",
  code: "docs/code.md",
  cost: "docs/cost.md",
  decision: "README.md",
  latency: "docs/comparison.md",
} as const;

type ResultName = keyof typeof documents;

const pathOf = (name: ResultName) => join(__dirname, "..", "..", documents[name]);

/** The document that contains the block. */
export const readDocument = (name: ResultName): string => readFileSync(pathOf(name), "utf8");

/** Writes a block into its document. */
export const writeResults = (name: ResultName, content: string): void =>
  writeFileSync(pathOf(name), replaceResults(readDocument(name), name, content));
