import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleScript } from "./bundle-script";

export interface PageAsset {
  readonly contentType: string;
  readonly body: Buffer | string;
}

/** The page's assets by path. The page loads nothing from other hosts. */
export async function loadPageAssets(): Promise<ReadonlyMap<string, PageAsset>> {
  const [html, css, script] = await Promise.all([
    readFile(join(__dirname, "index.html")),
    readFile(join(__dirname, "page.css")),
    bundleScript(join(__dirname, "main.ts"), "esm"),
  ]);
  return new Map([
    ["/", { contentType: "text/html; charset=utf-8", body: html }],
    ["/page.css", { contentType: "text/css; charset=utf-8", body: css }],
    ["/page.js", { contentType: "text/javascript; charset=utf-8", body: script }],
  ]);
}
