import { expect } from "chai";
import { measureLatency, SMALL_SCALE } from "../../../comparison/latency/measure";
import { createContestants } from "../../../comparison/latency/plan";
import { scenarios } from "../../../comparison/latency/scenarios";
import { formatLatency } from "../../../comparison/latency/terminal";
import { strategies } from "../../../strategies";

describe("measureLatency", () => {
  it("measures every scenario under every strategy, all answers right, and says that it is simulated", async function () {
    this.timeout(120_000);
    const progress: number[] = [];

    const report = await measureLatency({ seed: 3, scale: SMALL_SCALE, onProgress: (_, share) => progress.push(share) });

    const { contestants } = createContestants(Object.keys(strategies));
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
      expect(differences.length).to.equal((Object.keys(strategies).length * (Object.keys(strategies).length - 1)) / 2);
      for (const { verdict } of differences) expect(verdict).to.contain("simulated on this machine");
    }
    expect(report.control.differences).to.have.length(scenarios.length);
    expect(report.selfCheck).to.include({ n: 100, errors: 0, wrong: 0 });
    expect(report.isTrustworthy).to.equal(report.reasons.length === 0);
    expect(report.environment.target).to.equal("engine, simulated on this machine");
    expect(Object.keys(report.environment.tokenBytes)).to.have.members(Object.keys(strategies));
    expect(report.coldStarts.map(({ what }) => what)).to.include.members(["pets function", "authorizer function"]);
    expect(JSON.parse(JSON.stringify(report))).to.deep.equal(report);
    expect(progress.every((share) => share >= 0 && share <= 1)).to.equal(true);

    const text = formatLatency(report);
    for (const line of text.split("\n")) expect(line.length, line).to.be.at.most(120);
    for (const line of text.split("\n").filter((one) => /p50 .* known|a second;|cold starts of/.test(one))) {
      expect(line).to.contain("simulated on this machine");
    }
  });
});
