import { expect } from "chai";
import { parseCallReport, readWarmDurations } from "../../../comparison/latency/log-reader";

/** In the documented format; the values are invented. */
const jsonReport = (metrics: object, status = "success") =>
  JSON.stringify({
    time: "2026-11-20T10:00:00.000Z",
    type: "platform.report",
    record: {
      requestId: "11111111-2222-3333-4444-555555555555",
      metrics: { durationMs: 12.34, billedDurationMs: 13, memorySizeMB: 256, maxMemoryUsedMB: 90, ...metrics },
      tracing: { spanId: "0123456789abcdef", type: "X-Amzn-Trace-Id", value: "Root=1-0-0;Sampled=0" },
      status,
    },
  });
const TEXT_REPORT =
  "REPORT RequestId: 11111111-2222-3333-4444-555555555555\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 90 MB";
const WARM = { requestId: "11111111-2222-3333-4444-555555555555", durationMs: 12.34, billedDurationMs: 13 };

describe("parseCallReport", () => {
  it("reads a warm and a cold call in JSON", () => {
    expect(parseCallReport(jsonReport({}))).to.deep.equal(WARM);
    expect(parseCallReport(jsonReport({ initDurationMs: 201.5 }))).to.deep.equal({ ...WARM, initDurationMs: 201.5 });
  });

  it("reads a warm and a cold call in text", () => {
    expect(parseCallReport(TEXT_REPORT)).to.deep.equal(WARM);
    expect(parseCallReport(`${TEXT_REPORT}\t\n`)).to.deep.equal(WARM);
    expect(parseCallReport(`${TEXT_REPORT}\tInit Duration: 201.50 ms\t\n`)).to.deep.equal({ ...WARM, initDurationMs: 201.5 });
  });

  it("reads an emulator's whole milliseconds", () => {
    const text = "REPORT RequestId: a-b\tDuration: 7 ms\tBilled Duration: 7 ms\tMemory Size: 256 MB\tMax Memory Used: 0 MB";

    expect(parseCallReport(text)).to.deep.equal({ requestId: "a-b", durationMs: 7, billedDurationMs: 7 });
  });

  it("accepts nothing else as a report", () => {
    for (const message of [
      "",
      "START RequestId: a Version: $LATEST",
      "END RequestId: a",
      `said: ${TEXT_REPORT}`,
      '{"type":"platform.start","record":{"requestId":"a"}}',
      '{"level":"INFO","message":{"durationMs":5}}',
      '{"type":"platform.report","record":{"requestId":"a","status":"success","metrics":{}}}',
      "null",
      "[]",
    ]) {
      expect(parseCallReport(message), message).to.equal(undefined);
    }
  });

  it("omits failed calls, whose durations are those of failures", () => {
    for (const status of ["error", "timeout", "failure"]) expect(parseCallReport(jsonReport({}, status))).to.equal(undefined);
  });
});

describe("readWarmDurations", () => {
  it("omits cold calls", () => {
    expect(readWarmDurations([WARM, { ...WARM, durationMs: 900, initDurationMs: 200 }])).to.deep.equal([12.34]);
  });
});
