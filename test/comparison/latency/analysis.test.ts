import { expect } from "chai";
import { analyseControl, analyseScenario, compareStrategies, type Measured } from "../../../comparison/latency/analysis";
import type { LoadResult, Sample } from "../../../comparison/latency/generator";
import { createRandom, type RandomBelow } from "../../../comparison/latency/random";
import type { Scenario } from "../../../comparison/latency/scenarios";

const OPTIONS = { seed: 1, resamples: 500, times: "simulated somewhere", generatorErrorMs: 0.1 };
const NOTHING = { signIns: 0, refreshes: 0, requests: 0 };
const SCENARIO: Scenario = {
  id: "made-up",
  sentence: "something made up",
  when: "in a test",
  authorizerCacheTtlSeconds: 0,
  ratePerSecond: 1,
  usage: NOTHING,
  preparation: NOTHING,
  prepare: () => Promise.reject(new Error("not measured here")),
};

const sample = (latencyMs: number, outcome: Sample["outcome"] = "right"): Sample => ({
  index: 0,
  latencyMs,
  serviceMs: latencyMs / 2,
  outcome,
  ...(outcome === "right" ? {} : { complaint: `${outcome} after ${latencyMs} ms` }),
});
const drawSeries = (name: string, strategy: string, baseMs: number, random: RandomBelow): Measured => ({
  name,
  strategy,
  blocks: Array.from({ length: 10 }, (): LoadResult => {
    const samples = Array.from({ length: 10 }, () => sample(baseMs + random(1000) / 1000));
    return { samples, late: 1, dropped: 0 };
  }),
});
const withExtra = (series: Measured, extra: LoadResult): Measured => ({
  ...series,
  blocks: series.blocks.map((block, i) => (i === 0 ? { ...extra, samples: [...block.samples, ...extra.samples] } : block)),
});

describe("analyseScenario", () => {
  it("keeps fast refusals and slow errors out of the percentiles, and reports them beside", () => {
    const random = createRandom(1);
    const clean = drawSeries("one", "one", 5, random);
    const samples = [...Array.from({ length: 60 }, () => sample(0.1, "wrong")), sample(9000, "error")];
    const dirty = withExtra(clean, { samples, late: 3, dropped: 2 });

    const [expected] = analyseScenario(SCENARIO, [clean], OPTIONS).report.series;
    const [series] = analyseScenario(SCENARIO, [dirty], OPTIONS).report.series;

    expect(series).to.include({ n: 100, wrong: 60, errors: 1, late: 12, dropped: 2, histogram: expected?.histogram });
    expect(series?.percentiles).to.deep.equal(expected?.percentiles);
    expect(series).to.include.keys("wrongHistogram", "errorHistogram");
    expect(expected).not.to.have.any.keys("wrongHistogram", "errorHistogram");
    expect(series?.complaints).to.deep.equal(Array(3).fill("wrong after 0.1 ms"));
  });

  it("shows service times beside, and only the percentiles that the requests carry", () => {
    const [series] = analyseScenario(SCENARIO, [drawSeries("one", "one", 5, createRandom(1))], OPTIONS).report.series;

    expect(series?.percentiles.map(({ p }) => p)).to.deep.equal([50, 90]);
    for (const [i, { valueMs, low, high }] of (series?.percentiles ?? []).entries()) {
      expect(low).to.be.at.most(valueMs);
      expect(high).to.be.at.least(valueMs);
      expect(series?.servicePercentiles[i]?.valueMs).to.equal(valueMs / 2);
    }
  });

  it("tells how late the requests were sent, apart from what they took", () => {
    const late = (latencyMs: number, latenessMs: number): Sample => ({
      index: 0,
      latencyMs,
      serviceMs: latencyMs - latenessMs,
      outcome: "right",
    });
    const samples = Array.from({ length: 100 }, (_, i) => late(10, i < 98 ? 0.5 : 4));
    const measured: Measured = { name: "one", strategy: "one", blocks: [{ samples, late: 2, dropped: 0 }] };

    const [series] = analyseScenario(SCENARIO, [measured], OPTIONS).report.series;

    expect(series?.lateness).to.deep.equal({ p50Ms: 0.5, p99Ms: 4 });
  });
});

