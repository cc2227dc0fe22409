import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as esbuild from "esbuild";
import type { AccessControl } from "../config/access-rules";

const ROOT = join(__dirname, "..");
/** There is no such file: a line that calls the handler's. */
const ENTRY = "entry.ts";

interface Bundle {
  readonly text: string;
  /** Of this project, not of its dependencies. */
  readonly sources: readonly string[];
}

const bundles = new Map<string, Promise<Bundle>>();

/**
 * Bundles a module to one minified CommonJS file whose `handler` is that module's `createHandler`, given the function's environment
 * and, if there is one, the table to decide by. The same sources and table give the same text, so an unchanged function shows no
 * change. The source map goes to build/, to read a logged stack with, and is not deployed.
 *
 * @param handler the module's path from the project's folder, without its ending: `handlers/pets`.
 * @throws esbuild's BuildFailure, which names file and line.
 */
export async function bundleHandler(handler: string, table?: AccessControl): Promise<string> {
  const args = ["process.env", ...(table === undefined ? [] : [JSON.stringify(table)])].join();
  const entry = `import { createHandler } from "./${handler}"; export const handler = createHandler(${args});`;
  const bundle = bundles.get(entry) ?? build(handler, entry);
  bundles.set(entry, bundle);
  return (await bundle).text;
}

/** The files that a bundle of this process was made from, from the project's folder on; undefined of any other text. */
export async function findBundleSources(text: string): Promise<readonly string[] | undefined> {
  const made = await Promise.all(bundles.values());
  return made.find((bundle) => bundle.text === text)?.sources;
}

async function build(handler: string, entry: string): Promise<Bundle> {
  const outfile = join(ROOT, "build", `${handler}.js`);
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents: entry, resolveDir: ROOT, sourcefile: ENTRY },
    absWorkingDir: ROOT,
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    // Node 20 is the oldest that runs the bundles outside Lambda: in the tests and in emulators.
    target: "node20",
    format: "cjs",
    // The SDK's ES modules, because only they can be tree-shaken.
    mainFields: ["module", "main"],
    legalComments: "none",
    sourcemap: "external",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(`${outfile}.map`, textOf(".map"));
  const sources = Object.keys(metafile.inputs).filter((path) => path !== ENTRY && !path.includes("node_modules/"));
  return { text: textOf(".js"), sources };
}
