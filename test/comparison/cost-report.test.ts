import { expect } from "chai";
import { parseCostArguments } from "../../comparison/cost/arguments";
import { compareCosts } from "../../comparison/cost/comparison";
import { withDefaults } from "../../comparison/cost/inputs";
import { reportCosts } from "../../comparison/cost-report";
import { current, priced } from "./cost/models";

const TODAY = "2026-01-02";
const TIMES = "simulated on this machine";

describe("reportCosts", () => {
  const report = (args: readonly string[], durations: Parameters<typeof reportCosts>[2]) => {
    const question = parseCostArguments(args);
    if (question.kind !== "compare") throw new Error("asked for help");
    return reportCosts(question, priced, durations, TIMES, TODAY);
  };

  it("is the model's comparison without measurements", () => {
    const { comparison, measured } = report(["--users", "7"], {});

    expect(comparison).to.deep.equal(compareCosts(current, withDefaults({ users: 7 }), TODAY));
    expect(measured).to.deep.equal([]);
  });

  it("uses measured durations instead of assumed ones, and names them", () => {
    const { comparison, measured } = report([], { authorizerMs: 5.25, triggerMs: 3 });

    expect(comparison.inputs).to.deep.include({ authorizerMs: 5.25, triggerMs: 3 });
    expect(comparison.inputs.petsMs).to.equal(withDefaults().petsMs);
    expect(measured).to.deep.equal([
      { input: "authorizerMs", value: 5.25, timingSource: TIMES },
      { input: "triggerMs", value: 3, timingSource: TIMES },
    ]);
  });

  it("keeps what the command line sets", () => {
    const { comparison, measured } = report(["--authorizer-ms", "80"], { authorizerMs: 5, petsMs: 9 });

    expect(comparison.inputs).to.deep.include({ authorizerMs: 80, petsMs: 9 });
    expect(measured.map(({ input }) => input)).to.deep.equal(["petsMs"]);
  });

  it("ignores durations that the model would reject", () => {
    expect(report([], { authorizerMs: 6_000 }).measured).to.deep.equal([]);
  });
});
