import { expect } from "chai";
import type { Page } from "playwright-core";
import { compareCosts } from "../../../comparison/cost/comparison";
import { formatRequests } from "../../../comparison/cost/estimate";
import { findAssumed, numericInputs } from "../../../comparison/cost/inputs";
import { formatUsd } from "../../../comparison/cost/money";
import type { AdjustableInput } from "../../../comparison/report/prepare/cost-question";
import { current } from "../cost/models";
import { describeReportPage } from "./browser";
import { costInputs, TODAY } from "./fixture";

const fill = (on: Page, name: AdjustableInput, value: number | string) => on.locator(`#number-${name}`).fill(String(value));
const slide = (on: Page, name: AdjustableInput, position: number) =>
  on.locator(`input[type=range][name=${name}]`).fill(String(position));

describeReportPage("the costs of the report's page", ({ open }) => {
  /** All cost figures of the page, against the model. */
  async function expectCosts(on: Page, change: Partial<typeof costInputs>) {
    const changed = Object.fromEntries(Object.entries(change).filter(([name, value]) => value !== Reflect.get(costInputs, name)));
    const comparison = compareCosts(current, { ...costInputs, ...change }, TODAY, findAssumed(changed));
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
    const asked = comparison.comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange));
    expect(await on.locator("#break-even tbody tr").first().locator("td").allInnerTexts()).to.deep.equal(asked);
    const bars = await on.locator('[data-chart="cost-items"] svg').getAttribute("aria-label");
    for (const { variant, totalUsdPerMonth } of comparison.variants)
      expect(bars).to.include(`${variant} ${formatUsd(totalUsdPerMonth)} USD`);
  }

  it("start with the report's own figures", async () => {
    await expectCosts(await open("plain"), {});
  });

  it("change the figures to the model's, from minimum to maximum of each", async () => {
    const on = await open("plain");
    const { users: ofUsers, requestsPerUser: ofRequests } = numericInputs;
    for (const [users, requestsPerUser, cacheHitRate] of [
      [0, 0, 0],
      [1, 0.5, 1],
      [123_456, 1234.5, 0.5],
      [ofUsers.max, ofRequests.max, 0],
    ] as const) {
      await fill(on, "users", users);
      await fill(on, "requestsPerUser", requestsPerUser);
      await fill(on, "cacheHitRate", cacheHitRate);

      await expectCosts(on, { users, requestsPerUser, cacheHitRate });
    }
  });

  it("follow the sliders, whose fields show their values", async () => {
    const on = await open("plain");
    for (const position of [0, 1, 600, 1000]) {
      await slide(on, "users", position);
      await slide(on, "cacheHitRate", position);
      const users = Number(await on.locator("#number-users").inputValue());
      const cacheHitRate = Number(await on.locator("#number-cacheHitRate").inputValue());

      expect(cacheHitRate).to.equal(position / 1000);
      await expectCosts(on, { users, cacheHitRate });
    }
  });

  it("explain what is expected for a text that is not a number, calculate nothing, and restore the report's figures", async () => {
    const on = await open("plain");
    await fill(on, "users", 7);
    const positionOf = () => on.locator("input[type=range][name=users]").inputValue();
    const position = await positionOf();
    for (const text of ["1.5", "50.000", "abc", "1e9", "-1", "", "1000000001"]) {
      await fill(on, "users", text);

      expect(await on.locator("#fault-users").innerText()).to.match(
        /; expected a whole number of users from 0 to 1,000,000,000, without separators$/,
      );
      expect(await on.locator("#number-users").getAttribute("aria-invalid")).to.equal("true");
      for (const id of ["#cost-figures", "#break-even-figures"])
        expect(await on.locator(id).innerText(), text).to.equal(
          "Nothing is computed: a field above holds no number that is taken.",
        );
      expect(await positionOf(), text).to.equal(position);
    }

    await fill(on, "users", 7);
    await expectCosts(on, { users: 7 });

    await on.getByRole("button", { name: "Back to the report's" }).click();
    expect(await on.locator("#number-users").inputValue()).to.equal(String(costInputs.users));
    expect(await on.locator("#fault-users").innerText()).to.equal("");
    await expectCosts(on, {});
  });

  it("keep the focus, and can be moved by keyboard", async () => {
    const on = await open("plain");
    await on.locator("input[type=range][name=cacheHitRate]").focus();
    await on.keyboard.press("ArrowLeft");

    expect(await on.evaluate(() => document.activeElement?.getAttribute("name"))).to.equal("cacheHitRate");
    await expectCosts(on, { cacheHitRate: 0.899 });
  });
});
