import { expect } from "chai";
import { describeFirstCall } from "../../../comparison/latency/deployed-target";

const CALL = { requestId: "a", durationMs: 300, billedDurationMs: 301 };

describe("describeFirstCall", () => {
  it("takes the time that the log tells of the start", () => {
    const cold = { ...CALL, initDurationMs: 120 };

    for (const isInitTold of [true, false]) {
      expect(describeFirstCall("pets function", cold, isInitTold)).to.deep.equal({ what: "pets function", coldStartMs: 120 });
    }
  });

  it("takes no warm call for a cold one where the log would tell", () => {
    expect(describeFirstCall("pets function", CALL, true)).to.equal(undefined);
  });

  it("takes the whole first call where no log tells, and calls it that", () => {
    expect(describeFirstCall("pets function", CALL, false)).to.deep.equal({
      what: "pets function, whole first call",
      coldStartMs: 300,
    });
  });
});
