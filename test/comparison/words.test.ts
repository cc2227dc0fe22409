import { expect } from "chai";
import { wrapText } from "../../comparison/words";

describe("wrapText", () => {
  it("breaks at spaces before a word that would not fit", () => {
    expect(wrapText("one two three", 7)).to.deep.equal(["one two", "three"]);
    expect(wrapText("one two three", 6)).to.deep.equal(["one", "two", "three"]);
    expect(wrapText("", 6)).to.deep.equal([""]);
  });

  it("breaks a word that is too long for a line", () => {
    expect(wrapText("a bcdefghij k", 4)).to.deep.equal(["a", "bcde", "fghi", "j k"]);
  });

  it("includes the indents of the first line and of the others", () => {
    const indents = { first: "> ", rest: "    " };

    expect(wrapText("one two three", 9, indents)).to.deep.equal(["> one two", "    three"]);
    expect(wrapText("abcdefgh", 6, indents)).to.deep.equal(["> abcd", "    ef", "    gh"]);
  });
});
