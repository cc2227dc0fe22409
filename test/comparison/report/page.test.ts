import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { ComparisonReport } from "../../../comparison/comparison-report";
import { compareCosts } from "../../../comparison/cost/comparison";
import { numericInputs } from "../../../comparison/cost/inputs";
import { formatNumber, formatUsd } from "../../../comparison/cost/money";
import { priceLists } from "../../../comparison/cost/prices";
import { encodeHistogram } from "../../../comparison/latency/statistics";
import type { AdjustableInput } from "../../../comparison/report/prepare/cost-question";
import { writeReport } from "../../../comparison/report/write";
import {
  costInputs,
  createBehaviour,
  createCell,
  createLatency,
  createReport,
  createScenario,
  createSeries,
  createSituation,
  createSituations,
  passed,
  TODAY,
} from "./fixture";

const CHROMIUMS = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = CHROMIUMS.find((path) => path !== undefined && existsSync(path));
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };
const HOSTILE = `</script><img src=x onerror="globalThis.isBroken = true">"'\`]`;

const hostileReport = (): ComparisonReport => {
  const names = [HOSTILE, "another", `${HOSTILE} and more`];
  const [behaviour, latency] = [createBehaviour(createSituations(names)), createLatency(names)];
  const texts = { sentence: HOSTILE, topic: HOSTILE, notAsked: HOSTILE };
  const told = { message: HOSTILE, reason: HOSTILE, source: { confidence: "assumed", text: HOSTILE } } as const;
  const row = createSituation(
    HOSTILE,
    names.map((name) => createCell(name, told)),
    texts,
  );
  return createReport(names, {
    behaviour: [{ ...behaviour, situations: [...behaviour.situations, row] }],
    latency: {
      ...latency,
      times: HOSTILE,
      isTrustworthy: false,
      reasons: [HOSTILE],
      scenarios: [createScenario(HOSTILE, names, { when: HOSTILE, sentence: HOSTILE }), ...latency.scenarios],
    },
    against: { file: HOSTILE, target: "engine", startedAt: HOSTILE, behaviour: [HOSTILE], latency: [], cost: [] },
  });
};

/** Enough for no percentile, and for no right answer in the end. */
const sparseReport = (): ComparisonReport => {
  const series = [
    createSeries("only", { percentiles: [], servicePercentiles: [] }),
    createSeries("only (again)", { n: 0, errors: 3, percentiles: [], servicePercentiles: [], histogram: encodeHistogram([]) }),
  ];
  const scenarios = [
    createScenario("few", ["only"], { series, differences: [] }),
    createScenario("none", ["only"], { series: series.slice(1), differences: [] }),
  ];
  const control = { verdict: "too few requests to compare only with itself", differences: [] };
  return createReport(["only"], { latency: createLatency(["only"], { scenarios, control, coldStarts: [] }) });
};

/** The target's and the engine's answers, of which one differs and one is not as expected. */
const twoTargets = (): ComparisonReport => {
  const engine = createBehaviour(createSituations(["x", "y"]));
  const [alike, access, ...others] = createSituations(["x", "y"]);
  const changed = createSituation("alike", [createCell("x", { ...passed, isAsExpected: false }), createCell("y")], alike);
  const cells = [createCell("x", { ...passed, isAsExpected: false }), createCell("y")];
  const aws = [
    { ...changed, cells },
    { ...createSituation("access", []), ...access, cells: [], notAsked: "it takes an hour" },
    ...others,
  ];
  return createReport(["x", "y"], { target: "aws", behaviour: [createBehaviour(aws, { target: "aws" }), engine] });
};

