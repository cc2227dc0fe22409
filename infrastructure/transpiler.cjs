const { readdirSync } = require("node:fs");
const { join, relative, sep } = require("node:path");
const { buildSync, transformSync } = require("esbuild");

const ROOT = join(__dirname, "..");
/** Whoever loads one of their files loads most of them. */
const FOLDERS = ["config", "infrastructure", "local", "strategies"];
const OPTIONS = { format: "cjs", platform: "node", target: "node20", sourcemap: "external", sourcesContent: false };

/** All files of a folder at once: asking esbuild for one file after the other takes three times as long. */
function transpileFolder(folder) {
  const files = readdirSync(join(ROOT, folder), { recursive: true }).filter((file) => file.endsWith(".ts"));
  const { outputFiles } = buildSync({
    ...OPTIONS,
    entryPoints: files.map((file) => join(ROOT, folder, file)),
    outbase: ROOT,
    outdir: ROOT,
    // As for a single file, which is all that is read.
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

const folders = new Map();

function findInFolder(fileName) {
  const [folder] = relative(ROOT, fileName).split(sep);
  if (!FOLDERS.includes(folder)) return undefined;
  const outputs = folders.get(folder) ?? transpileFolder(folder);
  folders.set(folder, outputs);
  const path = fileName.replace(/\.ts$/, ".js");
  return { outputText: outputs.get(path), sourceMapText: outputs.get(`${path}.map`) };
}

/**
 * TypeScript for ts-node, with which Pulumi, mocha and the commands read the sources: tsconfig.json names it. esbuild needs a tenth of the
 * compiler's time for it, and no more of the sources' types than the compiler itself where `isolatedModules` holds.
 * Source: typestrong.org/ts-node/docs/transpilers, read 2026-11.
 */
exports.create = () => ({
  transpile(input, { fileName }) {
    const found = findInFolder(fileName);
    if (found?.outputText !== undefined) return found;
    const { code, map } = transformSync(input, {
      ...OPTIONS,
      loader: fileName.endsWith(".tsx") ? "tsx" : "ts",
      sourcefile: fileName,
    });
    return { outputText: code, sourceMapText: map };
  },
});
