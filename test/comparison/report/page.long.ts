import { expect } from "chai";
import { DESKTOP, describeReportPage } from "./browser";
import { sampleReports } from "./sample-reports";

const PHONE = { viewport: { width: 390, height: 844 } };

describeReportPage("the report's page at length", ({ open, faults }) => {
  for (const name of ["plain", "hostile", "sparse", "targets"] as const) {
    it(`describes what every chart shows, and has its headings in order (${name})`, async () => {
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

  it("runs no injected code", async () => {
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

  it("shows that latencies are not to be trusted before the rest of the verdict", async () => {
    const on = await open("hostile");

    expect(await on.locator("#verdict > :nth-child(2)").innerText()).to.match(
      /^The latencies of this report are not to be trusted/,
    );
  });

  it("prints what has been opened, without controls", async () => {
    const on = await open("plain");
    const cells = on.locator(".matrix details");
    await cells.nth(1).locator("summary").click();
    await on.emulateMedia({ media: "print" });

    expect(await cells.nth(0).locator("dl").isVisible()).to.equal(false);
    expect(await cells.nth(1).locator("dl").isVisible()).to.equal(true);
    expect(
      await on.locator("form, #cost-controls, nav").evaluateAll((parts) => parts.some((part) => part.checkVisibility())),
    ).to.equal(false);
  });

  it("prints a report of a hundred situations on at most twelve pages", async () => {
    const on = await open("large");

    const pdf = await on.pdf({ format: "A4" });

    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).to.have.lengthOf.within(4, 12);
  });

  it("truncates an interval much wider than the others, with its figures", async () => {
    const on = await open("large");
    const chart = on.locator('[data-chart="differences-0"]');
    const widths = await chart
      .locator('[aria-label="rule"] line')
      .evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().width));

    expect(await chart.innerText())
      .to.include("1.50 (-40.00 to 312.50) ms")
      .and.include("▶");
    // One of 1 ms on an axis of 16, and not of 350.
    expect(widths.filter((width) => width > 15).length).to.be.at.least(8);
  });

  it("shows every cell in full on a phone, with the name of its column", async () => {
    for (const name of ["large", "targets"] as const) {
      const on = await open(name, PHONE);
      const lost = await on.locator("main :is(td, th, td *):visible").evaluateAll((cells) =>
        cells
          .filter((cell) => {
            const { left, right, width } = cell.getBoundingClientRect();
            return (
              width > 0 &&
              (left < 0 || right > 390 || cell.scrollWidth > cell.clientWidth + 1) &&
              getComputedStyle(cell).display !== "inline"
            );
          })
          .map(({ textContent }) => textContent?.trim()),
      );
      const last = on.locator("#verdict td:last-child, .matrix td:last-child").first();

      expect(lost).to.deep.equal([]);
      expect(await last.evaluate((cell) => getComputedStyle(cell, "::before").content)).not.to.match(/^(none|normal|"")$/);
      expect(await on.locator("td[data-label*='lit$']").count()).to.equal(0);
      await on.close();
    }
  });

  it("shows its texts and tables, and no empty charts, without scripts", async () => {
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
        const lines = [0, 1, 2, 3, 4, 5].map((seriesIndex) => contrastOf(`series-${seriesIndex}`, "ground"));
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
