import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { createEngineLatencyTarget } from "../../../comparison/latency/engine-target";
import { measureLatency } from "../../../comparison/latency/measure";
import { createContestants } from "../../../comparison/latency/plan";
import { SMALL_SCALE } from "../../../comparison/latency/scale";
import { scenarios } from "../../../comparison/latency/scenarios";
import { formatLatency } from "../../../comparison/latency/terminal";
import { strategies } from "../../../strategies";
import { priced } from "../cost/models";

/** The smallest possible measurement. */
const TINY_SCALE = { ...SMALL_SCALE, rounds: 1, minBlockRequests: 2, selfCheckRequests: 20, resamples: 10 };

describe("measureLatency on the engine", () => {
  it("measures every scenario with every strategy, all responses correct, and says that it is simulated", async () => {
    const progress: number[] = [];

    const report = await measureLatency({
      target: createEngineLatencyTarget(priced),
      seed: 3,
      scale: SMALL_SCALE,
      onProgress: (_, share) => progress.push(share),
    });

    const contestants = createContestants(Object.keys(strategies));
    expect(report.scenarios.map(({ id }) => id)).to.deep.equal(scenarios.map(({ id }) => id));
    for (const { id, series, differences } of report.scenarios) {
      expect(series.map(({ name }) => name)).to.deep.equal(contestants.map(({ name }) => name));
      for (const { name, n, errors, wrong, dropped, percentiles, complaints } of series) {
        expect({ errors, wrong, dropped, complaints }, `${id} ${name}`).to.deep.equal({
          errors: 0,
          wrong: 0,
          dropped: 0,
          complaints: [],
        });
        expect(n).to.equal(20);
        expect(percentiles.map(({ p }) => p)).to.deep.equal([50]);
      }
      // Nothing is compared on a machine that is too busy, as this one may be.
      const pairs = (Object.keys(strategies).length * (Object.keys(strategies).length - 1)) / 2;
      expect(differences.length).to.equal(report.isBusy ? 0 : pairs);
    }
    expect(report.control.differences).to.have.length(report.isBusy ? 0 : scenarios.length);
    for (const { name, n, errors, wrong, complaints } of report.directory?.series ?? [])
      expect({ n, errors, wrong, complaints }, name).to.deep.equal({ n: 12, errors: 0, wrong: 0, complaints: [] });
    expect(report.directory?.series.length).to.equal(report.isBusy ? undefined : 2 * Object.keys(strategies).length);
    expect(report.selfCheck).to.include({ n: 100, errors: 0, wrong: 0 });
    expect(report.isTrustworthy).to.equal(report.reasons.length === 0);
    expect(report.timingSource).to.equal("simulated on this machine");
    expect(report.environment.target).to.equal("engine, simulated on this machine");
    expect(Object.keys(report.environment.tokenBytes)).to.have.members(Object.keys(strategies));
    expect(report.coldStarts.map(({ what }) => what)).to.include.members(["pets function", "authorizer function"]);
    expect(report.functionTimes.map(({ strategy, what }) => [strategy, what])).to.deep.include.members([
      ["access-token-scopes", "pre-token-generation trigger"],
      ["access-token-scopes", "pets function"],
      ["id-token-lambda-authorizer", "authorizer function"],
      ["id-token-lambda-authorizer", "pets function"],
    ]);
    for (const { n, meanMs, medianMs } of report.functionTimes) {
      expect(n).to.be.greaterThan(50);
      expect(Math.min(meanMs, medianMs)).to.be.greaterThan(0);
    }
    expect(report.gatewayTimes).to.include({ asked: 0, missing: 0 });
    expect(report.gatewayTimes.note).to.contain("no access logs here");
    expect(JSON.parse(JSON.stringify(report))).to.deep.equal(report);
    expect(progress.every((share) => share >= 0 && share <= 1)).to.equal(true);

    const text = formatLatency(report);
    for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(120);
    const verdicts = text
      .replace(/\n {6}/g, " ")
      .split("\n")
      .filter((line) => line.startsWith("  > "));
    expect(verdicts).to.have.lengthOf(report.scenarios.flatMap(({ differences }) => differences).length);
    for (const verdict of verdicts) expect(verdict).to.contain("simulated on this machine");
    if (report.isBusy)
      expect(text)
        .to.match(/^MEASURED ON A BUSY MACHINE/)
        .and.not.match(/hold together/);
    else
      expect(text).to.include(
        `the ${verdicts.length} differences between strategies hold together by 95 %: each has an interval of ` +
          `${(100 - 5 / verdicts.length).toFixed(2)} %`,
      );
    for (const line of text.split("\n").filter((one) => /a second;|cold starts of|warm calls of|own times by/.test(one))) {
      expect(line).to.contain("simulated on this machine");
    }
  });

  it("leaves no process behind when told to stop", async () => {
    const countProcesses = () => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;
    const before = countProcesses();
    const stop = new AbortController();
    let atStop = 0;
    const onProgress = (what: string) => {
      if (!what.includes("warm-up") || stop.signal.aborted) return;
      atStop = countProcesses();
      stop.abort(new Error("enough"));
    };

    const target = createEngineLatencyTarget(priced);
    const failure = await measureLatency({ target, scale: TINY_SCALE, signal: stop.signal, onProgress }).catch(String);

    expect(failure).to.equal("Error: enough");
    expect(atStop).to.equal(before + 1);
    // Node releases a process some turns after its end, but never one that is running, so that the test would time out.
    while (countProcesses() > before) await setImmediate();
  });
});
