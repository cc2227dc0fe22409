import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { assemble, bySecret, takeApart } from "./forge";
import { AUTHORIZER, RunningEngine } from "./running";

/** Longer than the authorizer function waits for the key set, retry included, if each takes a few turns of the engine. */
const STANDSTILL_MS = 1700;

describe("engine under heavy load", () => {
  let running: RunningEngine;
  before(async () => {
    running = await RunningEngine.start({ strategies: [AUTHORIZER] });
  });
  after(() => running.stop());

  it("allows and refuses as usual, without a 500 for a missing key set", async () => {
    const stack = running.stack(AUTHORIZER);
    const token = await running.tokenOf(stack, "reader");
    const { header, payload } = takeApart(token);
    const forged = (i: number) => assemble({ ...header, kid: `key-${i}` }, payload, bySecret(`${i}`));
    let isBusy = true;
    const standStill = async () => {
      while (isBusy) {
        const until = performance.now() + STANDSTILL_MS;
        while (performance.now() < until);
        await setTimeout(1);
      }
    };

    const ended = standStill();
    const statuses = await Promise.all([
      running.ask(stack, { token }),
      ...Array.from({ length: 16 }, (_, i) => running.ask(stack, { token: forged(i) })),
    ]).then((replies) => replies.map(({ status }) => status));
    isBusy = false;
    await ended;

    const [allowed, ...refused] = statuses;
    // 503: the function waits no longer for the table, whose answers stand still as well.
    expect(allowed).to.be.oneOf([200, 503]);
    expect(refused).to.deep.equal(Array.from({ length: 16 }, () => 401));
  });
});
