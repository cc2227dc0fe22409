import { build, type Format } from "esbuild";

/** One script for browsers, with all that it imports. Its text is ASCII. */
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
