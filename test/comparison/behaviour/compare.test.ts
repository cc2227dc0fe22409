import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { compareOnEngine } from "../../../comparison/behaviour/compare";
import { pets } from "../../support/pets";

describe("compareOnEngine", function () {
  // Starts engines, on a machine that may be busy.
  this.timeout(60_000);

  let folder: string;
  let before: string | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "compare-on-engine-"));
    before = process.env.TMPDIR;
    process.env.TMPDIR = folder;
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  });

  it("leaves no folder behind when stopped", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped by SIGINT");
    const foldersMeanwhile: number[] = [];
    const onProgress = () => {
      foldersMeanwhile.push(readdirSync(folder).length);
      stop.abort(reason);
    };

    const error: unknown = await compareOnEngine(pets, { signal: stop.signal, onProgress }).catch((thrown: unknown) => thrown);

    expect(error).to.equal(reason);
    expect(foldersMeanwhile).to.have.lengthOf(1);
    expect(foldersMeanwhile[0]).to.be.greaterThan(0);
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
