import { expect } from "chai";
import { checkGenerator, createDelays } from "../../../comparison/latency/self-check";
import { percentileOf } from "../../../comparison/latency/statistics";
import { createFakeClock } from "./fake-clock";

const LOAD = { ratePerSecond: 500, count: 1000, maxInFlight: 1000, lateAfterMs: 1 };

interface Server {
  /** By which it works longer than requested, and reports that. */
  readonly overshootMs?: number;
  /** By which it works longer without reporting it. */
  readonly hiddenMs?: number;
  readonly body?: string;
}

/** A server on a clock that responds after about the delay in the path, and reports how long it waited. */
const createServerOf = ({ clock }: ReturnType<typeof createFakeClock>, { overshootMs = 0, hiddenMs = 0, body }: Server = {}) => ({
  async ask({ path }: { readonly path: string }) {
    const waitedMs = Number(path.slice(1)) / 1000 + overshootMs;
    await clock.waitUntil(clock.now() + waitedMs + hiddenMs);
    return { status: 200, body: body ?? String(waitedMs), requestId: "" };
  },
  close: async () => undefined,
});

describe("checkGenerator", () => {
  it("finds no fault in a generator that measures exactly", async () => {
    const fake = createFakeClock();

    const check = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake), fake.clock));

    expect(check).to.include({ n: 1000, errors: 0, wrong: 0, late: 0, dropped: 0 });
    expect(check.percentiles.map(({ p }) => p)).to.deep.equal([50, 90, 95, 99]);
    for (const { errorMs } of check.percentiles) expect(errorMs).to.be.closeTo(0, 0.001);
  });

  it("blames the generator only for what the server does not report about itself", async () => {
    const fake = createFakeClock();

    const { percentiles } = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake, { overshootMs: 5 }), fake.clock));

    for (const { errorMs, knownMs } of percentiles) {
      expect(knownMs).to.be.greaterThan(6);
      expect(errorMs).to.be.closeTo(0, 0.001);
    }
  });

  it("uses the error of single requests, since the percentile between two clusters of known times jumps", async () => {
    const fake = createFakeClock();
    let asked = 0;
    // Half of the requests take 2 ms and half 4; one in fifty takes 2.5 ms longer, which puts it on the other side of the median.
    const server = {
      async ask({ path }: { readonly path: string }) {
        const waitedMs = Number(path.slice(1)) < 3090 ? 2 : 4;
        await fake.clock.waitUntil(fake.clock.now() + waitedMs + (++asked % 50 === 0 ? 2.5 : 0.2));
        return { status: 200, body: String(waitedMs), requestId: "" };
      },
      close: async () => undefined,
    };

    const check = await fake.run(checkGenerator(LOAD, 1, server, fake.clock));

    const [median] = check.percentiles;
    expect(median?.knownMs).to.equal(2);
    expect(median?.measuredMs).to.be.closeTo(4.2, 0.001);
    expect(median?.errorMs).to.be.closeTo(0.2, 0.001);
  });

  it("returns as error what is measured above the known times", async () => {
    const fake = createFakeClock();

    const { percentiles } = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake, { hiddenMs: 0.7 }), fake.clock));

    for (const { errorMs } of percentiles) expect(errorMs).to.be.closeTo(0.7, 0.001);
  });

  it("counts wrong responses, and ignores their latencies", async () => {
    const fake = createFakeClock();

    const check = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake, { body: "early" }), fake.clock));

    expect(check).to.include({ n: 0, wrong: 1000 });
    expect(check.percentiles).to.deep.equal([]);
  });
});

describe("createDelays", () => {
  it("has the distribution's own quantiles, ordered differently by each seed", () => {
    const delays = createDelays(1000, 1);

    expect(percentileOf(delays, 50)).to.be.closeTo(1 + 3 * Math.log(2), 0.01);
    expect(percentileOf(delays, 99)).to.be.closeTo(1 + 3 * Math.log(100), 0.2);
    expect(createDelays(1000, 2)).not.to.deep.equal(delays);
    expect(createDelays(1000, 2).toSorted()).to.deep.equal(delays.toSorted());
  });
});