describe("compareStrategies", () => {
  const punctual = (series: Measured): Measured => ({
    ...series,
    blocks: series.blocks.map((block) => ({
      ...block,
      samples: block.samples.map((one) => ({ ...one, serviceMs: one.latencyMs })),
    })),
  });
  const compare = (options = OPTIONS) => {
    const random = createRandom(1);
    const measured = [
      drawSeries("one", "one", 5, random),
      drawSeries("two", "two", 8, random),
      drawSeries("three", "three", 5, random),
      drawSeries("one (again)", "one", 5, random),
    ].map(punctual);
    return compareStrategies([analyseScenario(SCENARIO, measured, options)]).flatMap(({ differences }) => differences);
  };

  it("compares each two strategies, and leaves the control out of it", () => {
    const atMedian = compare().filter(({ p }) => p === 50);

    expect(atMedian.map(({ a, b, hasDifference }) => [a, b, hasDifference])).to.deep.equal([
      ["one", "two", true],
      ["one", "three", false],
      ["two", "three", true],
    ]);
    expect(atMedian[0]?.valueMs).to.be.closeTo(3, 0.3);
    expect(atMedian[0]?.verdict).to.match(/^two is [\d.]+ ms slower than one at p50 in a test, 99.17 % .*, simulated somewhere$/);
    expect(atMedian[2]?.verdict).to.match(/^three is [\d.]+ ms faster than two/);
  });

  it("widens its intervals by how many there are in all scenarios, so that they hold together", () => {
    const random = createRandom(1);
    const analyse = () =>
      analyseScenario(SCENARIO, [drawSeries("one", "one", 5, random), drawSeries("two", "two", 5, random)], OPTIONS);

    const reports = compareStrategies([analyse(), analyse(), analyse()]);

    const confidences = reports.flatMap(({ differences }) => differences.map(({ confidence }) => confidence.toFixed(4)));
    expect(confidences).to.deep.equal(Array(6).fill((1 - 0.05 / 6).toFixed(4)));
  });

  it("claims nothing that is smaller than the generator's own error, however narrow the interval", () => {
    const [first] = compare({ ...OPTIONS, generatorErrorMs: -3.5 });

    expect(first).to.include({ isClear: true, hasDifference: false, floorIs: "error", floorMs: 3.5 });
    expect(first?.verdict).to.match(/^too small to tell: two is .*; the generator is itself 3.50 ms off$/);
  });

  it("claims nothing that is smaller than the requests were late", () => {
    const random = createRandom(1);
    // Services take half of the latencies here, so half of 8 ms is lateness.
    const measured = [drawSeries("one", "one", 5, random), drawSeries("two", "two", 8, random)];

    const [scenario] = compareStrategies([analyseScenario(SCENARIO, measured, OPTIONS)]);

    const [first] = scenario?.differences ?? [];
    expect(first).to.include({ isClear: true, hasDifference: false, floorIs: "lateness" });
    expect(first?.floorMs).to.be.closeTo(4.25, 0.2);
    expect(first?.verdict).to.match(/; the generator sent 4.\d+ ms late$/);
  });
});

describe("analyseControl", () => {
  it("widens its intervals by how many there are", () => {
    const random = createRandom(1);
    const analyse = () =>
      analyseScenario(SCENARIO, [drawSeries("one", "one", 5, random), drawSeries("one (again)", "one", 5, random)], OPTIONS);

    const differences = analyseControl([analyse(), analyse()], "one", "one (again)");

    expect(differences.map(({ confidence }) => confidence.toFixed(4))).to.deep.equal(Array(4).fill("0.9875"));
    expect(differences.some(({ isClear }) => isClear)).to.equal(false);
  });

  it("sees a strategy that differs from itself", () => {
    const random = createRandom(1);
    const measured = [drawSeries("one", "one", 5, random), drawSeries("one (again)", "one", 6, random)];

    const differences = analyseControl([analyseScenario(SCENARIO, measured, OPTIONS)], "one", "one (again)");

    expect(differences.every(({ isClear }) => isClear)).to.equal(true);
  });

  it("names the scenario of each, however alike their words are", () => {
    const random = createRandom(1);
    const analyse = (id: string) =>
      analyseScenario(
        { ...SCENARIO, id },
        [drawSeries("one", "one", 5, random), drawSeries("one (again)", "one", 5, random)],
        OPTIONS,
      );

    const differences = analyseControl([analyse("sign-in"), analyse("sign-in with more")], "one", "one (again)");

    expect(new Set(differences.map(({ scenario }) => scenario))).to.have.all.keys("sign-in", "sign-in with more");
  });
});
