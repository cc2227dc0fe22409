import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { makeFolder } from "../../local/make-folder";

const ROOT = join(__dirname, "..", "..");

describe("makeFolder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "folder-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("creates a folder with its parents, and accepts an existing one, even through a symbolic link", () => {
    const path = join(folder, "a", "b", "c");
    makeFolder(path, 0o700);
    expect([statSync(path).mode & 0o777, statSync(join(folder, "a")).mode & 0o777]).to.deep.equal([0o700, 0o700]);

    makeFolder(path);
    symlinkSync(path, join(folder, "link"));
    makeFolder(join(folder, "link"));
    makeFolder(join(folder, "link", "d"));
    makeFolder("/");
    makeFolder(".");
    expect(existsSync(join(path, "d"))).to.equal(true);
  });

  it("returns for every path that cannot be created, with the system's error", function () {
    if (process.platform !== "linux") this.skip();
    writeFileSync(join(folder, "file"), "");
    symlinkSync(join(folder, "nowhere"), join(folder, "broken"));
    symlinkSync(join(folder, "loop"), join(folder, "loop"));
    // Below a file, Node 20 reports the one, Node 24 the other.
    const belowFile = "ENOTDIR or EEXIST";
    const paths: readonly [string, string][] = [
      ["/proc/x", "ENOENT"],
      ["/proc/x/y", "ENOENT"],
      ["/dev/fd/x/y", "ENOENT"],
      ["/proc/self/fd/x/y", "ENOENT"],
      ["/dev/null/x", belowFile],
      [join(folder, "file"), "EEXIST"],
      [join(folder, "file", "x", "y"), belowFile],
      [join(folder, "broken"), "EEXIST"],
      [join(folder, "loop", "x"), "ELOOP"],
      [join(folder, "x".repeat(300), "y"), "ENAMETOOLONG"],
    ];
    // In a process that exits, since this is about a call that does not return.
    const script = `
      const { makeFolder } = require("./local/make-folder");
      const codes = JSON.parse(process.argv[1]).map((path) => {
        try { makeFolder(path); return "made"; } catch ({ code }) { return code; }
      });
      console.log(JSON.stringify(codes));`;
    const args = ["--require", "ts-node/register", "--eval", script, JSON.stringify(paths.map(([path]) => path))];

    const { stdout, signal } = spawnSync(process.execPath, args, { cwd: ROOT, timeout: 60_000, encoding: "utf8" });

    expect(signal).to.equal(null);
    const codes = z.array(z.string()).parse(JSON.parse(stdout));
    for (const [i, [path, expected]] of paths.entries()) expect(expected.split(" or "), path).to.include(codes[i]);
  });
});
