import { expect } from "chai";
import { waitForQuiet } from "../../../comparison/latency/quiet";

describe("waitForQuiet", () => {
  /** A machine with this load, second by second; the last one stays. */
  async function wait(...busyShares: readonly number[]) {
    const told: string[] = [];
    let seconds = 0;
    let idleMs = 0;
    await waitForQuiet((text) => told.push(text), new AbortController().signal, {
      readTimes: () => ({ idleMs, totalMs: seconds * 2_000 }),
      sleep: async (ms) => {
        idleMs += 2 * ms * (1 - (busyShares[Math.min(seconds, busyShares.length - 1)] ?? 0));
        seconds += ms / 1000;
      },
    });
    return { told, seconds };
  }

  it("continues after one quiet second, without a message", async () => {
    expect(await wait(0.2)).to.deep.equal({ told: [], seconds: 1 });
  });

  it("says that it is waiting, and continues as soon as it is quiet", async () => {
    expect(await wait(0.9, 0.6, 0.1)).to.deep.equal({
      told: [
        "this machine is 90 % busy with other work: waiting up to 30 s before latencies are measured",
        "quiet after 3 s: measuring latencies",
      ],
      seconds: 3,
    });
  });

  it("continues after half a minute in any case, and says so", async () => {
    const { told, seconds } = await wait(0.8);

    expect(seconds).to.equal(30);
    expect(told.at(-1)).to.equal("still 80 % busy after 30 s: measuring latencies all the same");
  });

  it("ends when told to stop", async () => {
    const failure = await waitForQuiet(() => undefined, AbortSignal.abort()).catch(({ name }: Error) => name);

    expect(failure).to.equal("AbortError");
  });
});
