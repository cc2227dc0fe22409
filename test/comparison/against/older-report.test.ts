import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { OlderReportError, readOlderReport } from "../../../comparison/against/older-report";
import { createReport, TIMES } from "../report/fixture";

describe("readOlderReport", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "older-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it("reads reports of both versions", () => {
    const { behaviour, latency, cost, ...head } = createReport(["x", "y"]);

    const { timingSource: times, ...others } = latency ?? {};
    for (const [version, ofLatency] of [
      [1, { ...others, times }],
      [2, latency],
    ] as const) {
      const report = { ...head, version, behaviour, latency: ofLatency, cost };
      const { latency: read, ...rest } = readOlderReport(write(`version-${version}.json`, JSON.stringify(report)));

      expect(rest).to.include({ version, target: "engine" });
      expect(read).to.include({ timingSource: TIMES });
      expect(read?.scenarios.map(({ id }) => id)).to.deep.equal(latency?.scenarios.map(({ id }) => id));
    }
  });

  it("says what a file is that is not a report, and what is expected", () => {
    const faults: readonly [string, RegExp][] = [
      [join(folder, "nowhere.json"), /cannot be read \(ENOENT\)/],
      [folder, /cannot be read \(EISDIR\)/],
      [write("text.json", "not JSON"), /is not JSON/],
      [write("list.json", "[]"), /is not such a report \(the whole: /],
      [write("other.json", JSON.stringify({ version: 3 })), /is not such a report \(version: /],
      [write("parts.json", JSON.stringify({ version: 1, target: "engine", startedAt: "", behaviour: [] })), /\(behaviour/],
    ];
    for (const [file, message] of faults) {
      const read = () => readOlderReport(file);
      expect(read).to.throw(OlderReportError, message);
      expect(read).to.throw(`--against is "${file}"`).that.includes({ code: "OLDER_REPORT_INVALID", file });
      expect(read).to.throw("expected the report.json of another run");
    }
  });
});
