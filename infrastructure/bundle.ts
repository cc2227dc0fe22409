import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as esbuild from "esbuild";

const ROOT = join(__dirname, "..");
const bundles = new Map<string, Promise<string>>();

/**
 * Bundles handlers/{name}.ts to one minified CommonJS file whose `handler` is that module's `createHandler`, given the function's
 * environment. The same sources give the same text, so an unchanged function shows no change. The source map goes to build/, to
 * read a logged stack with, and is not deployed.
 *
 * @throws esbuild's BuildFailure, which names file and line.
 */
export function bundleHandler(name: string): Promise<string> {
  const bundle = bundles.get(name) ?? build(name);
  bundles.set(name, bundle);
  return bundle;
}

async function build(name: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `import { createHandler } from "./handlers/${name}"; export const handler = createHandler(process.env);`,
      resolveDir: ROOT,
      sourcefile: "entry.ts",
    },
    absWorkingDir: ROOT,
    outfile: join(ROOT, "build", `${name}.js`),
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
    write: false,
    logLevel: "silent",
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  await mkdir(join(ROOT, "build"), { recursive: true });
  await writeFile(join(ROOT, "build", `${name}.js.map`), textOf(".map"));
  return textOf(".js");
}
