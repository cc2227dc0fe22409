import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as esbuild from "esbuild";
import type { Entry } from "./entry";

const ROOT = join(__dirname, "..");
/** Virtual entry file. */
const ENTRY = "entry.ts";

/** Code of the bundles made by this process, by entry. */
const bundles = new Map<string, Promise<string>>();

/**
 * Bundles an entry into one minified CommonJS file. The output is deterministic, so an unchanged function shows no diff. The source map
 * goes to build/ for reading logged stacks; it is not deployed.
 *
 * @throws esbuild's BuildFailure, which names file and line.
 */
export async function bundleEntry({ name, text: entry }: Entry): Promise<string> {
  const bundle = bundles.get(entry) ?? build(name, entry);
  bundles.set(entry, bundle);
  return bundle;
}

/** Source files, relative to the project, of a bundle made by this process; undefined for any other text. */
export async function findBundleSources(text: string): Promise<readonly string[] | undefined> {
  for (const [entry, bundle] of bundles) {
    if ((await bundle) !== text) continue;
    const { metafile } = await esbuild.build({ ...optionsOf(entry), metafile: true });
    return Object.keys(metafile.inputs).filter((path) => path !== ENTRY && !path.includes("node_modules/"));
  }
  return undefined;
}

const optionsOf = (entry: string) =>
  ({
    stdin: { contents: entry, resolveDir: ROOT, sourcefile: ENTRY },
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    platform: "node",
    // Tests and emulators run the bundles on Node 20.
    target: "node20",
    format: "cjs",
    // Only the SDK's ES modules can be tree-shaken.
    mainFields: ["module", "main"],
    legalComments: "none",
    write: false,
    logLevel: "silent",
  }) as const satisfies esbuild.BuildOptions;

async function build(name: string, entry: string): Promise<string> {
  const outfile = join(ROOT, "build", `${name}.js`);
  const { outputFiles } = await esbuild.build({ ...optionsOf(entry), outfile, sourcemap: "external", sourcesContent: false });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(`${outfile}.map`, textOf(".map"));
  return textOf(".js");
}
