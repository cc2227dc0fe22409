const { transformSync } = require("esbuild");

/**
 * TypeScript for ts-node, with which Pulumi, mocha and the commands read the sources: tsconfig.json names it. esbuild needs a tenth of the
 * compiler's time for it, and no more of the sources' types than the compiler itself where `isolatedModules` holds.
 * Source: typestrong.org/ts-node/docs/transpilers, read 2026-11.
 */
exports.create = () => ({
  transpile(input, { fileName }) {
    const { code, map } = transformSync(input, {
      loader: fileName.endsWith(".tsx") ? "tsx" : "ts",
      format: "cjs",
      platform: "node",
      target: "node20",
      sourcefile: fileName,
      sourcemap: "external",
      sourcesContent: false,
    });
    return { outputText: code, sourceMapText: map };
  },
});
