import { expect } from "chai";
import type { Difference, ScenarioReport, SeriesReport } from "../../../comparison/latency/report";
import type { SelfCheck } from "../../../comparison/latency/self-check";
import {
  describeControl,
  findBusyness,
  findFloor,
  findReasonsForDistrust,
  readGeneratorError,
} from "../../../comparison/latency/trust";
import { latencyReport } from "../fake-target";
import { createDifference, createScenario, createSeries } from "../report/fixture";

const SERIES = createSeries("one", { n: 100, late: 25, dropped: 1 });
const scenariosWith = (changes: Partial<SeriesReport>, differences: readonly Difference[] = []): readonly ScenarioReport[] => [
  createScenario("x", ["one"], { series: [{ ...SERIES, ...changes }], differences }),
];
const SELF_CHECK: SelfCheck = { ...latencyReport.selfCheck, n: 100 };
const DIFFERENCE = createDifference("one", "two", { scenario: "x", verdict: "two is slower" });
const ofControl = (isClear: boolean) =>
  createDifference("one", "one (again)", { isClear, hasDifference: isClear, verdict: "one (again) is slower" });
const CONTROL = [ofControl(false)];

describe("findReasonsForDistrust", () => {
  it("has none where the control is quiet and the load was sent as it should be", () => {
    expect(findReasonsForDistrust(scenariosWith({}), CONTROL, SELF_CHECK)).to.deep.equal([]);
  });

  it("names a control that differs from itself", () => {
    const doubts = findReasonsForDistrust(scenariosWith({}), [...CONTROL, ofControl(true)], SELF_CHECK);

    expect(doubts).to.deep.equal(["the control shows a difference between a strategy and itself: one (again) is slower"]);
  });

  it("does not take a control without figures for a quiet one", () => {
    expect(findReasonsForDistrust(scenariosWith({}), [], SELF_CHECK)).to.deep.equal([
      "the control has too few requests to show anything",
    ]);
  });

  for (const [changes, doubt] of [
    [{ errors: 1, complaints: ["hung up"] }, "x, one: 1 errors and 0 wrong answers hung up"],
    [{ wrong: 2, complaints: ["500"] }, "x, one: 0 errors and 2 wrong answers 500"],
    [{ dropped: 2 }, "x, one: 2.0 % of the requests were dropped"],
  ] as const) {
    it(`says «${doubt}»`, () => {
      expect(findReasonsForDistrust(scenariosWith(changes), CONTROL, SELF_CHECK)).to.deep.equal([doubt]);
    });
  }

  it("holds the self-check to the same", () => {
    expect(findReasonsForDistrust(scenariosWith({}), CONTROL, { ...SELF_CHECK, wrong: 50 })).to.deep.equal([
      "the self-check: 0 errors and 50 wrong answers",
    ]);
  });

  it("doubts the control also where a difference is too small to be claimed", () => {
    const small = { ...ofControl(true), hasDifference: false, floorMs: 2 };

    expect(findReasonsForDistrust(scenariosWith({}), [...CONTROL, small], SELF_CHECK)).to.have.length(1);
  });

  it("doubts a report where half of the requests were later than a difference is large", () => {
    const late: Difference = { ...DIFFERENCE, floorMs: 2, floorIs: "lateness", hasDifference: false };

    expect(findReasonsForDistrust(scenariosWith({}, [DIFFERENCE, late]), CONTROL, SELF_CHECK)).to.deep.equal([
      "x: half of the requests were sent later than the difference is large: two is slower",
    ]);
  });

  it("does not doubt it for a difference below the generator's error, for stalls at high percentiles, or where there is none", () => {
    const small: Difference = { ...DIFFERENCE, floorMs: 2, hasDifference: false };
    const stalled: Difference = { ...small, p: 90, floorIs: "lateness" };
    const none: Difference = { ...small, floorIs: "lateness", isClear: false };

    expect(findReasonsForDistrust(scenariosWith({}, [small, stalled, none]), CONTROL, SELF_CHECK)).to.deep.equal([]);
  });
});

describe("findBusyness", () => {
  const off = (p: number, errorMs: number) => ({
    ...SELF_CHECK,
    percentiles: [{ p, knownMs: 8, measuredMs: 8 + errorMs, errorMs }],
  });

  it("sees none where the generator is as good as what it measures asks for", () => {
    expect(findBusyness([{ ...SERIES, late: 49 }], off(90, 5), 1)).to.deep.equal([]);
  });

  it("sees it where the generator is far off, in either direction", () => {
    expect(findBusyness([SERIES], off(90, 26), 1)).to.deep.equal([
      "the generator itself was off by 26.00 ms at p90; expected 5 ms at most",
    ]);
    expect(findBusyness([SERIES], off(90, -5.01), 1)).to.have.lengthOf(1);
  });

  it("sees it where half of the requests were late, whatever their intervals show", () => {
    expect(findBusyness([{ ...SERIES, late: 50 }], off(90, 1), 1)).to.deep.equal([
      "50.0 % of the requests of what was measured were sent more than 1 ms late; expected less than half",
    ]);
    expect(findBusyness([SERIES], { ...off(90, 1), late: 60 }, 1)[0]).to.match(/^60\.0 % of the requests of the self-check/);
  });
});

describe("findFloor", () => {
  it("is the larger of the generator's error and either contestant's lateness", () => {
    expect(findFloor(-0.4, [0.1, 0.3])).to.deep.equal({ floorMs: 0.4, floorIs: "error" });
    expect(findFloor(0.4, [0.1, 0.5])).to.deep.equal({ floorMs: 0.5, floorIs: "lateness" });
    expect(findFloor(0.4, [0.6, 0.5])).to.deep.equal({ floorMs: 0.6, floorIs: "lateness" });
  });
});

describe("readGeneratorError", () => {
  it("is that of the median", () => {
    const percentiles = [
      { p: 50, knownMs: 3, measuredMs: 3.5, errorMs: 0.5 },
      { p: 90, knownMs: 8, measuredMs: 9, errorMs: 1 },
    ];

    expect(readGeneratorError({ ...SELF_CHECK, percentiles })).to.equal(0.5);
  });

  it("ends a run of which nothing could be claimed", () => {
    expect(() => readGeneratorError({ ...SELF_CHECK, n: 3, errors: 97 })).to.throw("got 3 right answers, 97 errors and 0 wrong");
  });
});

describe("describeControl", () => {
  it("says how many comparisons show something", () => {
    expect(describeControl(CONTROL, "one")).to.equal("no difference between one and itself in 1 comparisons, as it has to be");
    expect(describeControl([...CONTROL, ofControl(true)], "one"))
      .to.contain("1 of 2")
      .and.contain("do not trust");
    expect(describeControl([], "one")).to.contain("too few");
  });
});
