import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Journal } from "../../local/journal";

describe("Journal", () => {
  let folder: string;
  let path: string;
  const { writeSync, fsyncSync, fdatasyncSync, ftruncateSync, renameSync, openSync } = fs;
  const real = { writeSync, fsyncSync, fdatasyncSync, ftruncateSync, renameSync, openSync };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal-"));
    path = join(folder, "x.journal");
  });
  afterEach(() => {
    Object.assign(fs, real);
    rmSync(folder, { recursive: true, force: true });
  });

  const fault = (code: string) => () => {
    throw Object.assign(new Error(`${code}: told by the system`), { code });
  };
  /** A disk with room for this many more bytes, which fails as the system does: first a short write, then the error. */
  const fillDisk = (room: number) => {
    let left = room;
    Object.assign(fs, {
      writeSync: (fd: number, content: Buffer, offset: number) => {
        if (left === 0) fault("ENOSPC")();
        const length = Math.min(left, content.length - offset);
        left -= length;
        return real.writeSync(fd, content, offset, length);
      },
    });
  };
  const freeDisk = () => Object.assign(fs, real);
  /** What somebody who opened it now would find. */
  const reopen = () => {
    const journal = new Journal(path);
    journal.close();
    return Object.fromEntries(journal.items);
  };
  const use = (run: (journal: Journal) => void) => {
    const journal = new Journal(path);
    try {
      run(journal);
    } finally {
      journal.close();
    }
  };

  it("saves values and deletions, readable by the owner only, and compacts its history on the next start", () => {
    use((journal) => {
      expect(journal.items.size).to.equal(0);
      for (let index = 0; index < 50; index++) journal.keep("a", { index });
      journal.keep("b", { text: "Ä\n🐈" });
      journal.keep("c", {});
      journal.keep("c");
    });
    const before = statSync(path).size;

    expect(reopen()).to.deep.equal({ a: { index: 49 }, b: { text: "Ä\n🐈" } });

    expect(statSync(path).size).to.be.below(before / 5);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(reopen()).to.deep.equal({ a: { index: 49 }, b: { text: "Ä\n🐈" } });
  });

  it("has written to disk what it has confirmed, before it is closed", () => {
    let synced = 0;
    Object.assign(fs, {
      fdatasyncSync: (fd: number) => {
        synced++;
        real.fdatasyncSync(fd);
      },
    });
    const journal = new Journal(path);
    journal.keep("a", { n: 1 });
    journal.keep("b", { n: 2 });

    expect(synced).to.equal(2);
    expect(reopen()).to.deep.equal({ a: { n: 1 }, b: { n: 2 } });
    journal.close();
  });

  it("saves nothing of a change that the disk has no room for, and everything before and after it", () => {
    for (const room of [0, 1, 9, 20]) {
      use((journal) => {
        journal.keep("before", { room });
        fillDisk(room);
        expect(() => journal.keep("lost", { room })).to.throw("ENOSPC");
        expect(() => journal.keep("lost as well", { room })).to.throw("ENOSPC");
        freeDisk();
        journal.keep(`after ${room}`, { room });
      });
    }

    expect(Object.keys(reopen())).to.have.members(["before", "after 0", "after 1", "after 9", "after 20"]);
  });

  it("rolls back what the disk does not confirm, including a partial line that could not be rolled back at once", () => {
    use((journal) => {
      Object.assign(fs, { fdatasyncSync: fault("EIO") });
      expect(() => journal.keep("unconfirmed", {})).to.throw("EIO");
      freeDisk();
      expect(readFileSync(path, "utf8")).not.to.include("unconfirmed");

      fillDisk(5);
      Object.assign(fs, { ftruncateSync: fault("EIO") });
      expect(() => journal.keep("lost", {})).to.throw("ENOSPC");
      // Not after a partial line, which would take it along.
      Object.assign(fs, { writeSync: real.writeSync });
      expect(() => journal.keep("refused", {})).to.throw("EIO");
      freeDisk();
      journal.keep("after", { n: 1 });
    });

    expect(reopen()).to.deep.equal({ after: { n: 1 } });
  });

  it("skips a partial line at its end, wherever the process was killed", () => {
    use((journal) => journal.keep("a", { n: 1 }));
    const acknowledged = readFileSync(path);
    use((journal) => journal.keep("b", { text: "x" }));
    const whole = readFileSync(path);

    for (let length = acknowledged.length; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(reopen(), `${length} bytes`).to.deep.equal({ a: { n: 1 } });
    }
  });

  it("refuses a corrupt file with the line number, and leaves it untouched", () => {
    use((journal) => {
      journal.keep("a", { n: 1 });
      journal.keep("b", { n: 2 });
    });
    const whole = readFileSync(path, "utf8");
    const [header = "", first = "", second = ""] = whole.split("\n");
    const damages: readonly [string, number][] = [
      ["", 1],
      [whole.slice(1), 1],
      [whole.replace('"version":1', '"version":2'), 1],
      [whole.replace('"n":1', '"n":7'), 2],
      [[header, first.slice(0, -3), second, ""].join("\n"), 2],
      [[header, first, "", ""].join("\n"), 3],
      [[header, first, "\0".repeat(second.length), ""].join("\n"), 3],
    ];
    for (const [text, line] of damages) {
      writeFileSync(path, text);
      expect(reopen, JSON.stringify(text)).to.throw(`line ${line} of ${path} is damaged, or of another version; remove`);
      expect(readFileSync(path, "utf8")).to.equal(text);
    }
  });

  it("never writes through a symbolic link, neither its own nor that of its replacement", () => {
    const other = join(folder, "other");
    writeFileSync(other, "of somebody else");
    symlinkSync(other, `${path}.new`);
    use((journal) => journal.keep("a", {}));
    expect(readFileSync(other, "utf8")).to.equal("of somebody else");

    rmSync(path);
    symlinkSync(other, path);
    expect(reopen).to.throw(`${path} is a link; expected a file`);
    expect(readFileSync(other, "utf8")).to.equal("of somebody else");
  });

  it("keeps the old file and no partial one if it cannot be rewritten", () => {
    use((journal) => journal.keep("a", { n: 1 }));
    const whole = readFileSync(path);
    for (const broken of ["fsyncSync", "renameSync", "openSync"]) {
      Object.assign(fs, { [broken]: fault("EROFS") });
      expect(reopen, broken).to.throw("EROFS");
      freeDisk();
      expect(readFileSync(path)).to.deep.equal(whole);
      expect(readdirSync(folder)).to.deep.equal(["x.journal"]);
    }
  });
});
