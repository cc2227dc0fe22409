import { expect } from "chai";
import { describePage } from "./browser";

const AUTHORIZER = "id-token-lambda-authorizer";

describePage("engine page", (tab) => {
  it("opens with a request that the strategies answer differently", async () => {
    await tab.send();

    const answers = await tab.page.locator('[aria-label="Body"]').allTextContents();
    expect(await tab.statuses()).to.deep.equal([401, 403]);
    expect(new Set(answers).size).to.equal(tab.engine.stacks.length);
  });

  it("says for each strategy why it refused a token", async () => {
    const decisions: Record<string, readonly string[]> = {};
    for (const mistake of ["Tampered token", "Wrong kind of token"]) {
      await tab.choose(mistake);
      await tab.send();
      decisions[mistake] = await tab.page.locator(".decision").allTextContents();
    }

    expect(decisions).to.deep.equal({
      "Tampered token": [
        "The token's signature is not the pool's.",
        "The authorizer function refused the token: its signature is not the pool's.",
      ],
      "Wrong kind of token": [
        "The method asks for petsapi/read, and only an access token carries scopes.",
        "The authorizer function refused the token: its audience is not this app client.",
      ],
    });
    expect(await tab.column(AUTHORIZER).locator(".verdict").textContent()).to.include("The client does not learn the reason");
    expect(await tab.column(AUTHORIZER).locator(".steps").last().textContent()).to.match(
      /threw Unauthorized.*its log says: client/s,
    );
  });

  it("shows the steps of the sign-in and of the request, and a cache hit on the second send", async () => {
    await tab.send();
    const first = await tab.column(AUTHORIZER).locator(".steps").allTextContents();
    await tab.send();
    const second = await tab.column(AUTHORIZER).locator(".steps").allTextContents();

    expect(first).to.have.lengthOf(2);
    expect(first[0]).to.include("password");
    expect(first[1]).to.match(/cache.*miss/s);
    expect(second).to.have.lengthOf(1);
    expect(second[0]).to.match(/cache.*hit/s);
  });

  it("can be used with the keyboard alone, with a visible focus", async () => {
    const keys = ["Tab", "ArrowUp", "Tab", "Tab", "ArrowDown", "ArrowDown", "Tab", "Tab", "Tab"];
    const outlines = [];
    for (const key of keys) {
      await tab.page.keyboard.press(key);
      outlines.push(
        await tab.page.evaluate(() => document.activeElement && getComputedStyle(document.activeElement).outlineStyle),
      );
    }
    await tab.page.keyboard.press("Enter");
    await tab.answered();

    expect(outlines).to.deep.equal(keys.map(() => "solid"));
    expect(await tab.page.locator(".caption").textContent()).to.match(/admin.*POST \/pets.*sent properly/s);
    expect(await tab.statuses()).to.deep.equal([201, 201]);
    expect(await tab.page.evaluate(() => document.activeElement?.textContent)).to.equal("Send");
  });
});
