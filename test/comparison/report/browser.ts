import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { writeReport } from "../../../comparison/report/write";
import { sampleReports } from "./sample-reports";

const CHROMIUMS = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const executablePath = CHROMIUMS.find((path) => path !== undefined && existsSync(path));

export const DESKTOP = { viewport: { width: 1280, height: 900 } };

/**
 * Opens pages of the sample reports as files, for the tests of the suite that calls this. After each test nothing may have been on the
 * console, and nothing requested besides the file; what a test expects there, it takes out of `faults`.
 */
export function usePages() {
  const faults: string[] = [];
  let folder: string;
  let browser: Browser;
  let page: Page | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pets-report-"));
    browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ["--no-sandbox"] });
    for (const [name, report] of Object.entries(sampleReports)) await writeReport(join(folder, name), report);
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page?.close();
    page = undefined;
    expect(faults.splice(0), "what is on the console, and requests besides the file").to.deep.equal([]);
  });

  async function open(name: keyof typeof sampleReports, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const url = pathToFileURL(join(folder, name, "index.html")).href;
    const opened = await browser.newPage(options);
    page = opened;
    opened.on("pageerror", ({ message }) => faults.push(message));
    opened.on("console", (message) => faults.push(message.text()));
    opened.on("request", (request) => request.url() !== url && faults.push(request.url()));
    await opened.goto(url);
    return opened;
  }
  return { open, faults };
}