describe("the report's page", function () {
  this.timeout(60_000);
  if (executablePath === undefined) {
    it.skip("needs a Chromium to be tried in: set CHROMIUM_PATH");
    return;
  }

  const reports = {
    plain: createReport(["x", "y"]),
    hostile: hostileReport(),
    sparse: sparseReport(),
    targets: twoTargets(),
  };
  let folder: string;
  let browser: Browser;
  let page: Page | undefined;
  let faults: string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pets-report-"));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    for (const [name, report] of Object.entries(reports)) await writeReport(join(folder, name), report);
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page?.close();
    page = undefined;
    expect(faults, "whatever is on the console, and requests besides the file").to.deep.equal([]);
  });

  async function open(name: keyof typeof reports, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    faults = [];
    const url = pathToFileURL(join(folder, name, "index.html")).href;
    const opened = await browser.newPage(options);
    opened.on("pageerror", ({ message }) => faults.push(message));
    opened.on("console", (message) => faults.push(message.text()));
    opened.on("request", (request) => request.url() !== url && faults.push(request.url()));
    await opened.goto(url);
    page = opened;
    return opened;
  }

  const textsOf = (on: Page, selector: string) => on.locator(selector).allInnerTexts();
  const rowsOf = (on: Page) =>
    on.locator(".matrix tbody tr:not(.topic):visible").evaluateAll((rows) => rows.map(({ id }) => id.slice(10)));
  const fill = (on: Page, name: AdjustableInput, value: number | string) => on.locator(`#number-${name}`).fill(String(value));
  const slide = (on: Page, name: AdjustableInput, position: number) =>
    on.locator(`input[type=range][name=${name}]`).fill(String(position));

  for (const name of ["plain", "hostile", "sparse", "targets"] as const) {
    it(`says of every chart what is to be seen in it (${name})`, async () => {
      const on = await open(name);
      const charts = on.locator("[data-chart]");

      expect(await charts.count()).to.be.at.least(5);
      for (const chart of await charts.all()) {
        const svg = chart.locator("> svg");
        expect(await svg.getAttribute("role")).to.equal("img");
        expect((await svg.getAttribute("aria-label"))?.length).to.be.greaterThan(20);
      }
    });

    it(`never scrolls sideways on a phone (${name})`, async () => {
      const on = await open(name, PHONE);
      for (const summary of await on.locator("summary:visible").all()) await summary.click();

      expect(await on.evaluate(() => document.documentElement.scrollWidth)).to.equal(390);
    });

    it(`has its headings in order and one of the first level (${name})`, async () => {
      const on = await open(name);
      const levels = await on
        .locator("h1, h2, h3, h4")
        .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1])));

      expect(levels.filter((level) => level === 1)).to.have.lengthOf(1);
      for (const [i, level] of levels.slice(1).entries()) expect(level).to.be.at.most((levels[i] ?? 0) + 1);
    });
  }

  it("runs nothing that stands in a report, and shows it as it is", async () => {
    const on = await open("hostile");

    expect(await on.evaluate(() => "isBroken" in globalThis)).to.equal(false);
    expect(await on.locator("img").count()).to.equal(0);
    expect((await textsOf(on, "#distrust li"))[0]).to.equal(HOSTILE);
    expect(await textsOf(on, ".matrix thead th")).to.deep.equal(["situation", HOSTILE, "another", `${HOSTILE} and more`]);
  });

  it("lets nothing else run, even where something got into it", async () => {
    const on = await open("plain");
    await on
      .evaluate(() => {
        const script = document.createElement("script");
        script.append("globalThis.isBroken = true");
        document.body.append(script);
      })
      .catch(() => undefined);

    expect(await on.evaluate(() => "isBroken" in globalThis)).to.equal(false);
    expect(faults.splice(0).join(" ")).to.match(/Content Security Policy|TrustedScript/);
  });

  it("shows that latencies are not to be trusted before anything else of the verdict", async () => {
    const on = await open("hostile");

    expect(await on.locator("#verdict > :nth-child(2)").innerText()).to.match(
      /^The latencies of this report are not to be trusted/,
    );
  });

  it("says where there are too few requests for percentiles, and counts the errors", async () => {
    const on = await open("sparse");

    expect((await textsOf(on, "#latency td")).filter((text) => text === "too few for percentiles")).to.have.lengthOf(3);
    expect(await on.locator("#latency h4 + p + .scroll tr:last-child td:nth-child(3)").first().innerText()).to.equal("3");
  });

  describe("filters", () => {
    it("show the rows that hold every word, in whatever case", async () => {
      const on = await open("plain");
      await on.locator("[name=text]").fill("SITUATION tim");

      expect(await rowsOf(on)).to.deep.equal(["time"]);
      expect(await on.locator("[name=count]").innerText()).to.equal("1 of 4 rows");
    });

    it("show one topic, or one status, and all of them again", async () => {
      const on = await open("plain");
      await on.locator("[name=topic]").selectOption("Groups and routes");
      const ofTopic = await rowsOf(on);
      await on.locator("[name=status]").selectOption("403");
      const ofBoth = await rowsOf(on);
      await on.locator("button[type=reset]").click();
      await on.locator("[name=count]", { hasText: "4 of 4" }).waitFor();

      expect([ofTopic, ofBoth, await rowsOf(on)]).to.deep.equal([
        ["status", "time"],
        ["status"],
        ["alike", "access", "status", "time"],
      ]);
    });

    it("show where strategies differ, what is not as expected, and where the targets differ", async () => {
      const on = await open("targets");
      const rowsBy = async (name: string) => {
        await on.locator(`[name=${name}]`).check();
        const rows = await rowsOf(on);
        await on.locator(`[name=${name}]`).uncheck();
        return rows;
      };

      expect(await rowsBy("differs")).to.deep.equal(["alike", "access", "status", "time"]);
      expect(await rowsBy("unexpected")).to.deep.equal(["alike"]);
      expect(await rowsBy("targetsDiffer")).to.deep.equal(["alike"]);
      expect(await on.locator("#situation-access th").innerText()).to.include("not asked on aws: it takes an hour");
    });

    it("can be reached and set by keys", async () => {
      const on = await open("plain");
      await on.locator("[name=status]").focus();
      await on.keyboard.press("Tab");
      await on.keyboard.press("Space");

      expect(await rowsOf(on)).to.deep.equal(["access", "status", "time"]);
    });
  });

  describe("sliders and numbers", () => {
    /** Everything that the page says of costs, against the model. */
    async function expectCosts(on: Page, change: Partial<typeof costInputs>) {
      const comparison = compareCosts(priceLists.current, { ...costInputs, ...change }, TODAY);
      const cellsOf = (name: string) =>
        on
          .locator("#cost-figures table")
          .first()
          .locator("tr", { has: on.getByRole("rowheader", { name, exact: true }) })
          .locator("td")
          .allInnerTexts();

      expect(await on.locator("#cost-sentence").innerText()).to.equal(comparison.sentence);
      expect(await cellsOf("with what is shared")).to.deep.equal(
        comparison.variants.map(({ totalUsdPerMonth }) => formatUsd(totalUsdPerMonth)),
      );
      for (const { name, usdPerMonth } of comparison.shared.items)
        expect(await cellsOf(name), name).to.deep.equal([formatUsd(usdPerMonth)]);
      for (const { name } of comparison.variants.flatMap(({ items }) => items)) {
        const expected = comparison.variants.map(({ items }) => items.find((item) => item.name === name)?.usdPerMonth);
        expect(await cellsOf(name), name).to.deep.equal(expected.map((usd) => (usd === undefined ? "–" : formatUsd(usd))));
      }
      const asked = comparison.comparisons.map(({ breakEvenRequestsPerUser: requests }) =>
        requests === null ? "never" : formatNumber(Math.ceil(requests)),
      );
      expect(await on.locator("#break-even tbody tr").first().locator("td").allInnerTexts()).to.deep.equal(asked);
      const bars = await on.locator('[data-chart="cost-items"] svg').getAttribute("aria-label");
      for (const { variant, totalUsdPerMonth } of comparison.variants)
        expect(bars).to.include(`${variant} ${formatUsd(totalUsdPerMonth)} USD`);
    }

    it("begin with the report's own figures", async () => {
      await expectCosts(await open("plain"), {});
    });

    for (const [users, requestsPerUser, cacheHitRate] of [
      [0, 0, 0],
      [1, 0.5, 1],
      [123_456, 1234.5, 0.5],
      [numericInputs.users.max, numericInputs.requestsPerUser.max, 0],
    ] as const) {
      it(`change the figures to what the model says of ${users} users, ${requestsPerUser} requests, hit rate ${cacheHitRate}`, async () => {
        const on = await open("plain");
        await fill(on, "users", users);
        await fill(on, "requestsPerUser", requestsPerUser);
        await fill(on, "cacheHitRate", cacheHitRate);

        await expectCosts(on, { users, requestsPerUser, cacheHitRate });
      });
    }

    for (const position of [0, 1, 600, 1000]) {
      it(`move together: the slider at ${position} says in its field what the figures are of`, async () => {
        const on = await open("plain");
        await slide(on, "users", position);
        await slide(on, "cacheHitRate", position);
        const users = Number(await on.locator("#number-users").inputValue());
        const cacheHitRate = Number(await on.locator("#number-cacheHitRate").inputValue());

        expect(cacheHitRate).to.equal(position / 1000);
        await expectCosts(on, { users, cacheHitRate });
      });
    }

    it("say what is expected of a text that is no number, keep the figures, and go back to the report's", async () => {
      const on = await open("plain");
      await fill(on, "users", "1.5");

      expect(await on.locator("#fault-users").innerText()).to.equal("expected a whole number of users from 0 to 1,000,000,000");
      expect(await on.locator("#number-users").getAttribute("aria-invalid")).to.equal("true");
      await expectCosts(on, {});

      await on.getByRole("button", { name: "Back to the report's" }).click();
      expect(await on.locator("#number-users").inputValue()).to.equal(String(costInputs.users));
      expect(await on.locator("#fault-users").innerText()).to.equal("");
    });

    it("keep the focus, and can be moved by keys", async () => {
      const on = await open("plain");
      await on.locator("input[type=range][name=cacheHitRate]").focus();
      await on.keyboard.press("ArrowLeft");

      expect(await on.evaluate(() => document.activeElement?.getAttribute("name"))).to.equal("cacheHitRate");
      await expectCosts(on, { cacheHitRate: 0.899 });
    });
  });

  it("prints with everything open and without what needs a hand", async () => {
    const on = await open("plain");
    const detail = on.locator(".matrix dd", { hasText: "a page, read 2026-01" }).first();
    const isShownBefore = await detail.isVisible();
    await on.emulateMedia({ media: "print" });

    expect(isShownBefore).to.equal(false);
    expect(await detail.isVisible()).to.equal(true);
    expect(
      await on
        .locator("details dl, details table, details li")
        .evaluateAll((parts) => parts.every((part) => part.checkVisibility())),
    ).to.equal(true);
    expect(
      await on.locator("form, #cost-controls, nav").evaluateAll((parts) => parts.some((part) => part.checkVisibility())),
    ).to.equal(false);
  });

  it("has its texts, tables and no empty charts where scripts are off", async () => {
    const on = await open("plain", { ...DESKTOP, javaScriptEnabled: false });

    expect(await on.locator("#cost-sentence").innerText()).to.equal(reports.plain.cost.comparison.sentence);
    expect(await on.locator(".matrix tbody tr:not(.topic)").count()).to.equal(4);
    expect(await on.locator("figure:visible, form:visible, .legend:visible").count()).to.equal(0);
    expect(await on.locator("noscript").innerText()).to.include("every figure is in the tables");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has enough contrast in ${colorScheme}: text 4.5 to 1, lines 3 to 1`, async () => {
      const on = await open("plain", { ...DESKTOP, colorScheme });
      const contrasts = await on.evaluate(() => {
        const luminanceOf = (variable: string) => {
          const probe = document.createElement("i");
          probe.style.color = `var(--${variable})`;
          document.body.append(probe);
          const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map((part) => {
            const share = Number(part) / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          probe.remove();
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrastOf = (name: string, ground: string) => {
          const [a, b] = [luminanceOf(name), luminanceOf(ground)];
          return { name, ground, contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
        };
        const texts = ["text", "quiet", "accent", "ok", "refused", "failed", "clear"].map((name) => contrastOf(name, "ground"));
        const lines = [0, 1, 2, 3, 4, 5].map((place) => contrastOf(`series-${place}`, "ground"));
        return {
          texts: [...texts, contrastOf("text", "alarm"), contrastOf("text", "raised")],
          lines: [...lines, contrastOf("unclear", "ground")],
        };
      });

      for (const { name, ground, contrast } of contrasts.texts) expect(contrast, `${name} on ${ground}`).to.be.at.least(4.5);
      for (const { name, ground, contrast } of contrasts.lines) expect(contrast, `${name} on ${ground}`).to.be.at.least(3);
    });
  }
});
