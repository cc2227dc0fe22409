import type { RequestListener } from "node:http";
import { expect } from "chai";
import { machineClock } from "../../../comparison/latency/clock";
import { generateLoad } from "../../../comparison/latency/generator";
import { createHttpClient } from "../../../comparison/latency/load-client";
import { percentileOf } from "../../../comparison/latency/statistics";
import { withServer } from "../../support/server";

const right = () => undefined;

describe("generateLoad against a real server", () => {
  it("includes a stall of 500 ms of a real process in latencies from the due time, and not in service times", async () => {
    const STALL_MS = 500;
    let requests = 0;
    const stallOnce: RequestListener = (_request, response) => {
      // Server and generator share this process, so the stall keeps the generator from sending as well: coordinated omission.
      if (++requests === 100) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS);
      response.end("ok");
    };
    await withServer(stallOnce, async (origin) => {
      const client = createHttpClient(origin, 200);
      const send = () => client.ask({ method: "GET", path: "/", headers: {} });

      const load = { ratePerSecond: 200, count: 1000, maxInFlight: 200, lateAfterMs: 1 };
      const { samples, late, dropped } = await generateLoad(load, { send, check: right }, machineClock);
      await client.close();

      const p99 = (values: readonly number[]) => percentileOf(values, 99);
      expect(dropped).to.equal(0);
      expect(late).to.be.greaterThan(50);
      expect(p99(samples.map(({ latencyMs }) => latencyMs))).to.be.greaterThan(STALL_MS * 0.7);
      expect(p99(samples.map(({ serviceMs }) => serviceMs))).to.be.lessThan(STALL_MS / 2);
    });
  });
});
