import { expect } from "chai";
import { loadPageAssets } from "../../../local/page/assets";

describe("loadPageAssets", () => {
  it("returns the document, its style and its script, and nothing else", async () => {
    const assets = await loadPageAssets();

    expect(Object.fromEntries([...assets].map(([path, { contentType }]) => [path, contentType]))).to.deep.equal({
      "/": "text/html; charset=utf-8",
      "/page.css": "text/css; charset=utf-8",
      "/page.js": "text/javascript; charset=utf-8",
    });
  });

  it("needs no other host, inline script or inline style", async () => {
    const html = String((await loadPageAssets()).get("/")?.body);

    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target?.slice(0, 9))).to.deep.equal([
      "data:imag",
      "/page.css",
      "/page.js",
    ]);
    expect(html).not.to.match(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)/);
  });

  it("stays below 45 KB of script", async () => {
    const script = String((await loadPageAssets()).get("/page.js")?.body);

    expect(Buffer.byteLength(script)).to.be.lessThan(45_000);
  });
});
