import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { runCompare } from "../../comparison/command";
import type { ComparisonTarget } from "../../comparison/open-target";
import type { Work } from "../../comparison/work";
import { priced } from "./cost/models";
import { behaviourReport, createFakeComparison, latencyReport } from "./fake-target";
import { createBehaviour, createCell, createCode, createScenario, createSeries, createSituation } from "./report/fixture";

const reportSchema = z.looseObject({ target: z.string(), seed: z.number(), against: z.unknown().optional() });

describe("runCompare", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "compare-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const compare = async (
    args: readonly string[],
    changes: Partial<ComparisonTarget> = {},
    stop = new AbortController(),
    hasWord = false,
  ) => {
    const printed: string[] = [];
    const errors: string[] = [];
    const events: string[] = [];
    const opened = createFakeComparison(changes);
    const code = await runCompare([...(args.includes("--out") ? [] : ["--out", folder]), ...args], {
      openTarget: async ({ target }) => {
        events.push(`open ${target}`);
        return {
          ...opened,
          close: () => {
            events.push("close");
            return opened.close();
          },
        };
      },
      strategies: priced,
      countCode: async () => createCode(["s"]),
      waitForQuiet: async (tell) => {
        events.push("wait for quiet");
        if (hasWord) tell("this machine is busy");
      },
      signal: stop.signal,
      output: {
        print: (text) => printed.push(text),
        printError: (text) => errors.push(text),
        progress: { show: (what, share) => events.push(`${what} ${share}`), hide: () => events.push("hide") },
      },
    });
    return { code, text: printed.join("\n"), errors: errors.join("\n"), events };
  };
  const readReport = (...path: readonly string[]) =>
    reportSchema.parse(JSON.parse(readFileSync(join(folder, ...path, "report.json"), "utf8")));

  it("prints behaviour, latency and cost, and writes all of them into one report, in a new folder", async () => {
    const out = join(folder, "a", "b");

    const { code, text } = await compare(["--out", out, "--users", "70000"]);

    expect(code).to.equal(0);
    expect(text).to.include("Behaviour on the engine, ").and.include("Latency of the engine: ").and.include("70,000 users");
    expect(text).to.include(join(out, "report.json")).and.include(join(out, "index.html"));
    expect(readFileSync(join(out, "index.html"), "utf8")).to.match(/^<!doctype html>/);
    expect(readReport("a", "b")).to.deep.include({
      version: 2,
      target: "engine",
      seed: 1,
      behaviour: [behaviourReport],
      latency: latencyReport,
    });
  });

  it("ends with what a team has to know", async () => {
    const { text } = await compare(["--users", "70000"]);

    const [, short = ""] = text.split("IN SHORT, on the target engine");
    expect(short).to.match(
      /^\n {2}NOTHING SPEAKS FOR s\n {2}NO DIFFERENCE\n {4}- .*-> cost in code\n {2}behaviour {2}.*\n.* {2}cost {7}With 70,000 users a month.* {2}latency {4}/s,
    );
  });

  it("calculates costs with the measured durations, and says how far to trust them", async () => {
    const strategy = "id-token-lambda-authorizer";
    const functionTimes = [{ strategy, what: "authorizer function", n: 9, meanMs: 7.125, medianMs: 1 }];
    const measureLatency = async () => ({ ...latencyReport, functionTimes });

    const { text } = await compare([], { measureLatency });

    const both =
      /Break-even with the durations of this run \(authorizerMs 7\.13 ms; simulated on this machine\): .* With those that npm run cost assumes \(authorizerMs 20 ms\): 410,000 \(.*\) on plus/g;
    expect(text.match(both)).to.have.lengthOf(2);
    expect(readReport()).to.have.nested.property("cost.comparison.inputs.authorizerMs", 7.125);
  });

  it("shows progress, and clears it before printing", async () => {
    const compareBehaviour = async ({ onProgress }: Work) => {
      onProgress("behaviour", 0.5);
      return createFakeComparison().compareBehaviour({ seed: 1, signal: new AbortController().signal, onProgress });
    };

    const { events } = await compare(["--target", "emulator"], { compareBehaviour });

    expect(events.slice(0, 3)).to.deep.equal(["open emulator", "behaviour 0.5", "hide"]);
    expect(events).to.include("close");
  });

  it("measures with the seed, for repeatable runs", async () => {
    const seeds: number[] = [];
    const measureLatency = async ({ seed }: Work) => {
      seeds.push(seed);
      return latencyReport;
    };

    await compare([], { measureLatency });
    await compare(["--seed", "42"], { measureLatency });

    expect(seeds).to.deep.equal([1, 42]);
    expect(readReport().seed).to.equal(42);
  });

  it("prints only the report with --json", async () => {
    const { code, text } = await compare(["--json"]);

    expect(code).to.equal(0);
    expect(reportSchema.parse(JSON.parse(text))).to.deep.equal(readReport());
  });

  it("exits with 1 if a sign-in with the user directory was wrong", async () => {
    const directory = { series: [createSeries("s, directory on", { wrong: 1 })], ratios: [] };

    const { code } = await compare([], { measureLatency: async () => ({ ...latencyReport, directory }) });

    expect(code).to.equal(1);
  });

  it("exits with 1 if a cell differs, a response was wrong, or something is left behind", async () => {
    const behaviour = createBehaviour([createSituation("no-token", [createCell("s", { isAsExpected: false })])]);
    const scenarios = [createScenario("sign-in", ["s"], { series: [createSeries("s", { wrong: 1 })] })];

    expect((await compare([], { compareBehaviour: async () => [behaviour] })).code).to.equal(1);
    expect((await compare([], { measureLatency: async () => ({ ...latencyReport, scenarios }) })).code).to.equal(1);
    const { code, errors } = await compare([], { close: async () => ["the table pets-1: delete it"] });
    expect(code).to.equal(1);
    expect(errors).to.equal("left behind: the table pets-1: delete it");
  });

  describe("on a busy machine", () => {
    const reasons = [{ kind: "generator off", p: 90, errorMs: 26, maxErrorMs: 5 }] as const;
    const report = { ...latencyReport, isBusy: true, isTrustworthy: false, reasons };
    const measureLatency = async () => report;
    const NOTICE = "Measured on a busy machine: do not use these latencies, run again.";

    it("warns before the summary and on stderr, and exits with 2", async () => {
      const { code, text, errors } = await compare([], { measureLatency });

      expect(code).to.equal(2);
      expect(errors).to.equal(NOTICE);
      expect(text.indexOf(NOTICE.toUpperCase())).to.be.within(0, text.indexOf("IN SHORT"));
      expect(text).not.to.match(/show a difference/);
    });

    it("exits with 1 if something else is wrong as well", async () => {
      const lost = { measureLatency, close: async () => ["a table"] };

      expect((await compare([], lost)).code).to.equal(1);
    });

    it("says on stderr that it is waiting, after the behaviour and before the latencies, even with --json", async () => {
      const { text, errors, events } = await compare(["--json"], { measureLatency }, new AbortController(), true);

      expect(errors).to.equal(`this machine is busy\n${NOTICE}`);
      expect(events).to.include("wait for quiet");
      expect(reportSchema.parse(JSON.parse(text))).to.have.nested.property("latency.isBusy", true);
    });
  });

  it("skips latencies with --no-latency, and does everything else", async () => {
    const measureLatency = () => Promise.reject(new Error("was measured"));
    await compare(["--no-latency"], { measureLatency });
    const older = join(folder, "older.json");
    writeFileSync(older, readFileSync(join(folder, "report.json")));

    const { code, text, events } = await compare(["--no-latency", "--against", older], { measureLatency });

    expect(code).to.equal(0);
    expect(events).not.to.include("wait for quiet");
    expect(text)
      .to.include("Behaviour on the engine, ")
      .and.match(/ {2}latency {4}not measured/);
    expect(text).to.include("  latency: nothing");
    expect(readReport()).not.to.have.property("latency");
    expect(readFileSync(join(folder, "index.html"), "utf8")).to.include("Latencies were not measured.");
  });

  it("says how to remove what is kept on request, which is no failure", async () => {
    const { code, errors } = await compare(["--target", "emulator", "--keep"], { close: async () => ["a stack: destroy it"] });

    expect(code).to.equal(0);
    expect(errors).to.equal("kept: a stack: destroy it");
  });

  it("prints a stack trace for an unexpected error, and only the message for a user error", async () => {
    const failing = async (thrown: unknown) => (await compare([], { compareBehaviour: () => Promise.reject(thrown) })).errors;

    expect(await failing(new Error("broken"))).to.match(/^Error: broken\n {4}at /);
    expect(await failing("broken")).to.equal("broken");
  });

  it("reports changes since an older run", async () => {
    await compare(["--users", "1000"]);
    const older = join(folder, "older.json");
    writeFileSync(older, readFileSync(join(folder, "report.json")));

    const { code, text } = await compare(["--against", older, "--users", "2000"]);

    expect(code).to.equal(0);
    expect(text)
      .to.include("What has changed since")
      .and.include("behaviour: nothing")
      .and.include("users: 1000 before, 2000 now");
    expect(readReport().against).to.deep.include({ file: older, target: "engine", latency: [] });
  });

  it("cleans up if a part fails, and says why", async () => {
    const { code, errors, events } = await compare([], { measureLatency: () => Promise.reject(new Error("no engine")) });

    expect(code).to.equal(1);
    expect(errors).to.include("Error: no engine");
    expect(events).to.include("close");
  });

  it("cleans up after Ctrl-C, and says what is left behind, without a stack trace", async () => {
    const stop = new AbortController();
    const compareBehaviour = async ({ signal }: Work) => {
      stop.abort(new Error("stopped by SIGINT"));
      signal.throwIfAborted();
      throw new Error("was not stopped");
    };

    const { code, errors, events } = await compare([], { compareBehaviour, close: async () => ["a pool"] }, stop);

    expect(code).to.equal(1);
    expect(errors.split("\n")).to.deep.equal(["left behind: a pool", "stopped by SIGINT"]);
    expect(events).to.include("close");
  });

  it("explains invalid options before anything is opened", async () => {
    writeFileSync(join(folder, "file"), "");
    const faults: readonly [readonly string[], string][] = [
      [["--target", "moon"], '--target is "moon"; expected "engine"'],
      [["--out", join(folder, "file")], "cannot be created or is a file (EEXIST)"],
      [["--against", join(folder, "file")], "is not JSON"],
    ];
    for (const [args, message] of faults) {
      const { code, text, errors, events } = await compare(args);
      expect(code, message).to.equal(1);
      expect(text).to.equal("");
      expect(errors).to.include(message).and.not.include("    at ");
      expect(events).not.to.include("open engine");
    }
  });

  it("prints its options and compares nothing for --help", async () => {
    const { code, text, events } = await compare(["--help"]);

    expect(code).to.equal(0);
    expect(text).to.include("--target NAME");
    expect(events).to.deep.equal([]);
  });
});
