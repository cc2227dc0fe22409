import { expect } from "chai";
import { CompareArgumentError, parseCompareArguments, USAGE } from "../../comparison/arguments";
import { withDefaults } from "../../comparison/cost/inputs";
import { priceLists } from "../../comparison/cost/prices";

describe("parseCompareArguments", () => {
  it("compares on the engine by default", () => {
    expect(parseCompareArguments([])).to.deep.include({
      target: "engine",
      outFolder: "report",
      seed: 1,
      againstFile: undefined,
      waitMinutes: 0,
      keepStacks: false,
      isConfirmed: false,
      isJson: false,
      isLatencyWanted: true,
    });
  });

  it("accepts everything in its help", () => {
    const args = "--target aws --out o --against a.json --seed 7 --wait 12 --keep --yes --json --no-latency".split(" ");

    expect(parseCompareArguments(args)).to.deep.include({
      target: "aws",
      outFolder: "o",
      againstFile: "a.json",
      seed: 7,
      waitMinutes: 12,
      keepStacks: true,
      isConfirmed: true,
      isJson: true,
      isLatencyWanted: false,
    });
    for (const [, name = ""] of USAGE.matchAll(/^ {2}(--[\w-]+)/gm)) expect([...args, "--help"], name).to.include(name);
    for (const help of ["--help", "-h"]) expect(parseCompareArguments([...args, help])).to.equal(undefined);
  });

  it("accepts the options of the cost model", () => {
    const args = ["--users", "70000", "--prices=before-2024-11", "--free-tiers", "off"];

    expect(parseCompareArguments(args)?.cost).to.deep.include({
      list: priceLists["before-2024-11"],
      given: { users: 70_000, hasFreeTiers: false },
      inputs: withDefaults({ users: 70_000, hasFreeTiers: false }),
    });
  });

  it("explains an invalid option: what was given, what is accepted, and the usage", () => {
    const faults: readonly (readonly [string, string])[] = [
      ["--target moon", '--target is "moon"; expected "engine" or "emulator" or "aws"'],
      ["--out=", "--out is empty; expected a folder"],
      ["--against=", "--against is empty; expected the report.json of another run"],
      ["--seed today", '--seed is "today"; expected a whole number from 0 to 999999999'],
      ["--target aws --wait 91", '--wait is "91"; expected a whole number of minutes from 0 to 90'],
      ["--target aws --wait 1.5", '--wait is "1.5"; expected'],
      ["--wait 5", '--wait is given with the target "engine", which deploys nothing'],
      ["--keep", '--keep is given with the target "engine"'],
      ["--yes", '--yes is given with the target "engine"'],
      ["--jsn", "--jsn is not an option; expected one of --users, "],
      ["--seed 1 --seed 2", "--seed was given twice"],
      ["engine", '"engine" is not an option; expected one of --users, '],
      ["--users many", '--users is "many"; expected a whole number of users from 0'],
      ["--users 1 --users 2", '--users was given twice, as "1" and "2"'],
    ];
    for (const [line, message] of faults) {
      expect(() => parseCompareArguments(line.split(" ")), line)
        .to.throw(CompareArgumentError, message)
        .that.has.property("message")
        .that.includes("npm run compare -- [options]");
    }
  });
});
