import { expect } from "chai";
import { describeChanges, formatChanges } from "../../../comparison/against/change-words";
import { type Changes, findChanges } from "../../../comparison/against/changes";
import type { ComparableLatency, ComparableReport } from "../../../comparison/against/comparable-report";

type Cell = ComparableReport["behaviour"][0]["situations"][number]["cells"][number];
type Percentile = ComparableLatency["scenarios"][number]["series"][number]["percentiles"][number];

const cell: Cell = { strategy: "s", status: 401, message: "Unauthorized", decidedBy: "API Gateway" };
const percentile: Percentile = { p: 50, valueMs: 2, low: 1.5, high: 2.5 };

interface Given {
  readonly rows?: Readonly<Record<string, readonly Cell[]>>;
  readonly percentiles?: readonly Percentile[];
  readonly cpuCount?: number;
  readonly prices?: string;
  readonly users?: number;
  readonly totalUsdPerMonth?: number;
}

const reportOf = ({
  rows = { "no-token": [cell] },
  percentiles = [percentile],
  cpuCount = 2,
  prices = "current",
  users = 10,
  totalUsdPerMonth = 5,
}: Given = {}): ComparableReport => ({
  version: 2,
  target: "engine",
  startedAt: "2026-01-02T03:04:05.678Z",
  behaviour: [{ situations: Object.entries(rows).map(([id, cells]) => ({ id, cells })) }],
  latency: {
    timingSource: "simulated on this machine",
    environment: { cpuModel: "a processor", cpuCount, nodeVersion: "v20" },
    scenarios: [{ id: "sign-in", series: [{ name: "s", percentiles }] }],
  },
  cost: {
    comparison: {
      prices: { id: prices, readOn: "2026-01-01" },
      inputs: { users },
      variants: [{ strategy: "s", variant: "s on plus", totalUsdPerMonth }],
    },
  },
});

/** The sentences of each part. */
const tell = (changes: Changes) => {
  const [behaviour, latency, cost] = describeChanges(changes).map(({ sentences }) => sentences);
  return { behaviour, latency, cost };
};

