import { expect } from "chai";
import { readColdStarts, readWarmCalls } from "../../../comparison/latency/function-times";
import type { Step } from "../../../local/step";

const STEPS: readonly Step[] = [
  {
    kind: "trigger",
    outcome: "ok",
    functionName: "pets-trigger",
    addedScopes: ["petsapi/read"],
    durationMs: 70,
    coldStartMs: 64.6,
  },
  { kind: "cache", outcome: "ok", state: "miss" },
  { kind: "function", outcome: "ok", functionName: "authorizer", durationMs: 90, coldStartMs: 78.2 },
  { kind: "authorizer", outcome: "ok", reason: { code: "policy allows" }, durationMs: 0.1 },
  { kind: "integration", outcome: "ok", type: "function", functionName: "pets", status: 200, durationMs: 2.5 },
  { kind: "integration", outcome: "ok", type: "mock" },
];

describe("readColdStarts", () => {
  it("reads each function's cold start, in whole milliseconds", () => {
    expect(readColdStarts(STEPS)).to.deep.equal([
      { role: "trigger", durationMs: 65 },
      { role: "authorizer", durationMs: 78 },
    ]);
  });

  it("reads that of a failed call as well", () => {
    const call = { functionName: "authorizer", durationMs: 90, coldStartMs: 80 };
    const failed = { kind: "function", outcome: "failed", failure: "function error", ...call } as const;

    expect(readColdStarts([failed])).to.deep.equal([{ role: "authorizer", durationMs: 80 }]);
  });
});

describe("readWarmCalls", () => {
  it("reads the functions' durations, without cold starts and other steps", () => {
    expect(readWarmCalls(STEPS)).to.deep.equal([{ role: "pets", durationMs: 2.5 }]);
  });
});
