import { expect } from "chai";
import fc from "fast-check";
import { compareCosts } from "../../../comparison/cost/comparison";
import { findAssumed, numericInputs } from "../../../comparison/cost/inputs";
import { chartBreakEven, chartItems, chartUsers } from "../../../comparison/report/prepare/cost-charts";
import {
  adjustableInputs,
  answerCosts,
  positionOf,
  readValue,
  SLIDER_STEPS,
  valueAt,
} from "../../../comparison/report/prepare/cost-question";
import { someInputs } from "../cost/arbitraries";
import { current, priced } from "../cost/models";
import { costInputs, TODAY } from "./fixture";

const assumed = findAssumed({});
const question = { inputs: costInputs, pricesId: "current", strategies: priced, today: TODAY, measured: [], assumed };
const strategyOrder = ["id-token-lambda-authorizer", "access-token-scopes"];
const compare = (changes: Partial<typeof costInputs> = {}) => compareCosts(current, { ...costInputs, ...changes }, TODAY);

describe("answerCosts", () => {
  it("matches the model, with the report's inputs and others", () => {
    expect(answerCosts(question).comparison).to.deep.equal(compare());
    expect(answerCosts(question, { users: 7 }).comparison).to.deep.equal(compare({ users: 7 }));
  });

  it("treats what the reader changes as known, so that the range gets narrower", () => {
    const [asked] = answerCosts(question).comparison.comparisons;
    const { assumed: left, comparisons } = answerCosts(question, { cacheHitRate: 0.9 }).comparison;

    expect(left).not.to.include("cacheHitRate");
    expect(comparisons[0]?.breakEvenRequestsPerUser).to.equal(asked?.breakEvenRequestsPerUser);
    expect(comparisons[0]?.breakEvenRange.high).to.be.below(asked?.breakEvenRange.high ?? 0);
  });

  it("lists the existing price lists if the report's is missing", () => {
    expect(() => answerCosts({ ...question, pricesId: "gone" })).to.throw(
      RangeError,
      'the price list is "gone"; expected "current" or "before-2024-11"',
    );
  });
});

describe("valueAt and positionOf", () => {
  for (const name of adjustableInputs) {
    const { min, max, isWhole } = numericInputs[name];

    it(`cover the range of ${name} from minimum to maximum, monotonically`, () => {
      const values = Array.from({ length: SLIDER_STEPS + 1 }, (_, position) => valueAt(name, position));

      expect([values.at(0), values.at(-1)]).to.deep.equal([min, max]);
      for (const [i, value] of values.slice(1).entries()) expect(value).to.be.at.least(values[i] ?? 0);
    });

    it(`set the slider of ${name} to its value, within two digits`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: SLIDER_STEPS }), (position) => {
          const value = valueAt(name, position);
          expect(valueAt(name, positionOf(name, value))).to.be.closeTo(value, value * 0.06 + (isWhole ? 1 : 0.06));
        }),
      );
    });

    it(`return values of ${name} that its field accepts`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: SLIDER_STEPS }), (position) => {
          const value = valueAt(name, position);
          expect(readValue(name, String(value))).to.deep.equal({ value });
        }),
      );
    });
  }
});

describe("readValue", () => {
  it("accepts the bounds, and nothing beyond them", () => {
    expect(readValue("users", "0")).to.deep.equal({ value: 0 });
    expect(readValue("users", "1000000000")).to.deep.equal({ value: 1e9 });
    expect(readValue("users", "1000000001")).to.deep.equal({
      fault: "“1000000001” is not taken; expected a whole number of users from 0 to 1,000,000,000, without separators",
    });
    expect(readValue("cacheHitRate", "1.01")).to.deep.equal({
      fault: "“1.01” is not taken; expected a number from 0 to 1, without separators",
    });
  });

  it("explains what is expected for an empty field, a word, a fraction of a user", () => {
    for (const text of ["", " ", "many", "1.5", "NaN", "Infinity", "-1", "+1", "1e9", "0x10", "50.000", "50,000", "50 000"]) {
      expect(readValue("users", text), text).to.have.property("fault");
    }
  });

  it("refuses a dot that may be a thousands separator, and accepts one that cannot", () => {
    for (const text of ["50.000", "1.500", "1.000.000", "1,5"])
      expect(readValue("requestsPerUser", text), text).to.have.property("fault");
    expect(readValue("requestsPerUser", " 1.5 ")).to.deep.equal({ value: 1.5 });
    expect(readValue("requestsPerUser", "0.125")).to.deep.equal({ value: 0.125 });
    expect(readValue("cacheHitRate", "0.953")).to.deep.equal({ value: 0.953 });
  });
});

describe("chartItems", () => {
  it("has bars as long as the bills", () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        const comparison = compareCosts(current, inputs, TODAY);
        const chart = chartItems(comparison, strategyOrder);
        if (chart.kind !== "bars") throw new Error(`the chart is one of ${chart.kind}`);

        for (const { variant, totalUsdPerMonth } of comparison.variants) {
          const usd = chart.parts.filter(({ bar }) => bar === variant).reduce((sum, part) => sum + part.usd, 0);
          expect(usd).to.be.closeTo(totalUsdPerMonth, totalUsdPerMonth * 1e-9 + 1e-6);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("cost charts", () => {
  it("draw each variant in its strategy's colour, whatever its position in the report", () => {
    const of = compare();
    const [bars, users, breakEven] = [
      chartItems(of, strategyOrder),
      chartUsers(current, of, strategyOrder),
      chartBreakEven(current, of, strategyOrder),
    ];
    if (bars.kind !== "bars" || users.kind !== "lines" || breakEven.kind !== "lines") throw new Error("other charts");
    const seriesOfBar = (name: string) =>
      bars.parts.find(({ bar, seriesIndex }) => bar === name && seriesIndex !== undefined)?.seriesIndex;

    expect(["plus", "essentials", "lite"].map(seriesOfBar)).to.deep.equal([1, 1, 0]);
    expect(users.lines.map(({ seriesIndex, mark }) => [seriesIndex, mark])).to.deep.equal([
      [1, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(breakEven.lines.map(({ seriesIndex, mark }) => [seriesIndex, mark])).to.deep.equal([
      [1, 0],
      [1, 1],
    ]);
  });
});

describe("chartUsers and chartBreakEven", () => {
  for (const users of [0, 1, 50_000, 1e9]) {
    it(`can be drawn on logarithmic axes, and reach ${users} users`, () => {
      for (const chart of [chartUsers, chartBreakEven].map((create) => create(current, compare({ users }), strategyOrder))) {
        if (chart.kind !== "lines") throw new Error(`the chart is one of ${chart.kind}`);
        const points = chart.lines.flatMap((line) => line.points);

        for (const [x, y] of points) expect(Math.min(x, y)).to.be.greaterThan(0);
        expect(Math.max(...points.map(([x]) => x))).to.be.at.least(users);
      }
    });
  }

  it("name the break-even, and what was entered", () => {
    const { label } = chartBreakEven(current, compare(), strategyOrder);

    expect(label).to.match(/plus costs no more than lite from \d+0,000 \([\d,]+0,000 to [\d,]+0,000\) requests of a user on/);
    expect(label).to.match(/Asked is 300\.$/);
  });

  it("draw no line if one never costs as little as the other", () => {
    const chart = chartBreakEven(current, compare({ cacheHitRate: 1 }), strategyOrder);

    expect(chart.kind === "lines" && chart.lines[0]?.points).to.deep.equal([]);
    expect(chart.label).to.include("at no number of requests");
  });
});
