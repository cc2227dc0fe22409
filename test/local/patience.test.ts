import { setImmediate, setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { waitAtMost } from "../../local/patience";

describe("waitAtMost", () => {
  it("does not count time in which the machine was stalled", async () => {
    let hasGivenUp = false;
    const given = new Promise<void>((resolve) => {
      waitAtMost(200, () => {
        hasGivenUp = true;
        resolve();
      });
    });
    const until = performance.now() + 350;
    while (performance.now() < until);

    await setImmediate();
    await setImmediate();
    expect(hasGivenUp).to.equal(false);
    await given;
  });

  it("gives up once, and never after the wait has ended", async () => {
    const given: string[] = [];
    waitAtMost(1, () => given.push("one"));
    waitAtMost(1, () => given.push("other"))();

    await setTimeout(20);

    expect(given).to.deep.equal(["one"]);
  });
});
