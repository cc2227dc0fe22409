import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { BrowserContextOptions, Page } from "playwright-core";
import { writeReport } from "../../../comparison/report/render";
import { describeInBrowser } from "../../support/chromium";
import { priced } from "../cost/models";
import { sampleReports } from "./sample-reports";

export const DESKTOP = { viewport: { width: 1280, height: 900 } };

type SampleName = keyof typeof sampleReports;

const folder = mkdtempSync(join(tmpdir(), "pets-report-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const written = new Map<SampleName, Promise<string>>();

/** The address of a sample report, which is written on first use. */
function addressOf(name: SampleName): Promise<string> {
  const address =
    written.get(name) ??
    writeReport(join(folder, name), sampleReports[name], priced).then(({ htmlFile }) => pathToFileURL(htmlFile).href);
  written.set(name, address);
  return address;
}

export interface Pages {
  open(name: SampleName, options?: BrowserContextOptions): Promise<Page>;
  /** Console messages and requests other than the file. A test removes those that it expects; there may be no others. */
  readonly faults: string[];
}

/** Describes pages of the sample reports, opened as files in a browser. */
export function describeReportPage(title: string, define: (pages: Pages) => void): void {
  describeInBrowser(title, (openBrowser) => {
    const faults: string[] = [];
    let page: Page | undefined;

    afterEach(async () => {
      await page?.close();
      page = undefined;
      expect(faults.splice(0), "what is on the console, and requests besides the file").to.deep.equal([]);
    });

    async function open(name: SampleName, options: BrowserContextOptions = DESKTOP): Promise<Page> {
      const url = await addressOf(name);
      const opened = await (await openBrowser()).newPage(options);
      page = opened;
      opened.on("pageerror", ({ message }) => faults.push(message));
      opened.on("console", (message) => faults.push(message.text()));
      opened.on("request", (request) => request.url() !== url && faults.push(request.url()));
      await opened.goto(url);
      return opened;
    }
    define({ open, faults });
  });
}
