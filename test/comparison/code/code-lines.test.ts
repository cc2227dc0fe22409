import { expect } from "chai";
import { countCodeLines } from "../../../comparison/code/count";

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
