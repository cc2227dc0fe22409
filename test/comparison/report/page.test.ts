import { expect } from "chai";
import type { Page } from "playwright-core";
import { DESKTOP, executablePath, usePages } from "./browser";
import { HOSTILE, sampleReports } from "./sample-reports";

const PHONE = { viewport: { width: 390, height: 844 } };

describe("the report's page", function () {
  this.timeout(60_000);
  if (executablePath === undefined) {
    it.skip("needs a Chromium to be tried in: set CHROMIUM_PATH");
    return;
  }

  const { open, faults } = usePages();

  const textsOf = (on: Page, selector: string) => on.locator(selector).allInnerTexts();

  for (const name of ["plain", "hostile", "sparse", "targets"] as const) {
    it(`says of every chart what is to be seen in it, and has its headings in order (${name})`, async () => {
      const on = await open(name);
      const charts = on.locator("[data-chart]");

      expect(await charts.count()).to.be.at.least(5);
      for (const chart of await charts.all()) {
        const svg = chart.locator("> svg");
        expect(await svg.getAttribute("role")).to.equal("img");
        expect((await svg.getAttribute("aria-label"))?.length).to.be.greaterThan(20);
      }

      const levels = await on
        .locator("h1, h2, h3, h4")
        .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1])));
      expect(levels.filter((level) => level === 1)).to.have.lengthOf(1);
      for (const [i, level] of levels.slice(1).entries()) expect(level).to.be.at.most((levels[i] ?? 0) + 1);
    });

    it(`never scrolls sideways on a phone (${name})`, async () => {
      const on = await open(name, PHONE);
      for (const summary of await on.locator("summary:visible").all()) await summary.click();

      expect(await on.evaluate(() => document.documentElement.scrollWidth)).to.equal(390);
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

    expect(await on.locator("#cost-sentence").innerText()).to.equal(sampleReports.plain.cost.comparison.sentence);
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
