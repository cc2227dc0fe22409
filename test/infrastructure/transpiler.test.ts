import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

interface Transpiler {
  create(): {
    transpile(
      input: string,
      options: { readonly fileName: string },
    ): { readonly outputText: string; readonly sourceMapText: string };
  };
}
const { create }: Transpiler = require("../../infrastructure/transpiler.cjs");

const ROOT = join(__dirname, "..", "..");

describe("transpiler", () => {
  it("gives the same output for a file alone and for its whole folder at once", () => {
    const { transpile } = create();
    const input = readFileSync(join(ROOT, "local", "listen.ts"), "utf8");

    const ofFolder = transpile(input, { fileName: join(ROOT, "local", "listen.ts") });
    const alone = transpile(input, { fileName: join(ROOT, "test", "listen.ts") });

    expect(ofFolder.outputText).to.equal(alone.outputText);
    expect(JSON.parse(ofFolder.sourceMapText).mappings).to.equal(JSON.parse(alone.sourceMapText).mappings);
  });
});
