import { existsSync } from "node:fs";
import { expect } from "chai";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type Engine, startEngine } from "../../../local/engine";

const CHROMIUMS = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = CHROMIUMS.find((path) => path !== undefined && existsSync(path));
const [SCOPES, AUTHORIZER] = ["access-token-scopes", "id-token-lambda-authorizer"];

describe("the engine's page", function () {
  this.timeout(60_000);
  if (executablePath === undefined) {
    it.skip("needs a Chromium to be tried in: set CHROMIUM_PATH");
    return;
  }

  let engine: Engine;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  before(async () => {
    [engine, browser] = await Promise.all([
      startEngine({ port: 0 }),
      chromium.launch({ executablePath, args: ["--no-sandbox"] }),
    ]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  });
  after(async () => {
    await browser?.close();
    await engine?.stop();
  });

  beforeEach(async () => {
    page = await context.newPage();
    faults = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${engine.url}/`) && !request.url().startsWith("data:")) faults.push(request.url());
    });
    page.on("console", (message) => {
      // The browser itself notes every answer that is an error; those are what the page is about.
      if (["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text())) faults.push(message.text());
    });
    await page.goto(engine.url);
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  });
  afterEach(async () => {
    await page.close();
    expect(faults, "errors on the console, and requests to other origins").to.deep.equal([]);
  });

  const choose = (label: string) => page.locator("label.choice", { hasText: label }).first().click();
  const answered = () => page.locator('.results[aria-busy="false"]').waitFor();
  const press = async (name: string) => {
    await page.getByRole("button", { name, exact: true }).click();
    await answered();
  };
  const send = () => press("Send");
  const column = (strategy: string | undefined) => page.locator(`article[aria-label="${strategy}"]`);
  const statuses = async () =>
    (await page.locator(".column .status").allTextContents()).map((text) => Number.parseInt(text.trim(), 10));

  it("says what it is and sends nothing before somebody presses Send", async () => {
    expect(await page.locator("h2").allTextContents()).to.deep.equal(
      engine.stacks.map(({ strategy }) => strategy).concat("Sign up a new user"),
    );
    expect(await page.locator("main").textContent()).to.include("Nothing was sent yet");
    expect(await page.locator("footer").textContent()).to.include("Simulated on this machine");
  });

  for (const [user, read, write] of [
    ["reader", [200, 200], [401, 403]],
    ["writer", [401, 403], [201, 201]],
    ["admin", [200, 200], [201, 201]],
    ["nobody", [401, 403], [401, 403]],
  ] as const) {
    it(`shows what ${user} may do: reading ${read.join(" and ")}, writing ${write.join(" and ")}`, async () => {
      await choose(user);
      await send();
      const afterReading = await statuses();
      await choose("POST /pets");
      await send();

      expect([afterReading, await statuses()]).to.deep.equal([read, write]);
    });
  }

  it("marks the scope that the route asks for, there or not", async () => {
    await send();
    const present = await column(SCOPES).locator(".claims").first().textContent();
    await choose("POST /pets");
    await send();

    expect(present).to.match(/petsapi\/read\s+✓ asked for here/);
    expect(await column(SCOPES).locator(".claims").first().textContent()).to.include("✕ petsapi/write is asked for here");
    expect(await column(SCOPES).locator(".verdict").textContent()).to.include("401 when a scope is missing");
    expect(await column(AUTHORIZER).locator(".verdict").textContent()).to.include("403, not 401");
  });

  it("shows the steps of the sign-in and of the request, and a cache hit at the second send", async () => {
    await send();
    const first = await column(AUTHORIZER).locator(".steps").allTextContents();
    await send();
    const second = await column(AUTHORIZER).locator(".steps").allTextContents();

    expect(first).to.have.lengthOf(2);
    expect(first[0]).to.include("password");
    expect(first[1]).to.match(/cache.*miss/s);
    expect(second).to.have.lengthOf(1);
    expect(second[0]).to.match(/cache.*hit/s);
  });

  it("sends no token, and names none", async () => {
    await choose("No token");
    await send();

    expect(await statuses()).to.deep.equal([401, 401]);
    expect(await column(SCOPES).textContent()).to.include("no Authorization header");
  });

  it("sends the other token of the same sign-in", async () => {
    await choose("Wrong kind of token");
    await send();

    expect(await statuses()).to.deep.equal([401, 401]);
    expect(await column(SCOPES).textContent()).to.include("Token: ID token");
    expect(await column(AUTHORIZER).textContent()).to.include("Token: access token");
  });

  it("tampers with the claims and says which", async () => {
    await choose("Tampered token");
    await send();

    expect(await statuses()).to.deep.equal([401, 401]);
    expect(await column(AUTHORIZER).locator(".claims").first().textContent()).to.match(/PetsAdmins.*changed after signing/s);
  });

  it("lets a token expire by moving the clock, says so, and signs in afresh for the next proper send", async () => {
    await choose("Expired token");
    await send();
    const expired = await statuses();
    const aheadMs = engine.clock.aheadMs;
    await send();

    expect(expired).to.deep.equal([401, 401]);
    expect(await column(SCOPES).textContent()).to.include("The incoming token has expired");
    expect(await page.locator(".clock").textContent()).to.match(/engine clock: 1 h \d+ min ahead/);
    expect(engine.clock.aheadMs, "the expired token is sent again without moving the clock").to.equal(aheadMs);
    await choose("Send it properly");
    await send();
    expect(await statuses()).to.deep.equal([200, 200]);
  });

  it("keeps letting a user in who lost its group, until it signs in again; and gives the group back", async () => {
    await choose("Group removed");
    await send();
    const withOldToken = await statuses();
    await page.locator(".notice").getByRole("button", { name: "Sign in again and send" }).click();
    await answered();
    const withNewToken = await statuses();
    await press("Give the groups back");
    await page.locator(".notice").getByRole("button", { name: "Sign in again and send" }).click();
    await answered();

    expect([withOldToken, withNewToken, await statuses()]).to.deep.equal([
      [200, 200],
      [401, 403],
      [200, 200],
    ]);
    expect(await page.locator(".notice").count()).to.equal(0);
  });

  it("notices groups that were lost before it was opened, and can give them back", async () => {
    await choose("writer");
    await choose("Group removed");
    await send();
    await page.reload();
    await choose("writer");
    await choose("POST /pets");
    await send();
    const lost = await statuses();
    await choose("Group removed");
    await send();

    expect([lost, await statuses()]).to.deep.equal([
      [401, 403],
      [201, 201],
    ]);
    await press("Give the groups back");
  });

  it("signs up a new user in every pool, with the codes that the pools mailed", async () => {
    await page.getByRole("button", { name: "Sign up a new user…" }).click();
    await page.getByLabel("email").fill("nina@example.com");
    await page.getByLabel("name", { exact: true }).fill("Nina");
    await page.getByLabel("password").fill("short");
    await page.getByRole("button", { name: "Sign up", exact: true }).click();
    await page.locator("dialog .problem").waitFor();
    const refusal = await page.locator("dialog .problem").textContent();
    await page.getByLabel("password").fill("Long-enough-1-password");
    await page.getByRole("button", { name: "Sign up", exact: true }).click();
    for (const { strategy } of engine.stacks) await page.getByLabel(`code of ${strategy}`).fill("000000x");
    await page.getByRole("button", { name: "Confirm", exact: true }).click();
    await page.locator("dialog .problem").waitFor();
    const mismatch = await page.locator("dialog .problem").textContent();
    const codes = await page.locator("dialog small b").allTextContents();
    await page.getByRole("button", { name: "Send new codes" }).click();
    for (const code of codes) await page.locator("dialog small b", { hasText: code }).waitFor({ state: "detached" });
    for (const [index, code] of (await page.locator("dialog small b").allTextContents()).entries()) {
      await page.locator("dialog input[inputmode]").nth(index).fill(code);
    }
    await page.getByRole("checkbox", { name: "ReadPetsAccess" }).check();
    await page.getByRole("button", { name: "Confirm", exact: true }).click();
    await page.locator("label.choice", { hasText: "Nina" }).waitFor();
    await page.locator("dialog").waitFor({ state: "hidden" });
    await send();

    expect(refusal).to.include("InvalidPasswordException");
    expect(mismatch).to.include("CodeMismatchException");
    expect(codes).to.have.lengthOf(engine.stacks.length);
    expect(await page.locator(".caption").textContent()).to.include("Nina");
    expect(await statuses()).to.deep.equal([200, 200]);
  });

  it("gives each strategy the id that it answered with last", async () => {
    await choose("admin");
    await choose("POST /pets");
    await send();
    await choose("GET /pets/{petId}");
    await send();
    const found = await statuses();
    await choose("DELETE");
    await send();
    const removed = await statuses();
    await send();

    expect([found, removed, await statuses()]).to.deep.equal([
      [200, 200],
      [204, 204],
      [404, 404],
    ]);
  });

  it("sends no body that is not JSON, and puts the sample back", async () => {
    await choose("admin");
    await choose("POST /pets");
    await page.getByRole("textbox", { name: "Body" }).fill("{ name: ");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const problem = await page.locator("#body-problem").textContent();
    const focused = await page.evaluate(() => document.activeElement?.tagName);
    await page.getByRole("button", { name: "Put the sample back" }).click();
    await send();

    expect([problem, focused]).to.deep.equal([problem?.match(/^This is not JSON.*/)?.[0], "TEXTAREA"]);
    expect(await statuses()).to.deep.equal([201, 201]);
  });

  it("shows API Gateway's refusal of a body that the schema does not take", async () => {
    await choose("admin");
    await choose("POST /pets");
    await page.getByRole("textbox", { name: "Body" }).fill("{}");
    await send();

    expect(await statuses()).to.deep.equal([400, 400]);
    expect(await column(AUTHORIZER).textContent()).to.include("checks the body after it has let the caller in");
  });

  it("says what to do when the engine does not answer, and goes on when it does", async () => {
    await context.setOffline(true);
    await send();
    const problem = await page.locator(".send .problem").textContent();
    await context.setOffline(false);
    await send();
    faults = faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED"));

    expect(problem).to.include("npm start");
    expect(await page.locator(".send .problem").count()).to.equal(0);
    expect(await statuses()).to.deep.equal([200, 200]);
  });

  it("ignores a press on Send while a send runs", async () => {
    let sends = 0;
    page.on("request", (request) => {
      if (request.url().includes("/apis/")) sends += 1;
    });
    await page.getByRole("button", { name: "Send", exact: true }).dblclick();
    await answered();

    expect(sends).to.equal(engine.stacks.length);
  });

  it("can be used by keyboard alone, and shows where it is", async () => {
    const keys = ["Tab", "ArrowDown", "Tab", "Tab", "ArrowDown", "Tab", "Tab", "Tab"];
    const outlines = [];
    for (const key of keys) {
      await page.keyboard.press(key);
      outlines.push(await page.evaluate(() => document.activeElement && getComputedStyle(document.activeElement).outlineStyle));
    }
    await page.keyboard.press("Enter");
    await answered();

    expect(outlines).to.deep.equal(keys.map(() => "solid"));
    expect(await page.locator(".caption").textContent()).to.match(/writer.*POST \/pets.*sent properly/s);
    expect(await statuses()).to.deep.equal([201, 201]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal("Send");
  });

  it("reads out each strategy's outcome", async () => {
    await send();

    const spoken = await page.locator('[aria-live="polite"] p').allTextContents();
    expect(spoken.map((text) => text.slice(0, text.indexOf(" OK")))).to.deep.equal(
      engine.stacks.map(({ strategy }) => `${strategy}: 200`),
    );
  });

  it("brings the answers into view on a phone, and never scrolls sideways", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await choose("admin");
    await choose("POST /pets");
    await send();
    const top = await page.locator(".results").evaluate((results) => results.getBoundingClientRect().top);
    for (const summary of await page.locator("summary").all()) await summary.click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);

    expect(top).to.be.within(-1, 370);
    expect(width).to.equal(360);
  });
});
