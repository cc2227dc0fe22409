import { expect } from "chai";
import { Clock } from "../../local/clock";
import { createPageApi } from "../../local/page-api";
import { Traces } from "../../local/traces";

const YEAR_SECONDS = 365 * 24 * 3600;

/** Moves a clock as the page does. */
function createMove(clock: Clock) {
  const askPageApi = createPageApi({
    stacks: [],
    users: [],
    codes: [],
    clock,
    traces: new Traces(),
    readParameter: () => undefined,
    seededItems: [],
  });
  return (advanceSeconds: unknown) => {
    const answer = askPageApi({
      method: "POST",
      path: "/_local/clock",
      query: "",
      headers: [["X-Local-Page", "1"]],
      body: Buffer.from(JSON.stringify({ advanceSeconds })),
      remoteAddress: "::1",
    });
    return { status: answer?.status, body: String(answer?.body) };
  };
}

describe("Clock", () => {
  it("stops where years would need more than four digits, however often it is moved", () => {
    const clock = new Clock();
    const move = createMove(clock);

    const statuses = Array.from({ length: 12 }, () => move(10 * YEAR_SECONDS).status);

    expect(statuses).to.deep.equal([...Array.from({ length: 10 }, () => 200), 400, 400]);
    expect(new Date(clock.now()).getUTCFullYear()).to.be.within(2100, 9999);
    expect(move(1)).to.deep.include({ status: 400 });
    expect(move(1).body).to.include("from 0 to 0, which is as far ahead as the clock can still go");
    expect(move(0).status).to.equal(200);
  });

  it("does not move by too much or by anything but a number, and says how far it can go", () => {
    const clock = new Clock();
    const move = createMove(clock);
    move(60);

    for (const wrong of [1e12, 1e300, Number.MAX_VALUE, -1, -1e300, "1", null, [], {}]) {
      const { status, body } = move(wrong);
      expect(status, String(wrong)).to.equal(400);
      expect(body).to.include(`from 0 to ${100 * YEAR_SECONDS - 60}`);
    }
    expect(clock.aheadMs).to.equal(60_000);
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => clock.advance(wrong)).to.throw(RangeError);
  });
});
