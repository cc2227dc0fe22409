import { expect } from "chai";
import {
  analyseSeries,
  CONFIDENCE,
  compareControl,
  compareStrategies,
  type MeasuredSeries,
} from "../../../comparison/latency/analysis";
import { estimate, resamplePercentile } from "../../../comparison/latency/bootstrap";
import type { LoadResult, Sample } from "../../../comparison/latency/generator";
import { createRandom, type RandomBelow } from "../../../comparison/latency/plan";

const RESAMPLING = { seed: 1, resamples: 500 };
const GENERATOR_ERROR_MS = 0.1;
const SCENARIO = { id: "made-up", when: "in a test" };

const sample = (latencyMs: number, outcome: Sample["outcome"] = "right"): Sample => ({
  index: 0,
  latencyMs,
  serviceMs: latencyMs / 2,
  outcome,
  ...(outcome === "right" ? {} : { complaint: `${outcome} after ${latencyMs} ms` }),
});
const drawSeries = (name: string, strategy: string, baseMs: number, random: RandomBelow): MeasuredSeries => ({
  scenario: SCENARIO,
  name,
  strategy,
  blocks: Array.from({ length: 10 }, (): LoadResult => {
    const samples = Array.from({ length: 10 }, () => sample(baseMs + random(1000) / 1000));
    return { samples, late: 1, dropped: 0 };
  }),
});
const withExtra = (series: MeasuredSeries, extra: LoadResult): MeasuredSeries => ({
  ...series,
  blocks: series.blocks.map((block, i) => (i === 0 ? { ...extra, samples: [...block.samples, ...extra.samples] } : block)),
});

const reportOf = (measured: MeasuredSeries) => analyseSeries(measured, RESAMPLING).report;
const analyse = (measured: readonly MeasuredSeries[]) => measured.map((one) => analyseSeries(one, RESAMPLING));
const inScenario = (id: string, measured: readonly MeasuredSeries[]) =>
  measured.map((one) => ({ ...one, scenario: { ...SCENARIO, id } }));

describe("analyseSeries", () => {
  it("keeps fast refusals and slow errors out of the percentiles, and reports them separately", () => {
    const random = createRandom(1);
    const clean = drawSeries("one", "one", 5, random);
    const samples = [...Array.from({ length: 60 }, () => sample(0.1, "wrong")), sample(9000, "error")];
    const dirty = withExtra(clean, { samples, late: 3, dropped: 2 });

    const expected = reportOf(clean);
    const series = reportOf(dirty);

    expect(series).to.include({ n: 100, wrong: 60, errors: 1, late: 12, dropped: 2 });
    const { percentiles, servicePercentiles, latenciesMs, servicesMs } = expected;
    expect(series).to.deep.include({ percentiles, servicePercentiles, latenciesMs, servicesMs });
    expect(series).to.deep.include({ wrongMs: Array(60).fill(0.1), errorsMs: [9000] });
    expect(expected).to.deep.include({ wrongMs: [], errorsMs: [] });
    expect(series.complaints).to.deep.equal(Array(3).fill("wrong after 0.1 ms"));
  });

  it("returns service times as well, and only the percentiles that the number of requests supports", () => {
    const series = reportOf(drawSeries("one", "one", 5, createRandom(1)));

    expect(series.percentiles.map(({ p }) => p)).to.deep.equal([50, 90]);
    for (const [i, { valueMs, low, high }] of series.percentiles.entries()) {
      expect(low).to.be.at.most(valueMs);
      expect(high).to.be.at.least(valueMs);
      expect(series.servicePercentiles[i]?.valueMs).to.equal(valueMs / 2);
    }
  });

  it("keeps the data to recompute percentiles and intervals, round by round", () => {
    const { latenciesMs, percentiles } = reportOf(drawSeries("one", "one", 5, createRandom(1)));

    expect(latenciesMs.map(({ length }) => length)).to.deep.equal(Array(10).fill(10));
    for (const { p, valueMs, low, high } of percentiles) {
      expect(estimate(resamplePercentile(latenciesMs, p, RESAMPLING), CONFIDENCE, 10)).to.deep.equal({
        valueMs,
        low,
        high,
      });
    }
  });

  it("reports how late requests were sent, apart from their durations", () => {
    const late = (latencyMs: number, latenessMs: number): Sample => ({
      index: 0,
      latencyMs,
      serviceMs: latencyMs - latenessMs,
      outcome: "right",
    });
    const samples = Array.from({ length: 100 }, (_, i) => late(10, i < 98 ? 0.5 : 4));
    const measured = { scenario: SCENARIO, name: "one", strategy: "one", blocks: [{ samples, late: 2, dropped: 0 }] };

    expect(reportOf(measured).lateness).to.deep.equal({ p50Ms: 0.5, p99Ms: 4 });
  });
});

