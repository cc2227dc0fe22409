import { expect } from "chai";
import { measureLatency } from "../../../comparison/latency/measure";
import { SMALL_SCALE } from "../../../comparison/latency/scale";
import { scenarios } from "../../../comparison/latency/scenarios";
import { formatLatency } from "../../../comparison/latency/terminal";
import { createFakeLatencyTarget } from "./fake-target";

/** The smallest possible measurement. */
const TINY_SCALE = { ...SMALL_SCALE, rounds: 1, minBlockRequests: 2, selfCheckRequests: 20, resamples: 10 };

describe("measureLatency", () => {
  it("measures the scenarios of one cache after those of another, with only one of them open", async () => {
    const { target, events, spans } = createFakeLatencyTarget();

    const report = await measureLatency({ target, scale: TINY_SCALE });

    expect(events).to.deep.equal(["1 cold starts", "open 300", "close 300", "open 0", "close 0"]);
    expect(report.scenarios.map(({ id }) => id)).to.deep.equal(scenarios.map(({ id }) => id));
    expect(spans.map(({ requests }) => [...new Set(requests.map(({ scenario }) => scenario))].sort())).to.deep.equal([
      ["cache-hit", "cache-miss", "day", "first-request", "refused"],
      ["cache-off"],
    ]);
    // Two requests of each contestant in each of six scenarios; sign-ins and refreshes are not requests to an API.
    expect(report.gatewayTimes).to.deep.equal({ times: [], asked: 36, missing: 2, note: "late" });
    expect(report.functionTimes).to.deep.equal([{ strategy: "one", what: "pets function", n: 2, meanMs: 2.5, medianMs: 2 }]);
    expect(spans.flatMap(({ requests }) => requests).every(({ strategy, requestId }) => requestId.startsWith(strategy))).to.equal(
      true,
    );
  });

  it("measures sign-ins with a user directory where the target has stacks with one, and closes those", async () => {
    const { target, events } = createFakeLatencyTarget();
    const open = await target.open({ authorizerCacheTtlSeconds: 300, connections: 1, signal: new AbortController().signal });
    const openDirectoryPair = async () => ({
      off: open.clients,
      on: open.clients,
      close: async () => void events.push("close pair"),
    });

    const report = await measureLatency({ target: { ...target, openDirectoryPair }, scale: TINY_SCALE });

    expect(report.directory?.series.map(({ name }) => name)).to.deep.equal(
      report.isBusy ? undefined : ["one, directory off", "one, directory on", "two, directory off", "two, directory on"],
    );
    expect(events.at(-1)).to.equal(report.isBusy ? "close 0" : "close pair");
    expect(await measureLatency({ target, scale: TINY_SCALE })).not.to.have.property("directory");
  });

  it("compares nothing if the generator was far off, and says so first", async () => {
    const fake = createFakeLatencyTarget();
    const openDirectoryPair = async () => {
      throw new Error("nothing is measured on a busy machine");
    };
    const target = { ...fake.target, openDirectoryPair };
    const selfCheck = async () => ({
      ...{ sentence: "", n: 20, errors: 0, wrong: 0, late: 0, dropped: 0, lateness: { p50Ms: 0, p99Ms: 0 } },
      percentiles: [
        { p: 50, knownMs: 3, measuredMs: 3, errorMs: 0 },
        { p: 90, knownMs: 8, measuredMs: 34, errorMs: 26 },
      ],
    });

    const report = await measureLatency({ target, scale: { ...TINY_SCALE, rounds: 10 }, selfCheck });

    expect(report).to.include({ isBusy: true, isTrustworthy: false });
    expect(report.reasons[0]).to.deep.equal({ kind: "generator off", p: 90, errorMs: 26, maxErrorMs: 5 });
    expect(report.scenarios.flatMap(({ differences }) => differences)).to.deep.equal([]);
    expect(report.control).to.deep.equal({ strategy: "one", differences: [] });
    expect(report.scenarios[0]?.series[0]?.percentiles).to.have.lengthOf(1);
    expect(formatLatency(report)).to.match(/^MEASURED ON A BUSY MACHINE: DO NOT USE THESE LATENCIES, RUN AGAIN\.\n/);
  });

  it("stops between two blocks when told to, and closes what is open", async () => {
    const stop = new AbortController();
    const { target, events, asked } = createFakeLatencyTarget();
    const countAsked = () => asked.signIns + asked.refreshes + asked.requests;
    let askedBefore = 0;
    const onProgress = (what: string) => {
      if (!what.includes("warm-up") || stop.signal.aborted) return;
      askedBefore = countAsked();
      stop.abort(new Error("stopped by SIGINT"));
    };

    const failure = await measureLatency({ target, scale: TINY_SCALE, signal: stop.signal, onProgress }).catch(String);

    expect(failure).to.equal("Error: stopped by SIGINT");
    // The block in progress: two requests, each of which may sign in first.
    expect(countAsked() - askedBefore).to.be.within(2, 4);
    expect(events).to.deep.equal(["1 cold starts", "open 300", "close 300"]);
  });

  it("opens nothing once told to stop", async () => {
    const { target, events } = createFakeLatencyTarget();

    const failure = await measureLatency({ target, signal: AbortSignal.abort(new Error("no")) }).catch(String);

    expect(failure).to.equal("Error: no");
    expect(events).to.deep.equal([]);
  });

  it("closes what is open even if a response ends the preparation", async () => {
    const onRequest = () => {
      throw new Error("connection refused");
    };
    const { target, events } = createFakeLatencyTarget({ onRequest });

    const failure = await measureLatency({ target, scale: TINY_SCALE }).catch(String);

    expect(failure).to.equal("Error: connection refused");
    expect(events.at(-1)).to.equal("close 300");
  });
});
