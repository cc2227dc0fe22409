import { expect } from "chai";
import { readColdStarts, readWarmCalls } from "../../../comparison/latency/engine-traces";

const STEPS = [
  { name: "trigger", detail: "pets-trigger added petsapi/read (cold start 65 ms)", durationMs: 70 },
  { name: "cache", detail: "miss: the function is asked", durationMs: 0 },
  { name: "function", detail: "authorizer answered, after a cold start of 78 ms", durationMs: 90 },
  { name: "integration", detail: "the function pets answered 200", durationMs: 2.5 },
  { name: "permissions", detail: "asked, after a cold start of 5 ms", durationMs: 6 },
];

describe("readColdStarts", () => {
  it("reads each function's cold start from the words of a trace", () => {
    expect(readColdStarts({ steps: STEPS })).to.deep.equal([
      { what: "pre-token-generation trigger", coldStartMs: 65 },
      { what: "authorizer function", coldStartMs: 78 },
      { what: "permissions", coldStartMs: 5 },
    ]);
  });
});

describe("readWarmCalls", () => {
  it("reads what functions took, and leaves out cold starts and what is no function", () => {
    expect(readWarmCalls({ steps: STEPS })).to.deep.equal([{ what: "pets function", durationMs: 2.5 }]);
  });
});
