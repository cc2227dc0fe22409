import { expect } from "chai";
import { z } from "zod";
import { startProcess } from "../../../comparison/latency/processes";

describe("startProcess", () => {
  it("waits for the first message, and is gone after its end", async () => {
    const server = await startProcess("delay-process.ts", z.object({ origin: z.string() }));
    const answer = await fetch(`${server.ready.origin}/1000`);

    await server.stop();

    expect(await answer.text()).to.match(/^\d+(\.\d+)?$/);
    const after = await fetch(server.ready.origin).catch((error: unknown) => String(error));
    expect(after).to.contain("fetch failed");
  });

  it("fails where the script ends before it is ready", async () => {
    const failure = await startProcess("clock.ts", z.unknown()).catch((error: unknown) => String(error));

    expect(failure).to.equal("Error: clock.ts ended with 0 before it was ready");
  });
});
