import { expect } from "chai";
import { costInputsFrom, FUNCTION_NAMES, type FunctionTime, summarizeCalls } from "../../../comparison/latency/function-times";

const timeOf = (strategy: string, what: string, meanMs: number): FunctionTime => ({ strategy, what, n: 9, meanMs, medianMs: 1 });

describe("summarizeCalls", () => {
  it("has mean and median of all calls of a function, strategy by strategy", () => {
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

  it("says nothing of a function that was not called", () => {
    expect(summarizeCalls([{ strategy: "one", what: "pets function", durationsMs: [] }])).to.deep.equal([]);
  });
});

describe("costInputsFrom", () => {
  it("takes the mean over the strategies that have the function, and no median", () => {
    const times = [
      timeOf("scopes", FUNCTION_NAMES.trigger, 3),
      timeOf("scopes", FUNCTION_NAMES.pets, 10),
      timeOf("authorizer", FUNCTION_NAMES.authorizer, 7),
      timeOf("authorizer", FUNCTION_NAMES.pets, 20),
      timeOf("other", "a function of its own", 100),
    ];

    expect(costInputsFrom(times)).to.deep.equal({ triggerMs: 3, authorizerMs: 7, petsMs: 15 });
  });

  it("leaves out what was not measured, so that the model's own assumption stays", () => {
    expect(costInputsFrom([])).to.deep.equal({});
  });
});
