import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect } from "chai";
import { z } from "zod";
import { strategies } from "../../strategies";

const ROOT = join(__dirname, "..", "..");
/** The copy's files are not those whose coverage is counted. */
const env = { ...process.env, NODE_V8_COVERAGE: "" };
const LEFT_OUT = [".git", "build", "coverage", "node_modules", "report"];
const DOCUMENT = readFileSync(join(ROOT, "docs/adding-a-strategy.md"), "utf8");

const [, from = "", to = ""] = /^cp -r (\S+) (\S+)$/m.exec(DOCUMENT) ?? [];
const [oldName, newName] = [basename(from), basename(to)];
const constantOf = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const ALL = [...Object.keys(strategies), newName];

const namesOf = (values: readonly { readonly strategy: string }[]) => [...new Set(values.map(({ strategy }) => strategy))];
const withStrategies = z.array(z.looseObject({ strategy: z.string() }));
const ready = z.looseObject({ url: z.string(), stacks: withStrategies });
const reportSchema = z.looseObject({
  behaviour: z.tuple([z.looseObject({ strategies: z.array(z.string()), differences: z.array(z.unknown()) })]),
  cost: z.looseObject({ comparison: z.looseObject({ variants: withStrategies }) }),
  code: z.looseObject({ strategies: withStrategies }),
  decision: z.looseObject({ criteria: z.array(z.looseObject({ facts: withStrategies })) }),
});
const pageSchema = z.looseObject({
  strategyOrder: z.array(z.string()),
  cost: z.looseObject({ strategies: z.array(z.looseObject({ name: z.string() })) }),
});

describe("strategy added as documented", () => {
  let project: string;
  const read = (path: string) => readFileSync(join(project, path), "utf8");
  const replace = (path: string, ...pairs: readonly (readonly [string, string])[]) => {
    let text = read(path);
    for (const [before, after] of pairs) {
      expect(text, path).to.include(before);
      text = text.replaceAll(before, after);
    }
    writeFileSync(join(project, path), text);
  };
  const run = async (...args: readonly string[]) =>
    (await promisify(execFile)(process.execPath, args, { cwd: project, env, maxBuffer: 1e8 })).stdout;
  const runScript = (...args: readonly string[]) => run("--require", "ts-node/register", ...args);
  const compile = () =>
    run(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig/program.json").catch((error: unknown) =>
      error instanceof Error && "stdout" in error ? String(error.stdout) : String(error),
    );

  before(() => {
    project = mkdtempSync(join(tmpdir(), "adding-"));
    cpSync(ROOT, project, { recursive: true, filter: (path) => !LEFT_OUT.includes(relative(ROOT, path)) });
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));

    cpSync(join(project, from), join(project, to), { recursive: true });
    const [oldConstant, newConstant] = [constantOf(oldName), constantOf(newName)];
    replace(
      `${to}/index.ts`,
      [`const name = "${oldName}";`, `const name = "${newName}";`],
      [`export const ${oldConstant} = {`, `export const ${newConstant} = {`],
    );
    const lastLine = `  [${constantOf(ALL.at(-2) ?? "")}.name]: ${constantOf(ALL.at(-2) ?? "")},\n`;
    const [imported, line] = [`import { ${newConstant} } from "./${newName}";\n`, `  [${newConstant}.name]: ${newConstant},\n`];
    replace("strategies/index.ts", [lastLine, `${lastLine}${line}`], ["import type", `${imported}import type`]);
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  it("needs only the documented lines and files", () => {
    for (const path of [`${to}/index.ts`, "strategies/index.ts"]) {
      const added = [...DOCUMENT.matchAll(/^```ts\n(.*?)^```/gms)].flatMap(([, code = ""]) => code.trimEnd().split("\n"));
      expect(
        added.filter((line) => read(path).includes(`${line}\n`)),
        path,
      ).to.have.lengthOf(2);
    }
    const parts = [...DOCUMENT.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, file = ""]) => file);
    expect(parts).to.have.lengthOf(3);
    for (const file of parts) expect(existsSync(join(project, to, file)), file).to.equal(true);
  });

  it("compiles, but not with any of its parts missing", async () => {
    const compilerOptions = { types: ["node"], incremental: true, tsBuildInfoFile: "../build/program.tsbuildinfo" };
    const program = { extends: "../tsconfig.json", compilerOptions, files: ["../index.ts"] };
    writeFileSync(join(project, "tsconfig/program.json"), JSON.stringify(program));

    expect(await compile()).to.equal("");
    for (const part of ["contract", "costs"]) {
      const whole = read(`${to}/index.ts`);
      replace(`${to}/index.ts`, [`\n  ${part},\n`, "\n"]);
      expect(await compile())
        .to.include(`${to}/index.ts`)
        .and.include(`'${part}' is missing`);
      writeFileSync(join(project, to, "index.ts"), whole);
    }
  });

  it("conforms, as deployed and on the engine", async () => {
    const suite = ["test/strategies/strategies.test.ts", "--grep", `^${newName} conforms`, "--timeout", "120000"];

    expect(await run("node_modules/mocha/bin/mocha.js", ...suite)).to.match(/^ {2}24 passing/m);
  });

  it("is served by the engine, with a column on its page", async () => {
    const args = ["--require", "ts-node/register", "local/start.ts", "--port", "0", "--json"];
    const child = spawn(process.execPath, args, { cwd: project, env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const { url, stacks } = ready.parse(JSON.parse(String((await lines.next()).value)));
      const state = await fetch(`${url}/_local/state`, { headers: { "X-Local-Page": "1" } });

      expect(namesOf(stacks)).to.deep.equal(ALL);
      expect(namesOf(z.object({ stacks: withStrategies }).parse(await state.json()).stacks)).to.deep.equal(ALL);
    } finally {
      child.kill("SIGTERM");
    }
  });

  it("has a bill from every price list", async () => {
    for (const list of ["current", "before-2024-11"]) {
      const { variants } = z
        .looseObject({ variants: withStrategies })
        .parse(JSON.parse(await runScript("comparison/cost/cli.ts", "--json", "--prices", list)));

      expect(namesOf(variants), list).to.deep.equal(ALL);
    }
  });

  it("is measured", async () => {
    const code =
      'const { createContestants } = require("./comparison/latency/plan");' +
      'console.log(JSON.stringify(createContestants(require("./index").strategyNames)));';

    expect(namesOf(withStrategies.parse(JSON.parse(await runScript("-e", code))))).to.deep.equal(ALL);
  });

  it("is compared in behaviour, cost and code as expected, including the page", async () => {
    const args = ["comparison/compare.ts", "--no-latency", "--json", "--out", "report"];
    const { behaviour, cost, code, decision } = reportSchema.parse(JSON.parse(await runScript(...args)));
    const [, data = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(read("report/index.html")) ?? [];
    const page = pageSchema.parse(JSON.parse(data));

    expect(behaviour[0].strategies).to.deep.equal(ALL);
    expect(behaviour[0].differences).to.deep.equal([]);
    expect(namesOf(cost.comparison.variants)).to.deep.equal(ALL);
    expect(namesOf(code.strategies)).to.deep.equal(ALL);
    for (const { facts } of decision.criteria) expect(namesOf(facts)).to.deep.equal(ALL);
    expect(page.strategyOrder).to.deep.equal(ALL);
    expect(page.cost.strategies.map(({ name }) => name)).to.deep.equal(ALL);
  });
});
