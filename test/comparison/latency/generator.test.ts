import { expect } from "chai";
import { generateLoad, type Load } from "../../../comparison/latency/generator";
import { createFakeClock } from "./fake-clock";

const LOAD: Load = { ratePerSecond: 100, count: 10, maxInFlight: 100, lateAfterMs: 1 };
const right = () => undefined;

/** A server on this clock that handles one request at a time, each in this many milliseconds. */
function createSerialServer({ clock }: ReturnType<typeof createFakeClock>, workMs: (index: number) => number) {
  let freeAtMs = 0;
  return async (index: number) => {
    freeAtMs = Math.max(freeAtMs, clock.now()) + workMs(index);
    await clock.waitUntil(freeAtMs);
  };
}

describe("generateLoad", () => {
  it("sends at a constant rate, regardless of responses", async () => {
    const fake = createFakeClock();
    const sentAtMs: number[] = [];
    const send = async () => {
      sentAtMs.push(fake.clock.now());
      await fake.clock.waitUntil(1000);
    };

    await fake.run(generateLoad({ ...LOAD, count: 5 }, { send, check: right }, fake.clock));

    expect(sentAtMs).to.deep.equal([0, 10, 20, 30, 40]);
  });

  it("measures latency from when a request was due, and service time from when it was sent", async () => {
    const fake = createFakeClock();
    const send = async (index: number) => {
      // The generator's own process is stalled, and what is due meanwhile is sent late.
      if (index === 2) fake.freeze(25);
      await fake.clock.waitUntil(fake.clock.now() + 3);
    };

    const { samples, late } = await fake.run(generateLoad({ ...LOAD, count: 6 }, { send, check: right }, fake.clock));

    expect(samples.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b)).to.deep.equal([3, 3, 3, 8, 18, 28]);
    expect(samples.map(({ serviceMs }) => serviceMs).sort((a, b) => a - b)).to.deep.equal([3, 3, 3, 3, 3, 28]);
    expect(late).to.equal(2);
  });

  it("includes in latencies the wait that a stalled server causes for others", async () => {
    const fake = createFakeClock();
    const send = createSerialServer(fake, (index) => (index === 0 ? 50 : 1));

    const { samples } = await fake.run(generateLoad(LOAD, { send, check: right }, fake.clock));

    expect(samples.map(({ latencyMs }) => latencyMs)).to.deep.equal([50, 41, 32, 23, 14, 5, 1, 1, 1, 1]);
  });

  it("counts a send as late only beyond the limit", async () => {
    const fake = createFakeClock();
    const send = async (index: number) => {
      if (index < 2) fake.freeze(index === 0 ? 11 : 11.5);
    };

    const { late } = await fake.run(generateLoad({ ...LOAD, count: 4 }, { send, check: right }, fake.clock));

    expect(late).to.equal(1);
  });

  it("drops what is due while too many are in flight, and counts it", async () => {
    const fake = createFakeClock();
    const send = () => fake.clock.waitUntil(45);

    const { samples, dropped } = await fake.run(generateLoad({ ...LOAD, maxInFlight: 2 }, { send, check: right }, fake.clock));

    expect(dropped).to.equal(3);
    expect(samples).to.have.length(7);
  });

  it("keeps correct responses, wrong responses and errors apart, each with its reason", async () => {
    const fake = createFakeClock();
    const send = async (index: number) => {
      if (index === 1) throw new Error("hung up");
      return index;
    };
    const check = (answer: number) => (answer === 2 ? "a wrong answer" : undefined);

    const { samples } = await fake.run(generateLoad({ ...LOAD, count: 4 }, { send, check }, fake.clock));

    expect(samples.map(({ outcome }) => outcome)).to.deep.equal(["right", "error", "wrong", "right"]);
    expect(samples.flatMap(({ complaint }) => complaint ?? [])).to.deep.equal(["Error: hung up", "a wrong answer"]);
  });

  it("counts a throwing checker as an error, not as a correct response", async () => {
    const fake = createFakeClock();
    const check = () => {
      throw new Error("unreadable");
    };

    const { samples } = await fake.run(generateLoad({ ...LOAD, count: 1 }, { send: async () => 0, check }, fake.clock));

    expect(samples.map(({ outcome }) => outcome)).to.deep.equal(["error"]);
  });

  it("numbers the requests from the first index on", async () => {
    const fake = createFakeClock();
    const indices: number[] = [];
    const send = async (index: number) => {
      indices.push(index);
    };

    await fake.run(generateLoad({ ...LOAD, count: 3 }, { send, check: right }, fake.clock, 40));

    expect(indices).to.deep.equal([40, 41, 42]);
  });
});
