import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { startProcess } from "../../../comparison/latency/processes";

const scriptOf = (name: string) => join(__dirname, "../../../comparison/latency", `${name}.ts`);

describe("startProcess", () => {
  it("waits for the first message, and leaves no process behind at its end", async () => {
    const server = await startProcess(scriptOf("delay-process"), z.object({ origin: z.string() }));
    const answer = await fetch(`${server.ready.origin}/1000`);

    await server.stop();

    expect(await answer.text()).to.match(/^\d+(\.\d+)?$/);
    const after = await fetch(server.ready.origin).catch((error: unknown) => String(error));
    expect(after).to.contain("fetch failed");
  });

  it("asks a process and gets the answer of its preloaded module", async () => {
    const preload = join(__dirname, "../../bench/local/heap-preload.ts");
    const server = await startProcess(scriptOf("delay-process"), z.object({ origin: z.string() }), { preload });

    const { heapBytes } = await server.ask("heap", z.object({ heapBytes: z.number() }));
    await server.stop();

    expect(heapBytes).to.be.greaterThan(1_000_000);
  });

  it("fails if the script ends before it is ready", async () => {
    const failure = await startProcess(scriptOf("clock"), z.unknown()).catch((error: unknown) => String(error));

    expect(failure).to.equal("Error: clock.ts ended with 0 before it was ready");
  });
});
