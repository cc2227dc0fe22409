import { expect } from "chai";
import { checkGenerator, createDelays } from "../../../comparison/latency/self-check";
import { percentileOf } from "../../../comparison/latency/statistics";
import { createFakeClock } from "./fake-clock";

const LOAD = { ratePerSecond: 500, count: 1000, maxInFlight: 1000, lateAfterMs: 1 };

interface Server {
  /** By which it works longer than it was asked to, and tells it. */
  readonly overshootMs?: number;
  /** What it does not tell. */
  readonly hiddenMs?: number;
  readonly body?: string;
}

/** A server of a clock that answers after about the delay in the path, with what it says that it waited. */
const createServerOf = ({ clock }: ReturnType<typeof createFakeClock>, { overshootMs = 0, hiddenMs = 0, body }: Server = {}) => ({
  async ask({ path }: { readonly path: string }) {
    const waitedMs = Number(path.slice(1)) / 1000 + overshootMs;
    await clock.waitUntil(clock.now() + waitedMs + hiddenMs);
    return { status: 200, body: body ?? String(waitedMs), requestId: "" };
  },
  close: async () => undefined,
});

describe("checkGenerator", () => {
  it("finds nothing wrong with a generator that measures exactly", async () => {
    const fake = createFakeClock();

    const check = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake), fake.clock));

    expect(check).to.include({ n: 1000, errors: 0, wrong: 0, late: 0, dropped: 0 });
    expect(check.percentiles.map(({ p }) => p)).to.deep.equal([50, 90, 95, 99]);
    for (const { errorMs } of check.percentiles) expect(errorMs).to.be.closeTo(0, 0.001);
  });

  it("holds against the generator only what the server does not tell of itself", async () => {
    const fake = createFakeClock();

    const { percentiles } = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake, { overshootMs: 5 }), fake.clock));

    for (const { errorMs, knownMs } of percentiles) {
      expect(knownMs).to.be.greaterThan(6);
      expect(errorMs).to.be.closeTo(0, 0.001);
    }
  });

  it("tells the error of single requests, for the percentile between two clusters of known times jumps", async () => {
    const fake = createFakeClock();
    let asked = 0;
    // Half of the requests take 2 ms and half 4; one in fifty is 2.5 ms longer under way, and so on the other side of the median.
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

  it("reports as its error what is measured above what is known", async () => {
    const fake = createFakeClock();

    const { percentiles } = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake, { hiddenMs: 0.7 }), fake.clock));

    for (const { errorMs } of percentiles) expect(errorMs).to.be.closeTo(0.7, 0.001);
  });

  it("counts wrong answers, and takes no latency of theirs", async () => {
    const fake = createFakeClock();

    const check = await fake.run(checkGenerator(LOAD, 1, createServerOf(fake, { body: "early" }), fake.clock));

    expect(check).to.include({ n: 0, wrong: 1000 });
    expect(check.percentiles).to.deep.equal([]);
  });
});

describe("createDelays", () => {
  it("has the distribution's own quantiles, by any seed in another order", () => {
    const delays = createDelays(1000, 1);

    expect(percentileOf(delays, 50)).to.be.closeTo(1 + 3 * Math.log(2), 0.01);
    expect(percentileOf(delays, 99)).to.be.closeTo(1 + 3 * Math.log(100), 0.2);
    expect(createDelays(1000, 2)).not.to.deep.equal(delays);
    expect(createDelays(1000, 2).toSorted()).to.deep.equal(delays.toSorted());
  });
});
