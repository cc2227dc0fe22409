import { expect } from "chai";
import fc from "fast-check";
import {
  chartDistributions,
  chartIntervals,
  createCurve,
  differencesOf,
  strategiesOfLatency,
} from "../../../comparison/report/prepare/latency-charts";
import { createDifference, createLatency, createScenario, createSeries, TIMES } from "./fixture";

describe("createCurve", () => {
  it("rises from the smallest latency to the largest, with the share that took no longer", () => {
    expect(createCurve([4, 1, 2, 3])).to.deep.equal([
      [1, 25],
      [2, 50],
      [3, 75],
      [4, 100],
    ]);
  });

  it("has as many points as a chart can show, for any number of requests, and ends with all of them", () => {
    const latencies = fc.array(fc.double({ min: 0.002, max: 5000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(latencies, (values) => {
        const curve = createCurve(values);

        expect(curve).to.have.lengthOf.within(1, 100);
        expect(curve.at(-1)).to.deep.equal([Math.max(...values), 100]);
        for (const [i, [ms, percent]] of curve.slice(1).entries()) {
          expect(ms).to.be.greaterThan(curve[i]?.[0] ?? 0);
          expect(percent).to.be.greaterThan(curve[i]?.[1] ?? 0);
        }
      }),
    );
  });

  it("is empty without data, and has no zero, which a logarithmic axis lacks", () => {
    expect(createCurve([])).to.deep.equal([]);
    expect(createCurve([0])).to.deep.equal([[0.001, 100]]);
  });
});

describe("chartDistributions", () => {
  it("gives the control its strategy's colour, and omits series without a correct response", () => {
    const empty = createSeries("z", { n: 0, percentiles: [], latenciesMs: [] });
    const scenario = createScenario("sign-in", ["x", "y"]);

    const chart = chartDistributions({ ...scenario, series: [...scenario.series, empty] }, ["x", "y", "z"], TIMES);

    if (chart.kind !== "distributions") throw new Error(`the chart is one of ${chart.kind}`);
    expect(chart.lines.map(({ name, seriesIndex, isControl }) => [name, seriesIndex, isControl])).to.deep.equal([
      ["x", 0, false],
      ["y", 1, false],
      ["x (again)", 0, true],
    ]);
  });

  it("states the medians and the timing source", () => {
    const { label } = chartDistributions(createScenario("sign-in", ["x", "y"]), ["x", "y"], TIMES);

    expect(label).to.equal(`Latencies on a sign-in, ${TIMES}: x p50 2.95 ms, y p50 2.95 ms, x (again) p50 2.95 ms.`);
  });

  it("says if there are too few requests for percentiles", () => {
    const series = [createSeries("x", { percentiles: [] })];

    expect(chartDistributions(createScenario("s", ["x"], { series }), ["x"], TIMES).label).to.include("too few requests");
  });
});

describe("chartIntervals", () => {
  it("puts the scenarios of one pair and percentile onto one axis, the lowest percentile first", () => {
    const scenarios = ["s", "t"].map((id) =>
      createScenario(id, ["x", "y"], { differences: [createDifference("x", "y", { p: 90 }), createDifference("x", "y")] }),
    );

    const groups = chartIntervals(differencesOf(createLatency(["x", "y"], { scenarios })), TIMES, "differences");

    expect(
      groups.map(({ p, chart }) => [p, chart.kind === "intervals" && chart.intervals.map(({ name }) => name)]),
    ).to.deep.equal([
      [50, ["s", "t"]],
      [90, ["s", "t"]],
    ]);
  });

  it("keeps each pair of three strategies apart", () => {
    const groups = chartIntervals(differencesOf(createLatency(["x", "y", "z"])), TIMES, "differences");

    expect(groups.map(({ a, b }) => a + b)).to.deep.equal(["xy", "xz", "yz"]);
    expect(new Set(groups.map(({ chart }) => chart.id))).to.have.lengthOf(3);
  });

  it("says what is claimed, and the timing source", () => {
    const unclear = createDifference("x", "y", { isClear: false, hasDifference: false });
    const scenarios = [createScenario("s", ["x", "y"]), createScenario("t", ["x", "y"], { differences: [unclear] })];

    const [group] = chartIntervals(differencesOf(createLatency(["x", "y"], { scenarios })), TIMES, "differences");

    expect(group?.chart.label).to.equal(`y minus x at p50, ${TIMES}: a difference is claimed in 1 of 2 scenarios (s 1.50 ms).`);
  });
});

describe("strategiesOfLatency", () => {
  it("omits the control", () => {
    expect(strategiesOfLatency(createLatency(["x", "y"]))).to.deep.equal(["x", "y"]);
  });
});
