import { expect } from "chai";
import { judgeRequest, judgeSignIn } from "../../../comparison/behaviour/deployed-witness";

const PASSED = { isPassed: true, message: "there is no pet x1" };
const UNAUTHORIZED = { isPassed: false, message: "Unauthorized" };
const UNKNOWN_PATH = { isPassed: false, message: "Missing Authentication Token" };
const DENIED = { isPassed: false, message: "User is not authorized to access this resource with an explicit deny" };

describe("judgeRequest", () => {
  it("needs no evidence without a function that could decide", () => {
    for (const answer of [PASSED, UNAUTHORIZED]) expect(judgeRequest(false, undefined, answer)).to.equal("API Gateway");
  });

  it("does not guess if the function may have been called", () => {
    for (const answer of [PASSED, UNAUTHORIZED]) expect(judgeRequest(true, undefined, answer)).to.equal(undefined);
  });

  it("returns the function if it was called, whatever its result", () => {
    for (const answer of [PASSED, UNAUTHORIZED, DENIED, { isPassed: false, message: null }]) {
      expect(judgeRequest(true, true, answer)).to.equal("authorizer function");
    }
  });

  it("returns the cached policy for a pass or a refusal without a call, and API Gateway for anything else", () => {
    for (const answer of [PASSED, DENIED]) expect(judgeRequest(true, false, answer)).to.equal("cached policy");
    for (const answer of [UNAUTHORIZED, UNKNOWN_PATH, { isPassed: false, message: null }])
      expect(judgeRequest(true, false, answer)).to.equal("API Gateway");
  });
});

describe("judgeSignIn", () => {
  it("returns the trigger if called, Cognito if it was not or does not exist, and undefined without evidence", () => {
    expect([judgeSignIn(true, true), judgeSignIn(true, false), judgeSignIn(false, undefined)]).to.deep.equal([
      "trigger function",
      "Cognito",
      "Cognito",
    ]);
    expect(judgeSignIn(true, undefined)).to.equal(undefined);
  });
});
