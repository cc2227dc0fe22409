import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { type CountedProgram, countCode, countCodeLines, countPetsCode } from "../../../comparison/code/count";
import type { CodeReport, StrategyCode } from "../../../comparison/code/report";
import { readDocument, renderCodeResults, replaceResults } from "../../../comparison/results/results";
import program from "../../../index";
import { readFunctions } from "../../../local/lambda/resources";
import { Recording } from "../../../local/record";
import { strategies } from "../../../strategies";
import { recordStrategy, strategyNames } from "../../support/programs";

describe("countCode", () => {
  let root: string;
  let recordings: ReadonlyMap<string, Recording>;
  before(async function () {
    this.timeout(60_000);
    const recorded = new Map<string, Recording>();
    for (const strategy of strategyNames) recorded.set(strategy, await recordStrategy(strategy));
    recordings = recorded;
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "code-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const [first = "", second = ""] = strategyNames;
  /** What the program records, with made-up sources: the name of a function identifies them. */
  const count = async (sources: Readonly<Record<string, readonly string[]>>, changes: Partial<CountedProgram> = {}) => {
    const names = new Map<string, string>();
    for (const recording of recordings.values()) {
      for (const { code, name } of await readFunctions(recording)) names.set(code, name);
    }
    return countCode({
      root,
      entry: "index.ts",
      strategies: [first, second],
      record: async (strategy) => recordings.get(strategy) ?? new Recording([], {}),
      findSources: async (code) => sources[names.get(code) ?? ""] ?? [],
      ...changes,
    });
  };
  const filesOf = (strategies: readonly StrategyCode[]) => strategies.map(({ files }) => files.map(({ path }) => path));
  const program = {
    "index.ts": `import "./strategies/${first}"; import "./strategies/${second}"; import "./shared";`,
    "shared.ts": `import "./lib/of-both"; export {};`,
    [`strategies/${first}/index.ts`]: `import "../../lib/own"; import "../../lib/of-both"; import type { T } from "../../types"; export {};`,
    [`strategies/${second}/index.ts`]: "// Nothing.\nexport {};",
    "lib/own.ts": `import "./deeper";\n\nexport const a = 1;\n`,
    "lib/deeper.ts": "export {};",
    "lib/of-both.ts": "export {};",
    "types.ts": "export type T = string;",
  };

  it("counts the files that only the strategy's own folder imports, directly or indirectly, and no shared one", async () => {
    write(program);

    const { strategies } = await count({});

    expect(filesOf(strategies)).to.deep.equal([
      ["lib/deeper.ts", "lib/own.ts", `strategies/${first}/index.ts`],
      [`strategies/${second}/index.ts`],
    ]);
    expect(strategies[0]?.files[1]).to.deep.equal({ path: "lib/own.ts", codeLines: 2 });
    expect(strategies[1]?.totals.codeLines).to.equal(1);
  });

  it("counts every file of the strategy's folder except descriptions and what only those import", async () => {
    write({
      ...program,
      [`strategies/${second}/index.ts`]: `import "./contract"; import "./costs"; import "./scopes"; export {};`,
      [`strategies/${second}/contract.ts`]: `import "../contract"; export {};`,
      [`strategies/${second}/costs.ts`]: "export {};",
      [`strategies/${second}/scopes.ts`]: "export {};",
      "strategies/contract.ts": "export {};",
    });

    expect(filesOf((await count({})).strategies)[1]).to.deep.equal([
      `strategies/${second}/index.ts`,
      `strategies/${second}/scopes.ts`,
    ]);
  });

  it("adds the files of the strategy's own functions, except those that another function shares", async () => {
    write({
      ...program,
      "handlers/own.ts": "export {};",
      "handlers/pets.ts": "export {};",
      "handlers/lib/both.ts": "export {};",
    });
    const deciding = async (strategy: string) => {
      const recording = recordings.get(strategy) ?? new Recording([], {});
      return (await readFunctions(recording)).map(({ name }) => name).find((name) => name !== "pets") ?? "";
    };

    const { strategies } = await count({
      [await deciding(second)]: ["handlers/own.ts", "handlers/lib/both.ts"],
      pets: ["handlers/pets.ts", "handlers/lib/both.ts"],
    });

    expect(filesOf(strategies)[1]).to.deep.equal(["handlers/own.ts", `strategies/${second}/index.ts`]);
  });

  it("counts resources, functions and bytes that not every strategy has, and no component resources", async () => {
    write(program);

    const { strategies, shared } = await count({});

    for (const { strategy, resources, functions, totals } of strategies) {
      const recorded = recordings.get(strategy)?.resources.filter(({ type }) => type.startsWith("aws:")) ?? [];
      expect(totals.resources + shared.resources, strategy).to.equal(recorded.length);
      expect(resources.map(({ type }) => type)).to.include("aws:lambda/function:Function");
      expect(resources.reduce((sum, one) => sum + one.count, 0)).to.equal(totals.resources);
      const recording = recordings.get(strategy) ?? new Recording([], {});
      const bundles = await readFunctions(recording);
      const bytesOf = (name: string) => Buffer.byteLength(bundles.find((fn) => fn.name === name)?.code ?? "");
      expect(functions.map(({ name, bundleBytes }) => [name, bundleBytes])).to.deep.equal(
        functions.map(({ name }) => [name, bytesOf(name)]),
      );
      expect(functions.map(({ name }) => name)).not.to.include("pets");
      expect(totals.functions).to.equal(functions.length).and.to.be.at.least(1);
    }
    expect(shared.functions).to.equal(1);
  });

  it("counts everything for a single strategy", async () => {
    write({ ...program, "index.ts": `import "./strategies/${first}"; import "./shared";` });

    const { strategies, shared } = await count({}, { strategies: [first] });

    expect(shared).to.deep.equal({ resources: 0, functions: 0, bundleBytes: 0 });
    expect(strategies[0]?.totals.functions).to.equal(2);
  });

  it("says where the folder of a strategy should be if it is missing", async () => {
    write({ ...program, "index.ts": `import "./strategies/${first}";` });

    const error: unknown = await count({}).catch((thrown: unknown) => thrown);

    expect(String(error)).to.include(`imports no file of the strategy "${second}"; expected one in strategies/${second}/`);
  });

  it("refuses a function whose code was not bundled here, since its lines would be missing", async () => {
    write(program);

    const error: unknown = await count({}, { findSources: async () => undefined }).catch((thrown: unknown) => thrown);

    expect(String(error)).to.include("that was not bundled here");
  });
});

describe("countCodeLines", () => {
  it("counts lines with code, with or without a trailing comment", () => {
    expect(countCodeLines("const a = 1; // why\n\nexport { a };\n")).to.equal(2);
  });

  it("counts neither blank lines nor comment lines of any kind", () => {
    expect(
      countCodeLines("/**\n * What.\n * @param a b\n */\nfunction f() {\n\n  // Why.\n  /* and */\n}\n\n// End.\n"),
    ).to.equal(2);
  });

  it("counts every line of a string that looks like a comment or is blank", () => {
    expect(countCodeLines("const text = `\n// no comment\n\n`;\n")).to.equal(4);
    expect(countCodeLines('const pattern = /\\/\\*/;\nconst url = "https://example.org"; /* end */\n')).to.equal(2);
  });

  it("counts nothing in an empty file", () => {
    expect(countCodeLines("")).to.equal(0);
    expect(countCodeLines("// only this\n")).to.equal(0);
  });
});

describe("countPetsCode", () => {
  let code: CodeReport;
  before(async function () {
    this.timeout(60_000);
    code = await countPetsCode(program);
  });

  it("counts every strategy with its own folder, its function and that function's handler, unless shared", () => {
    expect(code.strategies.map(({ strategy }) => strategy)).to.deep.equal(Object.keys(strategies));
    for (const { strategy, files, totals } of code.strategies) {
      const paths = files.map(({ path }) => path);
      expect(paths).to.include(`strategies/${strategy}/index.ts`);
      expect(paths.filter((path) => /^handlers\/[\w-]+\.ts$/.test(path))).to.have.lengthOf.at.most(totals.functions);
      expect(paths.filter((path) => path.includes("node_modules"))).to.deep.equal([]);
    }
  });

  it("matches the document; npm run results updates it", () => {
    const text = readDocument("code");

    expect(text).to.equal(replaceResults(text, "code", renderCodeResults(code)));
  });
});
