import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { accessControl } from "../../../config/access-control";
import { people } from "../../../config/people";
import program from "../../../index";
import { type Engine, type EngineOptions, startEngine } from "../../../local/engine";
import type { EngineState } from "../../../local/page/contract";
import { afterLastFile } from "../../support/after-last-file";
import { describeInBrowser } from "../../support/chromium";
import { exampleClaims } from "../../support/example-claims";

/** The strategies whose responses the tests expect, however many are registered. */
const SERVED = ["access-token-scopes", "id-token-lambda-authorizer"];

const start = (options: Partial<EngineOptions> = {}) => startEngine({ program, strategies: SERVED, people, ...options });
/** The directory says other groups than Cognito. */
const PROMOTED = [
  { table: "directory", key: "userId", item: { tenantId: "globex", entitlements: ["export"], groups: ["PetsAdmins"] } },
] as const;
const STARTS = {
  /** As the program is without settings. */
  plain: () => start(),
  /** With claims of every kind, the user directory and the permission map's parameter. */
  everything: () =>
    start({
      people: people.map((person) => (person.name === "writer" ? { ...person, items: PROMOTED } : person)),
      program: { ...program, run: () => program.run(accessControl, exampleClaims) },
      config: { userPoolPlan: "essentials", advancedSecurity: "off", userDirectory: "table", permissionMap: "parameter" },
    }),
} as const;

const engines = new Map<keyof typeof STARTS, Promise<Engine>>();

/** Describes the page in a browser, on an engine shared by all files. */
export function describePage(title: string, define: (tab: Tab) => void, served: keyof typeof STARTS = "plain"): void {
  describeInBrowser(title, (openBrowser) => {
    const tab = new Tab();
    before(async () => {
      const engine = engines.get(served) ?? STARTS[served]();
      engines.set(served, engine);
      await tab.prepare(await engine, await openBrowser());
    });
    after(() => tab.context.close());
    beforeEach(() => tab.open());
    afterEach(() => tab.close());
    define(tab);
  });
}
afterLastFile(async () => {
  for (const engine of engines.values()) await (await engine).stop();
});

/** The page as opened by one user. */
export class Tab {
  #engine: Engine | undefined;
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  #faults: string[] = [];

  async prepare(engine: Engine, browser: Browser): Promise<void> {
    this.#engine = engine;
    this.#context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  }

  get engine(): Engine {
    return had(this.#engine);
  }

  get context(): BrowserContext {
    return had(this.#context);
  }

  get page(): Page {
    return had(this.#page);
  }

  async open(): Promise<void> {
    const { url } = this.engine;
    const page = await this.context.newPage();
    this.#page = page;
    this.#faults = [];
    page.on("pageerror", ({ message }) => this.#faults.push(message));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) this.#faults.push(request.url());
    });
    page.on("console", (message) => {
      // The browser itself logs every error response; those are what the page is about.
      if (["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text()))
        this.#faults.push(message.text());
    });
    await page.goto(url);
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  }

  async close(): Promise<void> {
    await this.page.close();
    expect(this.#faults, "errors on the console, and requests to other origins").to.deep.equal([]);
  }

  forgiveOffline(): void {
    this.#faults = this.#faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED"));
  }

  /** Reloads the page from an engine that describes itself differently from now on. */
  async pretend(change: (state: EngineState) => EngineState): Promise<void> {
    await this.changeState(change);
    await this.page.reload();
    await this.page.getByRole("button", { name: "Send", exact: true }).waitFor();
  }

  async changeState(change: (state: EngineState) => EngineState): Promise<void> {
    await this.page.route("**/_local/state", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change(await response.json()) });
    });
  }

  choose(label: string): Promise<void> {
    return this.page.locator("label.choice", { hasText: label }).first().click();
  }

  answered(): Promise<void> {
    return this.page.locator('.results[aria-busy="false"]').waitFor();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
    await this.answered();
  }

  send(): Promise<void> {
    return this.press("Send");
  }

  column(strategy: string) {
    return this.page.locator(`article[aria-label="${strategy}"]`);
  }

  async statuses(): Promise<readonly number[]> {
    const texts = await this.page.locator(".column .status").allTextContents();
    return texts.map((text) => Number.parseInt(text.trim(), 10));
  }
}

function had<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the page is not open");
  return value;
}
