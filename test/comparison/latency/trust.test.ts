import { expect } from "chai";
import type { Difference, ReasonForDistrust, ScenarioReport, SelfCheck, SeriesReport } from "../../../comparison/latency/report";
import {
  describeControl,
  describeReasons,
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
const DIFFERENCE = createDifference("one", "two", { scenario: "x" });
const ofControl = (isClear: boolean) => createDifference("one", "one (again)", { isClear, hasDifference: isClear });
const CONTROL = [ofControl(false)];
const findReasons = ({ scenarios = scenariosWith({}), control = CONTROL, selfCheck = SELF_CHECK } = {}) =>
  findReasonsForDistrust(scenarios, control, selfCheck);

describe("findReasonsForDistrust", () => {
  it("finds none if the control shows no difference and the load was sent as planned", () => {
    expect(findReasons()).to.deep.equal([]);
  });

  it("reports a control that differs from itself", () => {
    expect(findReasons({ control: [...CONTROL, ofControl(true)] })).to.deep.equal([
      { kind: "control differs", difference: ofControl(true) },
    ]);
  });

  it("does not accept a control without figures", () => {
    expect(findReasons({ control: [] })).to.deep.equal([{ kind: "empty control" }]);
  });

  it("reports errors, wrong responses and dropped requests, each with its series", () => {
    const where = { scenario: "x", series: "one" };
    const find = (changes: Partial<SeriesReport>) => findReasons({ scenarios: scenariosWith(changes) });

    expect(find({ errors: 1, complaints: ["hung up", "again"] })).to.deep.equal([
      { kind: "not right", where, errors: 1, wrong: 0, complaint: "hung up" },
    ]);
    expect(find({ wrong: 2 })).to.deep.equal([{ kind: "not right", where, errors: 0, wrong: 2 }]);
    expect(find({ dropped: 2 })).to.deep.equal([{ kind: "dropped", where, share: 2 / 102 }]);
  });

  it("applies the same to the self-check", () => {
    expect(findReasons({ selfCheck: { ...SELF_CHECK, wrong: 50 } })).to.deep.equal([
      { kind: "not right", where: "self-check", errors: 0, wrong: 50 },
    ]);
  });

  it("doubts the control even if a difference is too small to be claimed", () => {
    const small = { ...ofControl(true), hasDifference: false, floorMs: 2 };

    expect(findReasons({ control: [...CONTROL, small] })).to.have.length(1);
  });

  it("doubts a report if half of the requests were later than a difference is large", () => {
    const late: Difference = { ...DIFFERENCE, when: "on a x", floorMs: 2, floorIs: "lateness", hasDifference: false };

    expect(findReasons({ scenarios: scenariosWith({}, [DIFFERENCE, late]) })).to.deep.equal([
      { kind: "later than the difference", difference: late },
    ]);
  });

  it("does not doubt it for a difference below the generator's error, for stalls at high percentiles, or without differences", () => {
    const small: Difference = { ...DIFFERENCE, floorMs: 2, hasDifference: false };
    const stalled: Difference = { ...small, p: 90, floorIs: "lateness" };
    const none: Difference = { ...small, floorIs: "lateness", isClear: false };

    expect(findReasons({ scenarios: scenariosWith({}, [small, stalled, none]) })).to.deep.equal([]);
  });
});

describe("findBusyness", () => {
  const off = (p: number, errorMs: number) => ({
    ...SELF_CHECK,
    percentiles: [{ p, knownMs: 8, measuredMs: 8 + errorMs, errorMs }],
  });

  it("finds none if the generator is as good as its measurements require", () => {
    expect(findBusyness([{ ...SERIES, late: 49 }], off(90, 5), 1)).to.deep.equal([]);
  });

  it("finds it if the generator is far off, in either direction", () => {
    expect(findBusyness([SERIES], off(90, 26), 1)).to.deep.equal([{ kind: "generator off", p: 90, errorMs: 26, maxErrorMs: 5 }]);
    expect(findBusyness([SERIES], off(90, -5.01), 1)).to.have.lengthOf(1);
  });

  it("finds it if half of the requests were late, whatever their intervals", () => {
    expect(findBusyness([{ ...SERIES, late: 50 }], off(90, 1), 1)).to.deep.equal([
      { kind: "sent late", of: "scenarios", share: 0.5, lateAfterMs: 1 },
    ]);
    expect(findBusyness([SERIES], { ...off(90, 1), late: 60 }, 1)).to.deep.equal([
      { kind: "sent late", of: "self-check", share: 0.6, lateAfterMs: 1 },
    ]);
  });
});

describe("describeReasons", () => {
  it("writes a sentence with figures for each reason", () => {
    const where = { scenario: "x", series: "one" };
    const late: Difference = { ...DIFFERENCE, floorMs: 2, floorIs: "lateness", hasDifference: false };
    const sentences: readonly (readonly [ReasonForDistrust, RegExp])[] = [
      [
        { kind: "generator off", p: 90, errorMs: 26, maxErrorMs: 5 },
        /^the generator itself was off by 26\.00 ms at p90; expected 5 ms at most$/,
      ],
      [
        { kind: "sent late", of: "scenarios", share: 0.5, lateAfterMs: 1 },
        /^50\.0 % of the requests of what was measured were sent more than 1 ms late; expected less than half$/,
      ],
      [{ kind: "sent late", of: "self-check", share: 0.6, lateAfterMs: 1 }, /^60\.0 % of the requests of the self-check /],
      [
        { kind: "control differs", difference: ofControl(true) },
        /^the control shows a difference between a strategy and itself: one \(again\) is 1\.50 ms slower than one at p50 .*, simulated here$/,
      ],
      [{ kind: "empty control" }, /^the control has too few requests to show anything$/],
      [{ kind: "not right", where, errors: 1, wrong: 0, complaint: "hung up" }, /^x, one: 1 errors and 0 wrong answers hung up$/],
      [{ kind: "not right", where: "self-check", errors: 0, wrong: 50 }, /^the self-check: 0 errors and 50 wrong answers$/],
      [{ kind: "dropped", where, share: 0.0199 }, /^x, one: 2\.0 % of the requests were dropped$/],
      [
        { kind: "later than the difference", difference: late },
        /^x: half of the requests were sent later than the difference is large: .*two is 1\.50 ms slower .*, simulated here; .* 2\.00 ms late$/,
      ],
    ];

    const told = describeReasons({ reasons: sentences.map(([reason]) => reason), timingSource: "simulated here" });

    expect(told).to.have.lengthOf(sentences.length);
    for (const [i, [, expected]] of sentences.entries()) expect(told[i]).to.match(expected);
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
  it("is the median's error", () => {
    const percentiles = [
      { p: 50, knownMs: 3, measuredMs: 3.5, errorMs: 0.5 },
      { p: 90, knownMs: 8, measuredMs: 9, errorMs: 1 },
    ];

    expect(readGeneratorError({ ...SELF_CHECK, percentiles })).to.equal(0.5);
  });

  it("fails a run in which nothing could be claimed", () => {
    expect(() => readGeneratorError({ ...SELF_CHECK, n: 3, errors: 97 })).to.throw("got 3 right answers, 97 errors and 0 wrong");
  });
});

describe("describeControl", () => {
  it("says how many comparisons show a difference", () => {
    const describe = (differences: readonly Difference[], isBusy = false) =>
      describeControl({ isBusy, control: { strategy: "one", differences } });

    expect(describe(CONTROL)).to.equal("no difference between one and itself in 1 comparisons, as it has to be");
    expect(describe([...CONTROL, ofControl(true)]))
      .to.contain("1 of 2")
      .and.contain("do not trust");
    expect(describe([])).to.contain("too few");
    expect(describe([], true)).to.equal("nothing is compared: the machine was too busy");
  });
});
