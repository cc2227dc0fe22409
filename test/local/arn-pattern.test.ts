import { expect } from "chai";
import fc from "fast-check";
import { matchesPattern } from "../../local/arn-pattern";

describe("matchesPattern", () => {
  it("matches any text with *, including none and slashes, and one character with ?", () => {
    expect(matchesPattern("*", "")).to.equal(true);
    expect(matchesPattern("a/*/c", "a/b/b/c")).to.equal(true);
    expect(matchesPattern("a/*", "a/")).to.equal(true);
    expect(matchesPattern("a/*", "a")).to.equal(false);
    expect(matchesPattern("a?c", "abc")).to.equal(true);
    expect(matchesPattern("a?c", "ac")).to.equal(false);
    expect(matchesPattern("", "a")).to.equal(false);
    expect(matchesPattern("GET/pets", "get/pets")).to.equal(false);
    expect(matchesPattern("a.c", "abc")).to.equal(false);
  });

  it("agrees with a regular expression for every pattern", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const regExp = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
        expect(matchesPattern(pattern, value)).to.equal(regExp.test(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no time for a pattern made to be slow", () => {
    expect(matchesPattern(`${"*a".repeat(200)}b`, "a".repeat(2000))).to.equal(false);
  });
});
