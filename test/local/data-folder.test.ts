import { spawn } from "node:child_process";
import { once } from "node:events";
import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { DataFolderError, openDataFolder } from "../../local/data-folder";

const ROOT = join(__dirname, "..", "..");
const POOL = "us-east-1_abc";

describe("openDataFolder", () => {
  let folder: string;
  let path: string;
  const { mkdirSync: realMkdir, fsyncSync: realFsync } = fs;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "data-"));
    path = join(folder, "data");
  });
  afterEach(() => {
    Object.assign(fs, { mkdirSync: realMkdir, fsyncSync: realFsync });
    rmSync(folder, { recursive: true, force: true });
  });

  const fault = (code: string) => () => {
    throw Object.assign(new Error(`${code}: told by the system`), { code });
  };
  const errorOf = async (run: () => unknown): Promise<DataFolderError> => {
    try {
      await run();
    } catch (error) {
      if (error instanceof DataFolderError) return error;
      throw error;
    }
    throw new Error("it did not fail");
  };
  const state = { version: 1 as const, keys: { id: key(), access: key() }, simulationSecret: "", users: [], signIns: [] };
  function key() {
    return { kty: "RSA" as const, n: "", e: "", d: "", kid: "" };
  }

  it("restores what was saved, in files that only the owner can read, and nothing if nothing was saved", async () => {
    const first = await openDataFolder(path);
    expect(first.load(POOL)).to.equal(undefined);
    first.save(POOL, state);
    first.openTable("pets", () => true).close();
    await first.close();

    const second = await openDataFolder(path);
    expect(second.load(POOL)).to.deep.equal(state);
    await second.close();

    const modes = readdirSync(path).map((name) => [name, (statSync(join(path, name)).mode & 0o777).toString(8)]);
    expect(Object.fromEntries(modes)).to.deep.equal({ "in-use": "700", tables: "700", [`${POOL}.json`]: "600" });
    expect(second.warning).to.equal(undefined);
  });

  it("refuses a folder in use by another engine, in this or another process, until that one ends, however it ends", async () => {
    const first = await openDataFolder(path);
    expect((await errorOf(() => openDataFolder(path))).message).to.equal(
      `the data folder ${path} is in use by another engine; end that one, or take another folder: --data FOLDER`,
    );
    await first.close();
    const script = `require("./local/data-folder").openDataFolder(process.argv[1]).then(() => { console.log("open"); setInterval(() => {}, 1e6); })`;
    const other = spawn(process.execPath, ["--require", "ts-node/register", "--eval", script, path], { cwd: ROOT });
    await once(other.stdout, "data");

    const error = await errorOf(() => openDataFolder(path));
    other.kill("SIGKILL");
    await once(other, "exit");

    expect(error.message).to.include("is in use by another engine");
    await (await openDataFolder(path)).close();
  });

  it("warns about a folder that others may enter, without changing its permissions", async function () {
    if (process.platform === "win32") this.skip();
    mkdirSync(path);
    for (const [mode, may] of [
      [0o755, "see what is in"],
      [0o710, "see what is in"],
      [0o777, "see and replace what is in"],
      [0o720, "see and replace what is in"],
    ] as const) {
      chmodSync(path, mode);
      const opened = await openDataFolder(path);
      await opened.close();
      expect(opened.warning)
        .to.include(may)
        .and.include(`(mode ${mode.toString(8)})`)
        .and.include(`chmod 700 ${path}`);
      expect(statSync(path).mode & 0o777).to.equal(mode);
    }
  });

  it("accepts a symbolic link to a folder, and none inside it", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    symlinkSync(other, path);
    await (await openDataFolder(path)).close();

    for (const name of ["tables", "in-use"]) {
      const inside = join(path, name);
      rmSync(inside, { recursive: true });
      symlinkSync(folder, inside);
      expect((await errorOf(() => openDataFolder(path))).message).to.include(`${inside} is a link; expected a folder`);
      rmSync(inside);
      mkdirSync(inside);
    }

    const victim = join(folder, "victim");
    writeFileSync(victim, "of somebody else");
    for (const name of ["LOCK", "LOG", "CURRENT"]) {
      const inside = join(path, "in-use", name);
      rmSync(inside, { force: true });
      symlinkSync(victim, inside);
      expect((await errorOf(() => openDataFolder(path))).message).to.include(`${inside} is a link`);
      rmSync(inside);
    }

    rmSync(join(path, "in-use"), { recursive: true });
    symlinkSync(victim, join(path, `${POOL}.json`));
    symlinkSync(victim, join(path, `${POOL}.json.new`));
    const opened = await openDataFolder(path);
    expect((await errorOf(() => opened.load(POOL))).message).to.include(`${POOL}.json is a link; expected a file`);
    opened.save(POOL, state);
    await opened.close();
    expect(readFileSync(victim, "utf8")).to.equal("of somebody else");
  });

  it("explains why a path cannot be created or written", async () => {
    writeFileSync(path, "");
    expect((await errorOf(() => openDataFolder(path))).message).to.match(
      /data cannot be made or used; take another one, --data FOLDER: EEXIST/,
    );
    rmSync(path);
    for (const code of ["EROFS", "ENOSPC", "EACCES"]) {
      Object.assign(fs, { mkdirSync: fault(code) });
      expect((await errorOf(() => openDataFolder(path))).message).to.include(`--data FOLDER: ${code}`);
    }
  });

  it("explains why a pool cannot be read or written, and keeps the previous state", async () => {
    const opened = await openDataFolder(path);
    opened.save(POOL, state);
    Object.assign(fs, { fsyncSync: fault("ENOSPC") });
    const error = await errorOf(() => opened.save(POOL, { ...state, simulationSecret: "new" }));
    Object.assign(fs, { fsyncSync: realFsync });

    expect(error.message).to.equal(`the data folder ${path} cannot be written: ENOSPC: told by the system`);
    expect(opened.load(POOL)).to.deep.equal(state);
    expect(readdirSync(path)).not.to.include(`${POOL}.json.new`);
    writeFileSync(join(path, `${POOL}.json`), "{");
    expect((await errorOf(() => opened.load(POOL))).message).to.include(
      `remove ${join(path, POOL)}.json to start with a new one`,
    );
    writeFileSync(join(path, "tables", "pets.journal"), "{");
    expect((await errorOf(() => opened.openTable("pets", () => true))).message)
      .to.include("line 1 of")
      .and.include("pets.journal is damaged");
    await opened.close();
  });

  it("refuses a table's file that contains items with other keys, and leaves it untouched", async () => {
    const opened = await openDataFolder(path);
    const table = opened.openTable("pets", () => true);
    table.keep("1", { id: "1" });
    table.close();
    const file = join(path, "tables", "pets.journal");
    const before = readFileSync(file, "utf8");

    const error = await errorOf(() => opened.openTable("pets", (key) => key === "2"));

    expect(error.message).to.equal(
      `the data folder ${path} has a table that cannot be used: ${file} has items of a table with other keys; remove it to start without them`,
    );
    expect(readFileSync(file, "utf8")).to.equal(before);
    await opened.close();
  });

  it("says what to do with the tables of an earlier version, and leaves them untouched", async () => {
    mkdirSync(join(path, "tables"), { recursive: true });
    writeFileSync(join(path, "tables", "CURRENT"), "MANIFEST-000002\n");

    expect((await errorOf(() => openDataFolder(path))).message).to.include(
      `has the tables of an earlier version, which this one cannot read; remove ${join(path, "tables")} to start without them`,
    );
    expect(readdirSync(join(path, "tables"))).to.deep.equal(["CURRENT"]);
  });
});
