import { expect } from "chai";
import {
  costInputsFrom,
  createNameFunction,
  readColdStarts,
  readWarmCalls,
  summarizeCalls,
  summarizeColdStarts,
} from "../../../comparison/latency/function-times";
import type { FunctionTime } from "../../../comparison/latency/report";
import type { Step } from "../../../local/step";
import { priced } from "../cost/models";

const timeOf = (strategy: string, what: string, meanMs: number): FunctionTime => ({ strategy, what, n: 9, meanMs, medianMs: 1 });

describe("summarizeCalls", () => {
  it("returns mean and median of all calls of a function, by strategy", () => {
    const what = "pets function";
    const calls = [
      { strategy: "one", what, durationsMs: [1, 2] },
      { strategy: "two", what, durationsMs: [5] },
      { strategy: "one", what, durationsMs: [9] },
    ];

    expect(summarizeCalls(calls)).to.deep.equal([
      { strategy: "one", what, n: 3, meanMs: 4, medianMs: 2 },
      { strategy: "two", what, n: 1, meanMs: 5, medianMs: 5 },
    ]);
  });

  it("omits a function that was not called", () => {
    expect(summarizeCalls([{ strategy: "one", what: "pets function", durationsMs: [] }])).to.deep.equal([]);
  });
});

describe("summarizeColdStarts", () => {
  it("returns every cold start of a function, with minimum, median and maximum", () => {
    const coldStarts = [9, 4, 5].map((ms) => ({ strategy: "one", what: "pets function", durationsMs: [ms] }));

    expect(summarizeColdStarts(coldStarts)).to.deep.equal([
      { strategy: "one", what: "pets function", n: 3, samplesMs: [9, 4, 5], minMs: 4, medianMs: 5, maxMs: 9 },
    ]);
  });
});

describe("createNameFunction", () => {
  it("names functions as their strategies do, shared ones by their own name, and undeclared ones by their role", () => {
    const nameFunction = createNameFunction(priced);

    expect(nameFunction("access-token-scopes", "trigger")).to.equal("pre-token-generation trigger");
    expect(nameFunction("id-token-lambda-authorizer", "authorizer")).to.equal("authorizer function");
    expect(nameFunction("access-token-scopes", "pets")).to.equal("pets function");
    expect(nameFunction("access-token-scopes", "authorizer")).to.equal("authorizer");
    expect(nameFunction("unknown", "trigger")).to.equal("trigger");
  });
});

describe("costInputsFrom", () => {
  it("uses the mean over the strategies with the function, not a median", () => {
    const [scopes] = priced;
    if (scopes === undefined) throw new Error("no strategy is priced");
    const timingSource = [
      timeOf("access-token-scopes", "pre-token-generation trigger", 3),
      timeOf("access-token-scopes", "pets function", 10),
      timeOf("another with a trigger", "pre-token-generation trigger", 5),
      timeOf("id-token-lambda-authorizer", "authorizer function", 7),
      timeOf("id-token-lambda-authorizer", "pets function", 20),
      timeOf("id-token-lambda-authorizer", "a function that it has not declared", 100),
    ];

    expect(costInputsFrom(timingSource, [...priced, { ...scopes, name: "another with a trigger" }])).to.deep.equal({
      triggerMs: 4,
      authorizerMs: 7,
      petsMs: 15,
    });
  });

  it("omits what was not measured, so that the model's own assumption stays", () => {
    expect(costInputsFrom([], priced)).to.deep.equal({});
  });
});

const STEPS: readonly Step[] = [
  {
    kind: "trigger",
    outcome: "ok",
    functionName: "pets-trigger",
    trigger: "pre-token-generation",
    eventVersion: "V2_0",
    addedScopes: ["petsapi/read"],
    idToken: { set: [], suppressed: [] },
    accessToken: { set: [], suppressed: [] },
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