describe("compareStrategies", () => {
  const punctual = (series: MeasuredSeries): MeasuredSeries => ({
    ...series,
    blocks: series.blocks.map((block) => ({
      ...block,
      samples: block.samples.map((one) => ({ ...one, serviceMs: one.latencyMs })),
    })),
  });
  const compare = (generatorErrorMs = GENERATOR_ERROR_MS) => {
    const random = createRandom(1);
    const measured = [
      drawSeries("one", "one", 5, random),
      drawSeries("two", "two", 8, random),
      drawSeries("three", "three", 5, random),
      drawSeries("one (again)", "one", 5, random),
    ].map(punctual);
    return compareStrategies(analyse(measured), generatorErrorMs);
  };

  it("compares each pair of strategies, without the control", () => {
    const atMedian = compare().filter(({ p }) => p === 50);

    expect(atMedian.map(({ a, b, hasDifference }) => [a, b, hasDifference])).to.deep.equal([
      ["one", "two", true],
      ["one", "three", false],
      ["two", "three", true],
    ]);
    expect(atMedian[0]?.valueMs).to.be.closeTo(3, 0.3);
    expect(atMedian[2]?.valueMs).to.be.closeTo(-3, 0.3);
    expect(atMedian[0]).to.include({ scenario: "made-up", when: "in a test" });
    expect(atMedian[0]?.confidence).to.be.closeTo(0.9917, 0.0001);
  });

  it("widens its intervals by their number in all scenarios, so that they hold jointly", () => {
    const random = createRandom(1);
    const measured = ["x", "y", "z"].flatMap((id) =>
      inScenario(id, [drawSeries("one", "one", 5, random), drawSeries("two", "two", 5, random)]),
    );

    const differences = compareStrategies(analyse(measured), GENERATOR_ERROR_MS);

    expect(differences.map(({ scenario }) => scenario)).to.deep.equal(["x", "x", "y", "y", "z", "z"]);
    expect(differences.map(({ confidence }) => confidence.toFixed(4))).to.deep.equal(Array(6).fill((1 - 0.05 / 6).toFixed(4)));
  });

  it("claims no difference smaller than the generator's own error, however narrow the interval", () => {
    const [first] = compare(-3.5);

    expect(first).to.include({ isClear: true, hasDifference: false, floorIs: "error", floorMs: 3.5 });
  });

  it("claims no difference smaller than the requests' lateness", () => {
    const random = createRandom(1);
    // Service times are half of the latencies here, so half of 8 ms is lateness.
    const measured = [drawSeries("one", "one", 5, random), drawSeries("two", "two", 8, random)];

    const [first] = compareStrategies(analyse(measured), GENERATOR_ERROR_MS);

    expect(first).to.include({ isClear: true, hasDifference: false, floorIs: "lateness" });
    expect(first?.floorMs).to.be.closeTo(4.25, 0.2);
  });
});

describe("compareControl", () => {
  const drawControl = (againMs = 5, random = createRandom(1)) => [
    drawSeries("one", "one", 5, random),
    drawSeries("two", "two", 50, random),
    drawSeries("one (again)", "one", againMs, random),
  ];

  it("widens its intervals by their number, and names the scenario of each", () => {
    const measured = [...inScenario("sign-in", drawControl()), ...inScenario("sign-in with more", drawControl())];

    const differences = compareControl(analyse(measured), GENERATOR_ERROR_MS);

    expect(differences.map(({ confidence }) => confidence.toFixed(4))).to.deep.equal(Array(4).fill("0.9875"));
    expect(differences.map(({ scenario, a, b }) => [scenario, a, b])).to.deep.equal(
      ["sign-in", "sign-in", "sign-in with more", "sign-in with more"].map((id) => [id, "one", "one (again)"]),
    );
    expect(differences.some(({ isClear }) => isClear)).to.equal(false);
  });

  it("detects a strategy that differs from itself", () => {
    const differences = compareControl(analyse(drawControl(6)), GENERATOR_ERROR_MS);

    expect(differences.map(({ isClear }) => isClear)).to.deep.equal([true, true]);
  });
});
