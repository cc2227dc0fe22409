import { expect } from "chai";
import { type LogQuestion, readLog } from "../../../comparison/latency/log-reader";

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
