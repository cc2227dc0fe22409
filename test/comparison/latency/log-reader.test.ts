import { expect } from "chai";
import { type LogQuestion, parseCallReport, readLog, readWarmDurations } from "../../../comparison/latency/log-reader";

const QUICK = { pauseMs: 1, limitMs: 20 };
const NEVER = new AbortController().signal;

/** A log with this content at each read; the last one stays. */
function createLog(...reads: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const read = async (logGroup: string, startedAtMs: number) => {
    asked.push(`${logGroup} ${startedAtMs}`);
    return reads[Math.min(asked.length, reads.length) - 1] ?? [];
  };
  return { read, asked };
}
const question = (changes: Partial<LogQuestion<number>>): LogQuestion<number> => ({
  logGroup: "a-group",
  startedAtMs: 7,
  parse: (message) => (message.startsWith("n") ? Number(message.slice(1)) : undefined),
  isDone: (count) => count >= 2,
  ...changes,
});

describe("readLog", () => {
  it("reads until complete, since logs arrive late", async () => {
    const { read, asked } = createLog([], ["n1", "other"], ["n1", "other", "n2"]);

    expect(await readLog(question({}), read, QUICK, NEVER)).to.deep.equal([1, 2]);
    expect(asked).to.deep.equal(["a-group 7", "a-group 7", "a-group 7"]);
  });

  it("gives up after its timeout, with what there is", async () => {
    const { read, asked } = createLog(["n1"]);

    expect(await readLog(question({}), read, { pauseMs: 1, limitMs: 4 }, NEVER)).to.deep.equal([1]);
    expect(asked).to.have.length(5);
  });

  it("reports how often in a row there was nothing new", async () => {
    const told: (readonly [number, number])[] = [];
    const isDone = (count: number, unchanged: number) => {
      told.push([count, unchanged]);
      return unchanged === 2;
    };
    const { read } = createLog(["n1"], ["n1"], ["n1", "n2"], ["n1", "n2"]);

    await readLog(question({ isDone }), read, QUICK, NEVER);

    expect(told).to.deep.equal([
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
  });

  it("stops waiting when told to", async () => {
    const stop = new AbortController();
    const { read } = createLog([]);
    const reading = readLog(question({}), read, { pauseMs: 60_000, limitMs: 60_000 }, stop.signal).catch((error: unknown) =>
      error instanceof Error ? error.name : error,
    );

    stop.abort();

    expect(await reading).to.equal("AbortError");
  });
});

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
