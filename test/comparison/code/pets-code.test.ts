import { expect } from "chai";
import { countPetsCode } from "../../../comparison/code/count";
import type { CodeReport } from "../../../comparison/code/report";
import { readDocument, renderCodeResults, replaceResults } from "../../../comparison/readme/results";
import program from "../../../index";
import { strategies } from "../../../strategies";

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