describe("findChanges", () => {
  const changesTo = (now: Given, before: Given = {}) => findChanges(reportOf(before), reportOf(now), "old.json");

  it("finds no change between a report and itself", () => {
    expect(changesTo({})).to.deep.equal({
      file: "old.json",
      target: "engine",
      startedAt: "2026-01-02T03:04:05.678Z",
      behaviour: [],
      latency: [],
      cost: [],
    });
  });

  it("reports each changed cell: by status, message, decider, or time of effect", () => {
    const find = (changed: Partial<Cell>) => changesTo({ rows: { "no-token": [{ ...cell, ...changed }] } });
    const change = (changed: Partial<Cell>) => tell(find(changed)).behaviour ?? [];

    expect(find({ status: 403 }).behaviour[0]).to.deep.include({ kind: "cell", situation: "no-token", strategy: "s" });
    expect(change({ status: 403 })).to.deep.equal([
      "no-token, s: 401 “Unauthorized” by API Gateway before, 403 “Unauthorized” by API Gateway now",
    ]);
    expect(change({ message: null })).to.have.lengthOf(1);
    expect(change({ decidedBy: "Cognito" })).to.have.lengthOf(1);
    expect(change({ effectiveAfterSeconds: 60 })[0]).to.include("until 60 s now");
  });

  it("ignores request ids in messages", () => {
    const failed = (id: string, text = "timed out") => ({
      rows: { a: [{ ...cell, message: `RequestId: ${id} Error: ${text}` }] },
    });
    const [before, now] = ["037473b4-6b80-4b86-bcc1-06f33e935793", "49e9b889-e201-4869-a7c3-4f88300a5d7c"];

    expect(changesTo(failed(now), failed(before)).behaviour).to.deep.equal([]);
    expect(tell(changesTo(failed(now, "crashed"), failed(before))).behaviour).to.deep.equal([
      "a, s: 401 “RequestId: … Error: timed out” by API Gateway before, 401 “RequestId: … Error: crashed” by API Gateway now",
    ]);
  });

  it("reports added and removed rows, strategies and answers", () => {
    const before = { rows: { a: [cell], b: [cell] } };
    const now = { rows: { b: [cell, { ...cell, strategy: "t" }], c: [cell] } };

    expect(tell(changesTo(now, before)).behaviour).to.deep.equal([
      "b, t: not asked before, 401 “Unauthorized” by API Gateway now",
      "c: a new row",
      "a: the row is gone",
    ]);
    expect(tell(changesTo({ rows: { a: [] } }, { rows: { a: [cell] } })).behaviour).to.deep.equal([
      "a, s: 401 “Unauthorized” by API Gateway before, not asked now",
    ]);
  });

  it("reports a percentile whose interval is disjoint from the previous one, in either direction, with its timing source", () => {
    const change = (low: number, high: number) =>
      changesTo({ percentiles: [{ ...percentile, valueMs: (low + high) / 2, low, high }] });

    expect(change(2.4, 3).latency).to.deep.equal([]);
    expect(change(1, 1.5).latency).to.deep.equal([]);
    expect(change(2.6, 3).latency).to.deep.equal([
      {
        kind: "percentile",
        scenario: "sign-in",
        series: "s",
        p: 50,
        before: { valueMs: 2, low: 1.5, high: 2.5 },
        now: { valueMs: 2.8, low: 2.6, high: 3 },
        timingSource: "simulated on this machine",
      },
    ]);
    expect(tell(change(2.6, 3)).latency).to.deep.equal([
      "sign-in, s, p50: 2.00 ms (95 % 1.50 to 2.50) before, 2.80 ms (95 % 2.60 to 3.00) now, simulated on this machine",
    ]);
    expect(change(1, 1.4).latency).to.have.lengthOf(1);
  });

  it("does not compare latencies of a busy machine, nor missing ones, and says so", () => {
    const percentiles = [{ ...percentile, low: 10, high: 11 }];
    const { latency, ...without } = reportOf({ percentiles });
    const between = (before: ComparableReport, now: ComparableReport) => tell(findChanges(before, now, "old.json")).latency;
    const busy = latency === undefined ? without : { ...without, latency: { ...latency, isBusy: true } };

    expect(between(reportOf(), busy)).to.deep.equal(["not compared: measured on a busy machine now"]);
    expect(between(busy, reportOf())).to.deep.equal(["not compared: measured on a busy machine before"]);
    expect(between(without, reportOf())).to.deep.equal(["not compared: not measured before"]);
    expect(between(reportOf(), without)).to.deep.equal(["not compared: not measured now"]);
    expect(between(without, without)).to.deep.equal([]);
  });

  it("does not compare latencies of two machines", () => {
    const { latency } = tell(changesTo({ cpuCount: 64, percentiles: [{ ...percentile, low: 10, high: 11 }] }));

    expect(latency).to.have.lengthOf(1);
    expect(latency?.[0]).to.match(/^not compared: .*2 x a processor.*64 x a processor/);
  });

  it("reports changed prices, inputs and costs", () => {
    const { cost } = tell(changesTo({ prices: "before-2024-11", users: 20, totalUsdPerMonth: 7 }));

    expect(cost).to.deep.equal([
      "prices: current, oldest reading 2026-01-01 before, before-2024-11, oldest reading 2026-01-01 now",
      "users: 10 before, 20 now",
      "s on plus: 5.00 USD a month before, 7.00 USD a month now",
    ]);
  });
});

describe("formatChanges", () => {
  it("says for each part what has changed, or that nothing has", () => {
    const changes = findChanges(reportOf(), reportOf({ totalUsdPerMonth: 7 }), "old.json");

    expect(formatChanges(changes).split("\n")).to.deep.equal([
      "What has changed since 2026-01-02T03:04:05.678Z on the target engine (old.json)",
      "  behaviour: nothing",
      "  latency: nothing",
      "  cost:",
      "    s on plus: 5.00 USD a month before, 7.00 USD a month now",
    ]);
  });
});
