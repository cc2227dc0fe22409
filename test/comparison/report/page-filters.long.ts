import { expect } from "chai";
import type { Page } from "playwright-core";
import { describeReportPage } from "./browser";

const rowsOf = (on: Page) =>
  on.locator(".matrix tbody tr:not(.topic):visible").evaluateAll((rows) => rows.map(({ id }) => id.slice(10)));

describeReportPage("the filters of the report's page", ({ open }) => {
  it("show the rows with every word, ignoring case", async () => {
    const on = await open("plain");
    await on.locator("[name=text]").fill("SITUATION tim");

    expect(await rowsOf(on)).to.deep.equal(["time"]);
    expect(await on.locator("[name=count]").innerText()).to.equal("1 of 4 rows");
  });

  it("show one topic or one status, and all of them again", async () => {
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

  it("are reset by a link of the decision to a hidden row", async () => {
    const on = await open("plain");
    await on.locator("[name=text]").fill("nothing has this");
    await on.locator("#decision a", { hasText: "time" }).first().click();
    await on.locator("[name=count]", { hasText: "4 of 4" }).waitFor();

    expect(await rowsOf(on)).to.include("time");
  });

  it("can be reached and set by keyboard", async () => {
    const on = await open("plain");
    await on.locator("[name=status]").focus();
    await on.keyboard.press("Tab");
    await on.keyboard.press("Space");

    expect(await rowsOf(on)).to.deep.equal(["access", "status", "time"]);
  });
});
