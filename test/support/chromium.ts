import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterLastFile } from "./after-last-file";

/** Debian's headless shell opens a page in a fraction of the time. */
const PATHS = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = PATHS.find((path) => path !== undefined && existsSync(path));

let browser: Promise<Browser> | undefined;

/** Describes what needs a browser, which all files share; skipped without one. */
export function describeInBrowser(title: string, define: (open: () => Promise<Browser>) => void): void {
  describe(title, function () {
    this.timeout(120_000);
    if (executablePath === undefined) {
      it.skip("needs a Chromium: set CHROMIUM_PATH");
      return;
    }
    define(() => {
      browser ??= chromium.launch({ executablePath, args: ["--no-sandbox"] });
      return browser;
    });
  });
}
afterLastFile(async () => (await browser)?.close());
