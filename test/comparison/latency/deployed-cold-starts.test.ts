import { expect } from "chai";
import { describeFirstCall } from "../../../comparison/latency/deployed-target";

const CALL = { requestId: "a", durationMs: 300, billedDurationMs: 301 };

describe("describeFirstCall", () => {
  it("uses the start's duration from the log", () => {
    const cold = { ...CALL, initDurationMs: 120 };

    for (const isInitTold of [true, false]) {
      expect(describeFirstCall("pets function", cold, isInitTold)).to.deep.equal({ what: "pets function", coldStartMs: 120 });
    }
  });

  it("does not take a warm call for a cold one if there is a log", () => {
    expect(describeFirstCall("pets function", CALL, true)).to.equal(undefined);
  });

  it("uses the whole first call without a log, and calls it that", () => {
    expect(describeFirstCall("pets function", CALL, false)).to.deep.equal({
      what: "pets function, whole first call",
      coldStartMs: 300,
    });
  });
});
