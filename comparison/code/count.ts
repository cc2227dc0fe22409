import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { type FunctionModel, readFunctions } from "../../local/lambda/resources";
import type { Program } from "../../local/program";
import { type Recording, recordProgram } from "../../local/record";
import type { CodeReport, StrategyCode } from "./report";

/** The program to count. */
export interface CountedProgram {
  /** Its folder, and the file in it that everything is imported from. */
  readonly root: string;
  readonly entry: string;
  readonly strategies: readonly string[];
  /** What it creates under a strategy. Called for one after the other. */
  readonly record: (strategy: string) => Promise<Recording>;
  /** The files that a function's code was bundled from. */
  readonly findSources: (code: string) => Promise<readonly string[] | undefined>;
}

interface Recorded {
  readonly strategy: string;
  readonly resources: ReadonlyMap<string, string>;
  readonly functions: readonly (FunctionModel & { readonly sources: readonly string[] })[];
}

const isFileOf = (strategy: string) => (path: string) => path.startsWith(`strategies/${strategy}/`);

/** Contract and costs are descriptions, not code that protects anything. */
const isDescription = (path: string) => /^strategies\/(?:[^/]+\/)?(?:contract|costs)\.ts$/.test(path);

/**
 * Counts what belongs to each strategy alone: resources not recorded under every strategy, their functions' bundles, and files imported
 * only by its own folder and those functions.
 */
export async function countCode(program: CountedProgram): Promise<CodeReport> {
  const { root, entry, strategies } = program;
  const recorded: Recorded[] = [];
  // One after the other: the Pulumi SDK keeps the run it is in as state of the process.
  for (const strategy of strategies) recorded.push(await record(program, strategy));
  const imports = await readImports(root, entry);
  const [first, ...others] = recorded;
  const shared = new Set(
    others.length === 0
      ? []
      : [...(first?.resources.keys() ?? [])].filter((key) => others.every((one) => one.resources.has(key))),
  );
  const isShared = ({ name }: FunctionModel) => shared.has(keyOf({ type: FUNCTION, name }));
  const sharedFunctions = first?.functions.filter(isShared) ?? [];
  return {
    strategies: await Promise.all(recorded.map((one) => countStrategy(program, one, { recorded, imports, shared, isShared }))),
    shared: {
      resources: shared.size,
      functions: sharedFunctions.length,
      bundleBytes: sumOf(sharedFunctions.map(bytesOf)),
    },
  };
}

const FUNCTION = "aws:lambda/function:Function";
const keyOf = ({ type, name }: { readonly type: string; readonly name: string }) => `${type} ${name}`;
const bytesOf = ({ code }: FunctionModel) => Buffer.byteLength(code);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

async function record({ record: deploy, findSources }: CountedProgram, strategy: string): Promise<Recorded> {
  const recording = await deploy(strategy);
  const functions = await readFunctions(recording);
  return {
    strategy,
    resources: new Map(
      recording.resources.filter(({ isComponent }) => !isComponent).map((resource) => [keyOf(resource), resource.type]),
    ),
    functions: await Promise.all(
      functions.map(async (fn) => {
        const sources = await findSources(fn.code);
        if (sources === undefined) {
          throw new Error(
            `the function ${fn.name} of ${strategy} has code that was not bundled here, so its files are not known`,
          );
        }
        return { ...fn, sources };
      }),
    ),
  };
}

interface Context {
  readonly recorded: readonly Recorded[];
  readonly imports: Imports;
  readonly shared: ReadonlySet<string>;
  readonly isShared: (fn: FunctionModel) => boolean;
}

async function countStrategy(
  { root, entry }: CountedProgram,
  { strategy, resources, functions }: Recorded,
  { recorded, imports, shared, isShared }: Context,
): Promise<StrategyCode> {
  const isItsFile = isFileOf(strategy);
  const starts = [...imports.keys()].filter((path) => isItsFile(path) && !isDescription(path));
  if (starts.length === 0) {
    throw new Error(`${entry} imports no file of the strategy "${strategy}"; expected one in strategies/${strategy}/`);
  }
  const own = functions.filter((fn) => !isShared(fn));
  const foreign = recorded.flatMap((one) => one.functions.filter((fn) => one.strategy !== strategy || isShared(fn)));
  const others = new Set([...findReached(imports, [entry], isItsFile), ...foreign.flatMap(({ sources }) => sources)]);
  const needed = new Set([...findReached(imports, starts, isDescription), ...own.flatMap(({ sources }) => sources)]);
  const files = await Promise.all(
    [...needed]
      .filter((path) => !others.has(path))
      .sort()
      .map(async (path) => ({ path, codeLines: countCodeLines(await readFile(join(root, path), "utf8")) })),
  );
  const types = [...resources].flatMap(([key, type]) => (shared.has(key) ? [] : [type]));
  return {
    strategy,
    resources: [...new Set(types)].sort().map((type) => ({ type, count: types.filter((one) => one === type).length })),
    functions: own.map((fn) => ({ name: fn.name, bundleBytes: bytesOf(fn) })),
    files,
    totals: {
      resources: types.length,
      functions: own.length,
      codeLines: sumOf(files.map(({ codeLines }) => codeLines)),
      bundleBytes: sumOf(own.map(bytesOf)),
    },
  };
}

/** Counts lines of code in a TypeScript file, without blank and comment lines. */
export function countCodeLines(text: string): number {
  const source = ts.createSourceFile("counted.ts", text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    for (const child of children) visit(child);
    // A token; one of several lines is a template, all of which is code.
    if (children.length > 0 || node.getWidth(source) === 0) return;
    const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
    for (let line = lineOf(node.getStart(source)); line <= lineOf(node.getEnd()); line++) lines.add(line);
  };
  visit(source);
  return lines.size;
}

/** Project files imported by each file, without type-only imports. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** A module's direct and indirect imports, relative to the project. */
async function readImports(root: string, entry: string): Promise<Imports> {
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    platform: "node",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => [
      path,
      imports.flatMap((one) => (one.external ? [] : [one.path])),
    ]),
  );
}

/** Files reachable from the given ones, including these, without entering the excluded ones. */
function findReached(imports: Imports, from: readonly string[], isLeftOut = (_path: string) => false): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = from.filter((path) => !isLeftOut(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...(imports.get(path) ?? []).filter((next) => !isLeftOut(next)));
  }
  return reached;
}

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
