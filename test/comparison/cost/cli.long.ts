import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { z } from "zod";

const output = z.object({ variants: z.array(z.object({ items: z.array(z.object({ usdPerMonth: z.number() })) })) });

describe("npm run cost", () => {
  const ROOT = join(__dirname, "..", "..", "..");
  const start = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, ["--require", "ts-node/register", "comparison/cost/cli.ts", ...args], { cwd: ROOT });

  it("prints JSON with today's prices", async () => {
    const { stdout } = await start("--users", "100000", "--json");

    expect(output.parse(JSON.parse(stdout)).variants.map(({ items: [first] }) => first?.usdPerMonth)).to.deep.equal([
      2_000, 1_350, 495,
    ]);
  });

  it("explains a fault without a stack trace, and exits with 1", async () => {
    const failure = await start("--users", "many").then(
      () => undefined,
      (error: unknown) => error,
    );

    expect(failure).to.include({ code: 1, stdout: "" });
    expect(failure).to.have.property("stderr").that.includes('--users is "many"').and.does.not.include("    at ");
  });
});
