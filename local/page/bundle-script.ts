import { build, type Format } from "esbuild";

/** Bundles a browser script with its imports, as ASCII text. */
export async function bundleScript(entry: string, format: Format): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format,
    platform: "browser",
    target: "es2022",
    charset: "ascii",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}
