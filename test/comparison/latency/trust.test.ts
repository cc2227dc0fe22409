import { expect } from "chai";
import type { Difference, ScenarioReport, SeriesReport } from "../../../comparison/latency/report";
import type { SelfCheck } from "../../../comparison/latency/self-check";
import { describeControl, findDoubts } from "../../../comparison/latency/trust";

const SERIES: SeriesReport = {
  name: "one",
  strategy: "one",
  n: 100,
  errors: 0,
  wrong: 0,
  late: 25,
  dropped: 1,
  percentiles: [],
  servicePercentiles: [],
  histogram: "",
  serviceHistogram: "",
  complaints: [],
};
const scenariosWith = (changes: Partial<SeriesReport>): readonly ScenarioReport[] => [
  { id: "x", sentence: "x", when: "x", ratePerSecond: 1, series: [{ ...SERIES, ...changes }], differences: [] },
];
const SELF_CHECK: SelfCheck = { sentence: "", n: 100, errors: 0, wrong: 0, late: 0, dropped: 0, percentiles: [] };
const differenceThat = (hasDifference: boolean): Difference => ({
  a: "one",
  b: "one (again)",
  p: 50,
  valueMs: 1,
  low: 0.5,
  high: 1.5,
  confidence: 0.99,
  hasDifference,
  verdict: "one (again) is slower",
});
const CONTROL = [differenceThat(false)];

describe("findDoubts", () => {
  it("has none where the control is quiet and the load was sent as it should be", () => {
    expect(findDoubts(scenariosWith({}), CONTROL, SELF_CHECK)).to.deep.equal([]);
  });

  it("names a control that differs from itself", () => {
    const doubts = findDoubts(scenariosWith({}), [...CONTROL, differenceThat(true)], SELF_CHECK);

    expect(doubts).to.deep.equal(["the control shows a difference between a strategy and itself: one (again) is slower"]);
  });

  it("does not take a control without figures for a quiet one", () => {
    expect(findDoubts(scenariosWith({}), [], SELF_CHECK)).to.deep.equal(["the control has too few requests to show anything"]);
  });

  for (const [changes, doubt] of [
    [{ errors: 1, complaints: ["hung up"] }, "x, one: 1 errors and 0 wrong answers hung up"],
    [{ wrong: 2, complaints: ["500"] }, "x, one: 0 errors and 2 wrong answers 500"],
    [{ late: 26 }, "x, one: 26.0 % of the requests were sent late"],
    [{ dropped: 2 }, "x, one: 2.0 % of the requests were dropped"],
  ] as const) {
    it(`says «${doubt}»`, () => {
      expect(findDoubts(scenariosWith(changes), CONTROL, SELF_CHECK)).to.deep.equal([doubt]);
    });
  }

  it("holds the self-check to the same", () => {
    expect(findDoubts(scenariosWith({}), CONTROL, { ...SELF_CHECK, late: 50 })).to.deep.equal([
      "the self-check: 50.0 % of the requests were sent late",
    ]);
    const percentiles = [{ p: 50, knownMs: 3, measuredMs: 5.5, errorMs: 2.5 }];
    expect(findDoubts(scenariosWith({}), CONTROL, { ...SELF_CHECK, percentiles })).to.deep.equal([
      "the self-check: the generator itself is 2.50 ms off at p50",
    ]);
  });
});

describe("describeControl", () => {
  it("says how many comparisons show something", () => {
    expect(describeControl(CONTROL, "one")).to.equal("no difference between one and itself in 1 comparisons, as it has to be");
    expect(describeControl([...CONTROL, differenceThat(true)], "one"))
      .to.contain("1 of 2")
      .and.contain("do not trust");
    expect(describeControl([], "one")).to.contain("too few");
  });
});
