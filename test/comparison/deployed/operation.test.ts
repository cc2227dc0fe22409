import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { runOperation } from "../../../comparison/deployed/operation";

const AT_ONCE = { what: "pulumi up of x", limitMs: 60_000, endMs: 1, noticeMs: 1, terminationMs: 1 };
const NEVER = new Promise<never>(() => undefined);

/** Counts the interrupts of an operation, and ends it at the given time. */
const endAtInterrupt = (signal: AbortSignal, count: number) =>
  new Promise<never>((_resolve, reject) => {
    let interrupts = 0;
    signal.addEventListener("abort", () => {
      interrupts++;
      if (interrupts === count) reject(new Error(`ended after ${count}`));
    });
  });

describe("runOperation", () => {
  it("returns the operation's result", async () => {
    expect(await runOperation(AT_ONCE, async () => "done")).to.equal("done");
  });

  it("interrupts an operation that takes too long, and says which one", async () => {
    const error = await runOperation({ ...AT_ONCE, limitMs: 1 }, ({ signal }) => endAtInterrupt(signal, 1)).catch(String);

    expect(error).to.include("pulumi up of x took longer than 0.001 s");
  });

  it("terminates one that ignores the interrupt, and gives up if it does not even end then", async () => {
    const terminated = runOperation({ ...AT_ONCE, limitMs: 1, terminationMs: 60_000 }, ({ signal }) => endAtInterrupt(signal, 2));
    expect(await terminated.catch(String)).to.include("took longer");

    const lost = runOperation({ ...AT_ONCE, limitMs: 1 }, () => NEVER);
    expect(await lost.catch(String)).to.include("took longer");
  });

  it("is stopped with the given reason", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped by SIGINT");

    const error: unknown = await runOperation({ ...AT_ONCE, stop: stop.signal }, ({ signal }) => {
      stop.abort(reason);
      return endAtInterrupt(signal, 1);
    }).catch((thrown: unknown) => thrown);

    expect(error).to.equal(reason);
  });

  it("does not start if stopped before", async () => {
    let hasBegun = false;
    const error = await runOperation({ ...AT_ONCE, stop: AbortSignal.abort(new Error("too late")) }, async () => {
      hasBegun = true;
    }).catch(String);

    expect(error).to.include("too late");
    expect(hasBegun).to.equal(false);
  });

  it("does not interrupt a CLI again that a terminal's Ctrl-C has reached", async () => {
    const stop = new AbortController();
    let interrupts = 0;

    await runOperation({ ...AT_ONCE, stop: stop.signal, endMs: 60_000 }, async ({ signal, onOutput }) => {
      signal.addEventListener("abort", () => interrupts++);
      onOutput("^C received; cancelling. If you would like to terminate immediately, press ^C again.\n");
      stop.abort(new Error("stopped"));
      // Longer than the wait for its notice; it then ends by itself.
      await sleep(50);
      throw new Error("cancelled");
    }).catch(() => undefined);

    expect(interrupts).to.equal(0);
  });
});
