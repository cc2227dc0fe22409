import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Changes } from "../../../comparison/against/changes";
import type { ComparisonReport } from "../../../comparison/comparison-report";
import { renderReport, writeReport } from "../../../comparison/report/render";
import { priced } from "../cost/models";
import {
  createBehaviour,
  createCell,
  createDifference,
  createDirectory,
  createLatency,
  createReport,
  createScenario,
  createSituation,
  TIMES,
} from "./fixture";

const textOf = (html: string) =>
  html
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

const render = (report: ComparisonReport) => renderReport(report, priced);

describe("renderReport", function () {
  this.timeout(30_000);
  let html: string;
  before(async () => {
    html = await render(createReport(["x", "y"]));
  });

  it("allows no script but its own, by its hash, and loads nothing", () => {
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const [, script = ""] = /<script>(.*)<\/script>/s.exec(html) ?? [];

    expect(policy.split("; ")).to.include.members([
      "default-src 'none'",
      `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    ]);
    expect(policy).not.to.match(/script-src[^;]*unsafe|https?:|\*/);
    expect(html).not.to.match(/<(?:link|img|iframe|object|script)[^>]*\s(?:src|href)=/);
  });

  it("is readable without its script: verdict, matrix, latencies, costs, break-even and limits", () => {
    const text = textOf(html);

    expect(text).to.include("In 3 of 4 situations that users meet a client sees the strategies differ");
    expect(text).to.include("the situation status");
    expect(text).to.include("p50 2.95 (2.00 to 4.00)");
    expect(text).to.include("With 50,000 users a month and 300 requests of each");
    expect(text).to.include("requests = (premium of the plan + trigger)");
    expect(text).to.include("What the figures do not mean");
  });

  it("starts the verdict with when to choose which strategy, and links each line to its evidence", () => {
    const [, verdict = ""] = /<section id="verdict"(.*?)<\/section>/s.exec(html) ?? [];
    const [, decision = ""] = /<div id="decision">(.*?)<h3>Behaviour/s.exec(verdict) ?? [];
    const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const anchors = [...decision.matchAll(/href="#([^"]*)"/g)].map(([, anchor = ""]) => decodeURIComponent(anchor));

    expect(textOf(decision)).to.match(/^ *Choose x when .* Choose y when /);
    expect(anchors).to.include.members(["situation-access", "situation-time", "latency-sign-in with more", "code"]);
    for (const anchor of [...anchors, "cost-items-table"]) expect(ids, anchor).to.include(anchor);
    expect(decision.match(/<li>/g)).to.have.lengthOf(decision.match(/class="evidence"/g)?.length ?? 0);
  });

  it("shows what each strategy costs in code", () => {
    const [, section = ""] = /<section id="code"(.*?)<\/section>/s.exec(html) ?? [];

    expect(textOf(section))
      .to.include("lines of code 10 20")
      .and.include("bytes of bundles 1,234 1,234")
      .and.include("strategies/x.ts 10");
  });

  it("shows deliberate alterations after what users meet, and marks them", async () => {
    const cells = [createCell("x"), createCell("y")];
    const altered = createSituation("broken", cells, { alteration: "function code" });
    const page = await render(
      createReport(["x", "y"], { behaviour: [createBehaviour([altered, createSituation("met", cells)])] }),
    );

    expect(page.indexOf('id="situation-met"')).to.be.lessThan(page.indexOf('id="situation-broken"'));
    expect(textOf(page)).to.include("altered on purpose, nobody meets it: The token").and.include("altered: function code");
  });

  it("names the timing source in every title and caption of latencies", () => {
    const [, section = ""] = /<section id="latency"(.*?)<\/section>/s.exec(html) ?? [];
    const titles = [...section.matchAll(/<(h[23]|figcaption|summary)[^>]*>(.*?)<\/\1>/gs)].map(([, , title = ""]) =>
      textOf(title),
    );

    expect(titles).to.have.lengthOf.at.least(8);
    for (const title of titles.filter((one) => !/of a strategy from itself/.test(one))) expect(title).to.include(TIMES);
  });

  it("shows in the verdict that latencies are not to be trusted, and why", async () => {
    const off = { kind: "generator off", p: 90, errorMs: 26, maxErrorMs: 5 } as const;
    const latency = createLatency(["x", "y"], { isTrustworthy: false, reasons: [off, { kind: "empty control" }] });
    const verdict = textOf(
      /<section id="verdict".*?<\/section>/s.exec(await render(createReport(["x", "y"], { latency })))?.[0] ?? "",
    );

    expect(verdict).to.match(/not to be trusted\. the generator itself was off by 26\.00 ms .* the control has too few requests/);
    expect(textOf(html)).not.to.include("not to be trusted");
  });

  it("presents a difference as claimed, as too small to tell, or as none", async () => {
    const scenarios = [
      [true, true, "claimed"],
      [true, false, "small"],
      [false, false, "none"],
    ].map(([isClear, hasDifference, id]) =>
      createScenario(`${id}`, ["x", "y"], {
        differences: [createDifference("x", "y", { isClear: isClear === true, hasDifference: hasDifference === true })],
      }),
    );

    const text = textOf(await render(createReport(["x", "y"], { latency: createLatency(["x", "y"], { scenarios }) })));

    expect(text).to.match(/claimed p50 1\.50 1\.00 to 2\.00 95 % 0\.30 slower/);
    expect(text).to.match(/small p50 .{1,40} too small to tell/);
    expect(text).to.match(/none p50 .{1,40} no difference/);
  });

  it("shows a sign-in with the user directory as a multiple of one without, claimed or not", async () => {
    const render3 = async (changes: Parameters<typeof createDirectory>[1]) =>
      textOf(
        await render(createReport(["x"], { latency: createLatency(["x"], { directory: createDirectory(["x"], changes) }) })),
      );

    expect(await render3({})).to.match(/user directory on and off, simulated.* x 2\.00 2\.50 1\.25 times \(1\.10 to 1\.40\) /);
    expect(await render3({ hasDifference: false })).to.include("1.25 times (1.10 to 1.40), too small to tell");
    expect(await render3({ isClear: false, hasDifference: false })).to.include("(1.10 to 1.40), no difference seen");
  });

  it("shows cold starts, function times, and API Gateway's log or why it is missing", async () => {
    const time = { strategy: "x", scenario: "sign-in", what: "authorizer", n: 12, percentiles: [{ p: 50, valueMs: 7.5 }] };
    const gatewayTimes = { times: [time], asked: 20, missing: 3 };
    const logged = textOf(await render(createReport(["x"], { latency: createLatency(["x"], { gatewayTimes }) })));
    const noted = { times: [], asked: 0, missing: 0, note: "there is no access log here" };
    const without = textOf(await render(createReport(["x"], { latency: createLatency(["x"], { gatewayTimes: noted }) })));

    expect(logged).to.match(/Cold starts, ms, simulated.* x a function 2 3 3 5 3, 5/);
    expect(logged).to.match(/Times of the warm functions, ms, simulated.* x a function 9 1\.25 1\.00/);
    expect(logged).to.match(/access log, ms, simulated.*3 of 20 requests did not come.* x sign-in authorizer 12 p50 7\.50/);
    expect(without).to.match(/access log, ms, simulated on this machine There is no access log here\./);
  });

  it("says why a row was skipped, and shows which costs were measured", async () => {
    const behaviour = [
      createBehaviour([createSituation("s", [], { notAsked: "it takes an hour" })], { strategies: ["x"] }),
    ] as const;

    const text = textOf(await render(createReport(["x"], { behaviour })));

    expect(text).to.include("not asked on engine: it takes an hour");
    expect(text).to.match(/time of a warm authorizer call 3.25 ms measured: simulated on this machine/);
    expect(text).to.match(
      /Break-even with the durations of this run \(authorizerMs 3\.25 ms; simulated on this machine\): [\d,]+ \(.*\) on plus.*With those that npm run cost assumes \(authorizerMs 20 ms\): [\d,]+ \(.*\) on plus/,
    );
  });

  it("starts with a warning about a busy machine, and compares nothing", async () => {
    const scenarios = [createScenario("sign-in", ["x", "y"], { differences: [] })];
    const control = { strategy: "x", differences: [] };
    const reasons = [{ kind: "generator off", p: 90, errorMs: 26, maxErrorMs: 5 }] as const;
    const busy = { isBusy: true, isTrustworthy: false, reasons, scenarios, control };

    const text = textOf(await render(createReport(["x", "y"], { latency: createLatency(["x", "y"], busy) })));

    expect(text).to.match(
      /^\s*(Authorization strategies compared )?Measured on a busy machine: do not use these latencies, run again\..*the generator itself was off by 26\.00 ms/,
    );
    expect(text).not.to.match(/show a difference|is claimed in|no difference between/);
  });

  it("works without latencies, and says that they were not measured", async () => {
    const { latency: _, ...report } = createReport(["x", "y"]);

    const page = await render(report);

    expect(textOf(page)).to.include("Latencies were not measured.").and.include("Not measured in this run.");
    expect(page).not.to.match(/id="latency"|href="#latency"/);
  });

  it("lists the differences from an older run, and says if there are none", async () => {
    const against = { file: "old/report.json", target: "engine", startedAt: "2025-01-01T00:00:00.000Z" };
    const changes: Pick<Changes, "behaviour" | "cost" | "latency"> = {
      behaviour: [{ kind: "new row", situation: "no-token" }],
      latency: [],
      cost: [{ kind: "new variant", variant: "plus", usdPerMonth: 1 }],
    };

    const text = textOf(await render(createReport(["x", "y"], { against: { ...against, ...changes } })));

    expect(text).to.match(
      /Against old\/report\.json.*Behaviour no-token: a new row Latency Nothing is different\. Cost plus: new, 1\.00/,
    );
    expect(textOf(html)).not.to.include("Differences from an older run");
  });

  it("escapes hostile texts", async () => {
    const hostile = `</script><img src=x onerror="alert(1)"><!--<script>'`;
    const cells = [createCell(hostile, { message: hostile, reason: hostile, source: { confidence: "assumed", text: hostile } })];
    const behaviour = [createBehaviour([createSituation(hostile, cells, { sentence: hostile, topic: hostile })])] as const;

    const page = await render(createReport([hostile], { behaviour }));
    const unchanging = page.replace(/<script>.*<\/script>/s, "");

    expect(unchanging).not.to.match(/<img|<!--/);
    expect(page.match(/<\/script>/g)).to.have.lengthOf(2);
  });

  it("stays below 700 KB without measurements", () => {
    expect(Buffer.byteLength(html)).to.be.lessThan(700_000);
  });
});

describe("writeReport", () => {
  it("writes the page, and the same as data, into a new folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pets-report-"));
    try {
      const report = createReport(["x", "y"]);
      const { htmlFile, jsonFile } = await writeReport(join(folder, "a", "b"), report, priced);

      expect(await readdir(join(folder, "a", "b"))).to.have.members(["index.html", "report.json"]);
      const json = await readFile(jsonFile, "utf8");
      expect(JSON.parse(json)).to.deep.equal(JSON.parse(JSON.stringify(report)));
      expect(json).to.match(/^ +"samplesMs": \[ 3, 5 \],$/m);
      expect(await readFile(htmlFile, "utf8")).to.equal(await render(report));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
