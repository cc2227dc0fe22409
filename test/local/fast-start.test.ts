import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const ROOT = join(__dirname, "..", "..");

/** What a script prints as JSON in a process that has imported fast-start first. */
function run(script: string): unknown {
  const args = ["--require", "ts-node/register", "--require", "./local/fast-start.ts", "--eval", script];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout);
}

describe("fast-start", function () {
  this.timeout(60_000);

  it("keeps the program from loading modules that recording does not need", () => {
    const loaded = run(`
      require("./index");
      const paths = Object.keys(require.cache);
      const count = (name) => paths.filter((path) => path.includes("/node_modules/" + name + "/")).length;
      console.log(JSON.stringify({ sdk: count("@pulumi/pulumi"), cli: count("execa"), resolver: count("@npmcli/arborist") }));
    `);

    expect(loaded).to.have.property("sdk").that.is.greaterThan(10);
    expect(loaded).to.include({ cli: 0, resolver: 1 });
  });

  it("loads them once the SDK uses them", () => {
    const found = run(`
      const { automation } = require("@pulumi/pulumi");
      const { createRequire } = require("node:module");
      const { Arborist } = createRequire(require.resolve("@pulumi/pulumi"))("@npmcli/arborist");
      console.log(JSON.stringify([typeof automation.LocalWorkspace.create, typeof new Arborist({ path: "." }).loadActual]));
    `);

    expect(found).to.deep.equal(["function", "function"]);
  });
});
