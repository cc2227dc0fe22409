import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { render } from "@lit-labs/ssr";
import { collectResult } from "@lit-labs/ssr/lib/render-result.js";
import { makeFolder } from "../../local/make-folder";
import { bundleScript } from "../../local/page/bundle-script";
import type { ComparisonReport } from "../comparison-report";
import type { PricedStrategy } from "../cost/variants";
import { createPageData } from "./prepare/page-data";
import { pageView } from "./views/page-view";

/**
 * The report as one HTML document that asks nobody for anything, from a disk as from a server. Its policy lets run the one script
 * that is in it by its hash, and load nothing. Styles are free, for charts set some of their own.
 */
export async function renderReport(report: ComparisonReport, strategies: readonly PricedStrategy[]): Promise<string> {
  const [style, script, body] = await Promise.all([
    readFile(join(__dirname, "page", "page.css"), "utf8"),
    bundleScript(join(__dirname, "page", "main.ts"), "iife"),
    renderBody(report),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Authorization strategies compared</title>
<style>${style}</style>
</head>
<body>
${body}
<script type="application/json" id="data">${encodeData(createPageData(report, strategies))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/**
 * The views without the comments by which lit would find its places again: the script draws what changes anew. Every text and
 * attribute of a report has its angle brackets escaped, so no comment but lit's is there.
 */
async function renderBody(report: ComparisonReport): Promise<string> {
  const body = await collectResult(render(pageView(report)));
  return body.replace(/<!--\/?lit-[^>]*-->/g, "");
}

/** JSON in which no text can end the element that it stands in, nor begin a comment. */
const encodeData = (data: unknown): string => JSON.stringify(data).replaceAll("<", "\\u003c");

/** As JSON with each list of numbers, such as the latencies of a round, on one line. */
export const formatReport = (report: ComparisonReport): string =>
  JSON.stringify(report, null, 2).replace(/\[\n[\s\d.,e+-]+\]/g, (numbers) => numbers.replace(/\s+/g, " "));

/** Writes the report for people and for programs into the folder, which is made where it is missing. */
export async function writeReport(folder: string, report: ComparisonReport, strategies: readonly PricedStrategy[]) {
  const [htmlFile, jsonFile] = [join(folder, "index.html"), join(folder, "report.json")];
  makeFolder(folder);
  // The data first: a page that cannot be drawn must not cost what was measured.
  await writeFile(jsonFile, `${formatReport(report)}\n`);
  await writeFile(htmlFile, await renderReport(report, strategies));
  return { htmlFile, jsonFile };
}
