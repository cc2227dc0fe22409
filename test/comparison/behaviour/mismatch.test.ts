import { expect } from "chai";
import { describeMismatch } from "../../../comparison/behaviour/mismatch";

describe("describeMismatch", () => {
  it("states what was seen and what was expected, and distinguishes null from text", () => {
    expect(describeMismatch({ what: "status", seen: 401, expected: "passed" })).to.equal('the status is 401; expected "passed"');
    expect(describeMismatch({ what: "message", seen: "null", expected: null })).to.equal('the message is "null"; expected null');
    expect(describeMismatch({ what: "decider", seen: "cached policy", expected: "API Gateway" })).to.equal(
      'the decider is "cached policy"; expected "API Gateway"',
    );
    expect(describeMismatch({ what: "cold start", seen: false, expected: true })).to.equal(
      "the cold start is false; expected true",
    );
    expect(describeMismatch({ what: "time", seen: null, expected: 3600 })).to.equal(
      "the time until it takes effect in seconds is null; expected 3600",
    );
  });
});
