import { expect } from "chai";
import { judgeRequest, judgeSignIn } from "../../../comparison/behaviour/deciders";

const PASSED = { isPassed: true, status: 404 };
const answered = (status: number) => ({ isPassed: false, status });

describe("judgeRequest", () => {
  it("needs no evidence where there is no function that could decide", () => {
    for (const answer of [PASSED, answered(401)]) expect(judgeRequest(false, undefined, answer)).to.equal("API Gateway");
  });

  it("does not guess where the function may have been called", () => {
    for (const answer of [PASSED, answered(401)]) expect(judgeRequest(true, undefined, answer)).to.equal(undefined);
  });

  it("is the function that was called, whatever came of it", () => {
    for (const answer of [PASSED, answered(401), answered(403), answered(500)]) {
      expect(judgeRequest(true, true, answer)).to.equal("authorizer function");
    }
  });

  it("is a kept policy that lets pass or says 403 without a call, and API Gateway that says anything else", () => {
    for (const answer of [PASSED, answered(403)]) expect(judgeRequest(true, false, answer)).to.equal("cached policy");
    for (const status of [401, 429, 500]) expect(judgeRequest(true, false, answered(status))).to.equal("API Gateway");
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
