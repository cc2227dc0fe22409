import { expect } from "chai";
import { formatDistance, formatDuration, formatSpan } from "../../../local/page/words";
import { asSentence, joinWords } from "../../../local/words";

describe("formatDuration", () => {
  it("shows significant digits only", () => {
    const texts = [0, 0.004, 0.42, 0.999, 4.24, 9.97, 42.4, 999, 1240].map(formatDuration);

    expect(texts).to.deep.equal(["0 ms", "0 ms", "0.42 ms", "1.0 ms", "4.2 ms", "10 ms", "42 ms", "999 ms", "1.2 s"]);
  });
});

describe("formatSpan and formatDistance", () => {
  it("show the two largest units, and seconds only below a minute", () => {
    const texts = [45_000, 59 * 60_000, 3_601_000, 25 * 3_600_000, 51 * 3_600_000].map(formatSpan);

    expect(texts).to.deep.equal(["45 s", "59 min", "1 h 0 min", "25 h 0 min", "2 d 3 h"]);
  });

  it("distinguish the future from the past", () => {
    expect([formatDistance(60_000), formatDistance(-2_000)]).to.deep.equal(["in 1 min", "2 s ago"]);
  });
});

describe("joinWords", () => {
  it("puts an and before the last of several", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((words) => joinWords(words))).to.deep.equal([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});

describe("asSentence", () => {
  it("starts with a capital and ends with one full stop", () => {
    expect([asSentence("the token has expired"), asSentence("Is that so?")]).to.deep.equal([
      "The token has expired.",
      "Is that so?",
    ]);
  });
});
