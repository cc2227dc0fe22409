import { expect } from "chai";
import { describePage } from "./browser";

const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";

describePage("engine page in detail", (tab) => {
  it("introduces itself and sends nothing before Send is pressed", async () => {
    expect(await tab.page.locator("h2").allTextContents()).to.deep.equal(
      tab.engine.stacks.map(({ strategy }) => strategy).concat("Sign up a new user"),
    );
    expect(await tab.page.locator("main").textContent()).to.include("Nothing sent yet");
    expect(await tab.statuses()).to.deep.equal([]);
    expect(await tab.page.locator("footer").textContent()).to.include("Simulated on this machine");
  });

  for (const [user, read, write] of [
    ["reader", [200, 200], [401, 403]],
    ["writer", [401, 403], [201, 201]],
    ["admin", [200, 200], [201, 201]],
    ["nobody", [401, 403], [401, 403]],
  ] as const) {
    it(`shows what ${user} may do: reading ${read.join(" and ")}, writing ${write.join(" and ")}`, async () => {
      await tab.choose(user);
      await tab.send();
      const afterReading = await tab.statuses();
      await tab.choose("POST /pets");
      await tab.send();

      expect([afterReading, await tab.statuses()]).to.deep.equal([read, write]);
    });
  }

  it("marks the scope that the route requires, whether present or not", async () => {
    await tab.choose("reader");
    await tab.send();
    const present = await tab.column(SCOPES).locator(".claims").first().textContent();
    await tab.choose("POST /pets");
    await tab.send();

    expect(present).to.match(/petsapi\/read\s+✓ asked for here/);
    expect(await tab.column(SCOPES).locator(".claims").first().textContent()).to.include("✕ petsapi/write is asked for here");
    expect(await tab.column(SCOPES).locator(".verdict").textContent()).to.include("401 when a scope is missing");
    expect(await tab.column(AUTHORIZER).locator(".verdict").textContent()).to.include("403, not 401");
  });

  it("sends no token, and shows none", async () => {
    await tab.choose("No token");
    await tab.send();

    expect(await tab.statuses()).to.deep.equal([401, 401]);
    expect(await tab.column(SCOPES).textContent()).to.include("no Authorization header");
  });

  it("sends the other token of the same sign-in", async () => {
    await tab.choose("Wrong kind of token");
    await tab.send();

    expect(await tab.statuses()).to.deep.equal([401, 401]);
    expect(await tab.column(SCOPES).textContent()).to.include("Token: ID token");
    expect(await tab.column(AUTHORIZER).textContent()).to.include("Token: access token");
  });

  it("tampers with the claims and says with which", async () => {
    await tab.choose("Tampered token");
    await tab.send();

    expect(await tab.statuses()).to.deep.equal([401, 401]);
    expect(await tab.column(AUTHORIZER).locator(".claims").first().textContent()).to.match(/PetsAdmins.*changed after signing/s);
  });

  it("lets a token expire by moving the clock, says so, and signs in again for the next regular send", async () => {
    await tab.choose("reader");
    await tab.choose("Expired token");
    await tab.send();
    const expired = await tab.statuses();
    const aheadMs = tab.engine.clock.aheadMs;
    await tab.send();

    expect(expired).to.deep.equal([401, 401]);
    expect(await tab.column(SCOPES).textContent()).to.include("The incoming token has expired");
    expect(await tab.column(AUTHORIZER).locator(".decision").textContent()).to.include("refused the token: it has expired");
    expect(await tab.page.locator(".clock").textContent()).to.match(/engine clock: 1 h \d+ min ahead/);
    expect(tab.engine.clock.aheadMs, "the expired token is sent again without moving the clock").to.equal(aheadMs);
    await tab.choose("Send it properly");
    await tab.send();
    expect(await tab.statuses()).to.deep.equal([200, 200]);
  });

  it("keeps allowing a user who lost a group until the next sign-in, and restores the group", async () => {
    await tab.choose("reader");
    await tab.choose("Group removed");
    await tab.send();
    const withOldToken = await tab.statuses();
    await tab.page.locator(".notice").getByRole("button", { name: "Sign in again and send" }).click();
    await tab.answered();
    const withNewToken = await tab.statuses();
    await tab.press("Give the groups back");
    await tab.page.locator(".notice").getByRole("button", { name: "Sign in again and send" }).click();
    await tab.answered();

    expect([withOldToken, withNewToken, await tab.statuses()]).to.deep.equal([
      [200, 200],
      [401, 403],
      [200, 200],
    ]);
    expect(await tab.page.locator(".notice").count()).to.equal(0);
  });

  it("notices groups removed before it was opened, and can restore them", async () => {
    await tab.choose("writer");
    await tab.choose("Group removed");
    await tab.send();
    await tab.page.reload();
    await tab.choose("writer");
    await tab.choose("POST /pets");
    await tab.send();
    const lost = await tab.statuses();
    await tab.choose("Group removed");
    await tab.send();

    expect([lost, await tab.statuses()]).to.deep.equal([
      [401, 403],
      [201, 201],
    ]);
    await tab.press("Give the groups back");
  });

  it("signs up a new user in every pool, with the mailed codes", async () => {
    await tab.page.getByRole("button", { name: "Sign up a new user…" }).click();
    await tab.page.getByLabel("email").fill("nina@example.com");
    await tab.page.getByLabel("name", { exact: true }).fill("Nina");
    await tab.page.getByLabel("password").fill("short");
    await tab.page.getByRole("button", { name: "Sign up", exact: true }).click();
    await tab.page.locator("dialog .problem").waitFor();
    const refusal = await tab.page.locator("dialog .problem").textContent();
    await tab.page.getByLabel("password").fill("Long-enough-1-password");
    await tab.page.getByRole("button", { name: "Sign up", exact: true }).click();
    for (const { strategy } of tab.engine.stacks) await tab.page.getByLabel(`code of ${strategy}`).fill("000000x");
    await tab.page.getByRole("button", { name: "Confirm", exact: true }).click();
    await tab.page.locator("dialog .problem").waitFor();
    const mismatch = await tab.page.locator("dialog .problem").textContent();
    const codes = await tab.page.locator("dialog small b").allTextContents();
    await tab.page.getByRole("button", { name: "Send new codes" }).click();
    for (const code of codes) await tab.page.locator("dialog small b", { hasText: code }).waitFor({ state: "detached" });
    for (const [index, code] of (await tab.page.locator("dialog small b").allTextContents()).entries()) {
      await tab.page.locator("dialog input[inputmode]").nth(index).fill(code);
    }
    await tab.page.getByRole("checkbox", { name: "ReadPetsAccess" }).check();
    await tab.page.getByRole("button", { name: "Confirm", exact: true }).click();
    await tab.page.locator("label.choice", { hasText: "Nina" }).waitFor();
    await tab.page.locator("dialog").waitFor({ state: "hidden" });
    await tab.send();

    expect(refusal).to.include("InvalidPasswordException");
    expect(mismatch).to.include("CodeMismatchException");
    expect(codes).to.have.lengthOf(tab.engine.stacks.length);
    expect(await tab.page.locator(".caption").textContent()).to.include("Nina");
    expect(await tab.statuses()).to.deep.equal([200, 200]);
  });

  it("uses the last id that each strategy returned", async () => {
    await tab.choose("admin");
    await tab.choose("POST /pets");
    await tab.send();
    await tab.choose("GET /pets/{petId}");
    await tab.send();
    const found = await tab.statuses();
    await tab.choose("DELETE");
    await tab.send();
    const removed = await tab.statuses();
    await tab.send();

    expect([found, removed, await tab.statuses()]).to.deep.equal([
      [200, 200],
      [204, 204],
      [404, 404],
    ]);
  });

  it("does not send an invalid JSON body, and restores the sample", async () => {
    await tab.choose("admin");
    await tab.choose("POST /pets");
    await tab.page.getByRole("textbox", { name: "Body" }).fill("{ name: ");
    await tab.send();
    const problem = await tab.page.locator("#body-problem").textContent();
    const focused = await tab.page.evaluate(() => document.activeElement?.tagName);
    await tab.page.getByRole("button", { name: "Put the sample back" }).click();
    await tab.send();

    expect([problem, focused]).to.deep.equal([problem?.match(/^This is not JSON.*/)?.[0], "TEXTAREA"]);
    expect(await tab.statuses()).to.deep.equal([201, 201]);
  });

  it("shows API Gateway's refusal of a body that does not match the schema", async () => {
    await tab.choose("admin");
    await tab.choose("POST /pets");
    await tab.page.getByRole("textbox", { name: "Body" }).fill("{}");
    await tab.send();

    expect(await tab.statuses()).to.deep.equal([400, 400]);
    expect(await tab.column(AUTHORIZER).textContent()).to.include("checks the body after it has let the caller in");
  });

  it("says what to do if the engine does not respond, and continues when it does", async () => {
    await tab.choose("reader");
    await tab.context.setOffline(true);
    await tab.send();
    const problem = await tab.page.locator(".send .problem").textContent();
    await tab.context.setOffline(false);
    await tab.send();
    tab.forgiveOffline();

    expect(problem).to.include("npm start");
    expect(await tab.page.locator(".send .problem").count()).to.equal(0);
    expect(await tab.statuses()).to.deep.equal([200, 200]);
  });

  it("signs in again at a restarted engine, and says so once", async () => {
    await tab.send();
    await tab.changeState((state) => ({ ...state, runId: "another" }));
    await tab.send();
    const [notice, steps] = [await tab.page.locator(".notice").textContent(), await tab.column(SCOPES).locator("h4").count()];
    await tab.send();

    expect(notice).to.include("was restarted");
    expect(steps, "the sign-in and the request").to.equal(2);
    expect(await tab.page.locator(".notice").count()).to.equal(0);
  });

  it("sends nothing for a user or a route that the engine no longer has", async () => {
    await tab.choose("reader");
    await tab.changeState((state) => ({
      ...state,
      runId: "another",
      users: state.users.filter(({ name }) => name !== "reader"),
    }));
    await tab.send();

    expect(await tab.page.locator(".send .problem").textContent()).to.include("no user reader@example.com any more");
    expect(await tab.statuses()).to.deep.equal([]);
  });

  it("works with one strategy, and says how to see the others", async () => {
    await tab.pretend((state) => ({ ...state, stacks: state.stacks.slice(0, 1) }));
    await tab.send();

    expect(await tab.statuses()).to.deep.equal([401]);
    expect(await tab.page.locator(".results").textContent()).to.include("When started without --strategy it serves all of them");
  });

  it("shows a token with an expiry beyond the range of dates", async () => {
    await tab.choose("Tampered token");
    await tab.page.route("**/", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      const response = await route.fetch();
      const token = `e30.${btoa(JSON.stringify({ token_use: "access", exp: 9e12 }))}.x`;
      const AuthenticationResult = { AccessToken: token, IdToken: token };
      await route.fulfill({ response, json: { AuthenticationResult } });
    });
    await tab.send();

    expect(await tab.column(SCOPES).locator(".claims").first().textContent()).to.include("no time that a date can hold");
  });

  it("ignores Send during a send", async () => {
    let sends = 0;
    tab.page.on("request", (request) => {
      if (request.url().includes("/apis/")) sends += 1;
    });
    await tab.page.getByRole("button", { name: "Send", exact: true }).dblclick();
    await tab.answered();

    expect(sends).to.equal(tab.engine.stacks.length);
  });

  it("announces each strategy's outcome to screen readers", async () => {
    await tab.choose("reader");
    await tab.send();

    const spoken = await tab.page.locator('[aria-live="polite"] p').allTextContents();
    expect(spoken.map((text) => text.slice(0, text.indexOf(" OK")))).to.deep.equal(
      tab.engine.stacks.map(({ strategy }) => `${strategy}: 200`),
    );
  });

  it("scrolls to the responses on a phone, and never sideways", async () => {
    await tab.page.setViewportSize({ width: 360, height: 740 });
    await tab.choose("admin");
    await tab.choose("POST /pets");
    await tab.send();
    const top = await tab.page.locator(".results").evaluate((results) => results.getBoundingClientRect().top);
    for (const summary of await tab.page.locator("summary").all()) await summary.click();
    const width = await tab.page.evaluate(() => document.documentElement.scrollWidth);

    expect(top).to.be.within(-1, 370);
    expect(width).to.equal(360);
  });
});
