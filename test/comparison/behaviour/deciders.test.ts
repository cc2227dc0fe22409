import { expect } from "chai";
import { judgeRequest, judgeSignIn } from "../../../comparison/behaviour/deployed-witness";

const PASSED = { isPassed: true, message: "there is no pet x1" };
const UNAUTHORIZED = { isPassed: false, message: "Unauthorized" };
const UNKNOWN_PATH = { isPassed: false, message: "Missing Authentication Token" };
const DENIED = { isPassed: false, message: "User is not authorized to access this resource with an explicit deny" };

describe("judgeRequest", () => {
  it("needs no evidence where there is no function that could decide", () => {
    for (const answer of [PASSED, UNAUTHORIZED]) expect(judgeRequest(false, undefined, answer)).to.equal("API Gateway");
  });

  it("does not guess where the function may have been called", () => {
    for (const answer of [PASSED, UNAUTHORIZED]) expect(judgeRequest(true, undefined, answer)).to.equal(undefined);
  });

  it("is the function that was called, whatever came of it", () => {
    for (const answer of [PASSED, UNAUTHORIZED, DENIED, { isPassed: false, message: null }]) {
      expect(judgeRequest(true, true, answer)).to.equal("authorizer function");
    }
  });

  it("is a kept policy that lets pass or refuses without a call, and API Gateway that says anything else", () => {
    for (const answer of [PASSED, DENIED]) expect(judgeRequest(true, false, answer)).to.equal("cached policy");
    for (const answer of [UNAUTHORIZED, UNKNOWN_PATH, { isPassed: false, message: null }])
      expect(judgeRequest(true, false, answer)).to.equal("API Gateway");
  });
});

describe("judgeSignIn", () => {
  it("is the trigger where it was called, Cognito where it was not or there is none, and nobody where nobody tells", () => {
    expect([judgeSignIn(true, true), judgeSignIn(true, false), judgeSignIn(false, undefined)]).to.deep.equal([
      "trigger function",
      "Cognito",
      "Cognito",
    ]);
    expect(judgeSignIn(true, undefined)).to.equal(undefined);
  });
});
