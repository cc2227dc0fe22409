import { expect } from "chai";
import type { Page } from "playwright-core";
import { describeReportPage } from "./browser";
import { HOSTILE } from "./sample-reports";

describeReportPage("the report's page", ({ open }) => {
  const textsOf = (on: Page, selector: string) => on.locator(selector).allInnerTexts();

  it("runs nothing from a report's data, and shows it literally", async () => {
    const on = await open("hostile");

    expect(await on.evaluate(() => "isBroken" in globalThis)).to.equal(false);
    expect(await on.locator("img").count()).to.equal(0);
    expect((await textsOf(on, "#distrust li"))[0]).to.equal(`${HOSTILE}, ${HOSTILE}: 1 errors and 0 wrong answers ${HOSTILE}`);
    expect(await textsOf(on, ".matrix thead th")).to.deep.equal(["situation", HOSTILE, "another", `${HOSTILE} and more`]);
  });

  it("says if there are too few requests for percentiles, and counts the errors", async () => {
    const on = await open("sparse");

    expect((await textsOf(on, "#latency td")).filter((text) => text === "too few for percentiles")).to.have.lengthOf(3);
    expect(await on.locator("#latency h4 + p + .scroll tr:last-child td:nth-child(3)").first().innerText()).to.equal("3");
  });

  it("draws a strategy the same in every chart, and as in its legend", async () => {
    const on = await open("large");
    const linesOf = (chart: string) =>
      on
        .locator(`[data-chart="${chart}"] [aria-label=line]`)
        .evaluateAll((lines) =>
          lines.map((line) => `${line.getAttribute("stroke")} ${line.getAttribute("stroke-dasharray") ?? "none"}`),
        );
    const legendOf = (section: string) =>
      on
        .locator(`#${section} [data-legend] line`)
        .evaluateAll((lines) =>
          lines.map((line) => `${line.getAttribute("stroke")} ${line.getAttribute("stroke-dasharray") ?? "none"}`),
        );
    const [scopes = "", authorizer = "", control] = await linesOf("distributions-scenario-0");

    expect([scopes, authorizer]).to.deep.equal(await legendOf("latency"));
    expect(new Set([scopes, authorizer, control])).to.have.lengthOf(3);
    // Plus and essentials belong to one strategy, lite to the other.
    for (const looks of [await linesOf("cost-users"), await legendOf("cost")])
      expect(looks).to.deep.equal([scopes, scopes, authorizer]);
    for (const looks of [await linesOf("break-even"), await legendOf("break-even")])
      expect(looks).to.deep.equal([scopes, scopes]);
    const bars = await on
      .locator('[data-chart="cost-items"] [aria-label=bar] rect')
      .evaluateAll((parts) => parts.map((part) => part.getAttribute("fill")));
    expect(new Set(bars)).to.deep.equal(new Set(["var(--shared)", ...[scopes, authorizer].map((look) => look.split(" ")[0])]));
  });
});
