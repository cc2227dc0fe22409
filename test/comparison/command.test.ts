import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { contracts } from "../../comparison/behaviour/contracts";
import { createBehaviourPart } from "../../comparison/behaviour/part";
import { createSituations } from "../../comparison/behaviour/situations";
import { runCompare } from "../../comparison/command";
import type { Part } from "../../comparison/part";

const reportSchema = z.object({ target: z.string(), parts: z.record(z.string(), z.looseObject({})) });

describe("runCompare", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "compare-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const partOf = (name: string, differenceCount = 0): Part => ({
    name,
    run: async (onProgress) => {
      onProgress(1, 2);
      return { report: { of: name }, text: `the table of ${name}`, differenceCount };
    },
  });
  const compare = async (args: readonly string[], ...parts: readonly Part[]) => {
    const printed: string[] = [];
    const errors: string[] = [];
    const progress: string[] = [];
    const code = await runCompare(args, parts, {
      print: (text) => printed.push(text),
      printError: (text) => errors.push(text),
      showProgress: (text) => progress.push(text),
    });
    return { code, text: printed.join("\n"), errors: errors.join("\n"), progress };
  };
  const readReport = (...path: readonly string[]) =>
    reportSchema.parse(JSON.parse(readFileSync(join(folder, ...path, "report.json"), "utf8")));

  it("prints every part's table and writes all of them into one report, in a folder that it makes", async () => {
    const out = join(folder, "a", "b");

    const { code, text, progress } = await compare(["--out", out], partOf("behaviour"), partOf("cost"));

    expect(code).to.equal(0);
    expect(text).to.include("the table of behaviour").and.include("the table of cost").and.include(join(out, "report.json"));
    expect(readReport("a", "b")).to.deep.include({
      target: "engine",
      parts: { behaviour: { of: "behaviour" }, cost: { of: "cost" } },
    });
    expect(progress).to.deep.equal(["behaviour: 1 of 2", "", "cost: 1 of 2", ""]);
  });

  it("gives every part the seed, by which what it measures can be repeated", async () => {
    const seeds: number[] = [];
    const part: Part = {
      name: "latency",
      run: async (_onProgress, { seed }) => {
        seeds.push(seed);
        return { report: {}, text: "", differenceCount: 0 };
      },
    };

    await compare(["--out", folder], part);
    await compare(["--out", folder, "--seed", "42"], part);

    expect(seeds).to.deep.equal([1, 42]);
  });

  it("prints with --json the report and nothing else", async () => {
    const { code, text } = await compare(["--out", folder, "--json"], partOf("behaviour"));

    expect(code).to.equal(0);
    expect(reportSchema.parse(JSON.parse(text))).to.deep.equal(readReport());
  });

  it("exits with 1 where any part differs from what is expected", async () => {
    expect((await compare(["--out", folder], partOf("behaviour", 1), partOf("cost"))).code).to.equal(1);
    expect((await compare(["--out", folder], partOf("behaviour"), partOf("cost", 2))).code).to.equal(1);
  });

  it("exits with 1 where a part fails, and tells why", async () => {
    const failing: Part = { name: "x", run: () => Promise.reject(new Error("no engine")) };

    const { code, errors } = await compare(["--out", folder], failing);

    expect(code).to.equal(1);
    expect(errors).to.include("Error: no engine");
  });

  it("says of a bad option what was given and what is accepted, and compares nothing", async () => {
    writeFileSync(join(folder, "file"), "");
    const faults: readonly [readonly string[], string][] = [
      [["--target", "aws"], '--target is "aws", where strategies cannot be compared yet; expected "engine"'],
      [["--target", "emulator"], "cannot be compared yet"],
      [["--target", "moon"], '--target is "moon"; expected "engine"'],
      [["--out", ""], "--out is empty; expected a folder"],
      [["--out", join(folder, "file")], "cannot be made or is a file (EEXIST)"],
      [["--seed", "today"], '--seed is "today"; expected a whole number from 0 to 999999999'],
      [["--jsn"], "--jsn"],
      [["engine"], "engine"],
    ];
    for (const [args, message] of faults) {
      const { code, text, errors } = await compare(args, partOf("behaviour"));
      expect(code, message).to.equal(1);
      expect(text).to.equal("");
      expect(errors).to.include(message).and.include("npm run compare -- [options]").and.not.include("    at ");
    }
  });

  it("marks a wrong expectation in the table of a real run, and exits with 1", async function () {
    this.timeout(60_000);
    const [strategy = "", contract] = Object.entries(contracts)[0] ?? [];
    if (contract === undefined) throw new Error("there are no contracts");
    const wrong = { ...contracts, [strategy]: { ...contract, noToken: { ...contract.noToken, status: 418 } } };
    const situations = createSituations().filter(({ id }) => id === "no-token");

    const { code, text } = await compare(["--out", folder], createBehaviourPart({ situations, contracts: wrong }));

    expect(code).to.equal(1);
    expect(text)
      .to.include("!! 401 gateway")
      .and.include("the status is 401; expected 418")
      .and.include("simulated on this machine");
    expect(readReport().parts.behaviour).to.have.property("differences").that.has.lengthOf(1);
  });

  it("says where to add the contract of a strategy that has none, without a stack trace", async function () {
    this.timeout(60_000);
    const { code, errors } = await compare(["--out", folder], createBehaviourPart({ contracts: {} }));

    expect(code).to.equal(1);
    expect(errors).to.include("add its line to comparison/behaviour/contracts.ts").and.not.include("    at ");
  });
});

describe("npm run compare", () => {
  it("tells a bad option on standard error, without a stack trace, and exits with 1", function () {
    // A whole process, on a machine that may be busy.
    this.timeout(60_000);
    const file = join(__dirname, "..", "..", "comparison", "compare.ts");

    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "ts-node/register", file, "--target", "aws"], {
      encoding: "utf8",
    });

    expect(status).to.equal(1);
    expect(stdout).to.equal("");
    expect(stderr).to.include('--target is "aws"').and.not.include("    at ");
  });
});
