import { expect } from "chai";
import { readApiTrace, readCognitoTrace } from "../../../comparison/behaviour/engine-witness";

import type { Step } from "../../../local/step";

const call = { functionName: "f", durationMs: 5 };
const ROUTE: Step = { kind: "route", outcome: "ok", method: "GET", path: "/pets" };
const HIT: Step = { kind: "cache", outcome: "ok", state: "hit", secondsLeft: 9 };
const MISS: Step = { kind: "cache", outcome: "ok", state: "miss" };
const FUNCTION: Step = { kind: "function", outcome: "ok", ...call };
const COLD_FUNCTION: Step = { ...FUNCTION, coldStartMs: 78 };
const ALLOWED: Step = { kind: "authorizer", outcome: "ok", reason: { code: "policy allows" }, durationMs: 1 };
const DENIED: Step = { kind: "authorizer", outcome: "refused", reason: { code: "not allowed" }, durationMs: 1 };
const MISSING_SCOPE: Step = { ...DENIED, reason: { code: "missing scope", neededScopes: ["api/read"] } };
const ANSWERED: Step = { kind: "integration", outcome: "ok", type: "function", status: 200, ...call };
const TRIGGER = {
  kind: "trigger",
  outcome: "ok",
  trigger: "pre-token-generation",
  eventVersion: "V2_0",
  addedScopes: ["api/read"],
  idToken: { set: [], suppressed: [] },
  accessToken: { set: [], suppressed: [] },
  ...call,
} as const satisfies Step;
const REFUSAL: Step = { kind: "refusal", outcome: "refused", errorType: "NotAuthorizedException" };

describe("readApiTrace", () => {
  const judge = (...steps: readonly Step[]) => {
    const { decidedBy, isPassed, isColdStart } = readApiTrace(steps, []);
    return [decidedBy, isPassed ? "passed" : "refused", isColdStart ? "cold" : "warm"].join(", ");
  };

  it("returns the decider, whether the request passed, and whether a new process was needed", () => {
    expect([
      judge(ROUTE, MISSING_SCOPE),
      judge(ROUTE, ALLOWED, ANSWERED),
      judge(ROUTE, HIT, DENIED),
      judge(ROUTE, HIT, ALLOWED, ANSWERED),
      judge(ROUTE, MISS, FUNCTION, ALLOWED, ANSWERED),
      judge(ROUTE, MISS, COLD_FUNCTION, DENIED),
      judge(),
    ]).to.deep.equal([
      "API Gateway, refused, warm",
      "API Gateway, passed, warm",
      "cached policy, refused, warm",
      "cached policy, passed, warm",
      "authorizer function, passed, warm",
      "authorizer function, refused, cold",
      "API Gateway, refused, warm",
    ]);
  });

  it("returns the decision as the reason, after the cold start and before the functions' log", () => {
    const { reason } = readApiTrace([ROUTE, MISS, COLD_FUNCTION, DENIED], ["it logged: expired"]);

    expect(reason).to.equal(
      "f answered, after a cold start of 78 ms; nothing in the policy allows this method ARN; it logged: expired",
    );
  });
});

describe("readCognitoTrace", () => {
  it("returns whether the trigger decided, and the last step", () => {
    expect([readCognitoTrace([TRIGGER, REFUSAL]), readCognitoTrace([REFUSAL])]).to.deep.equal([
      { decidedBy: "trigger function", isColdStart: false, reason: "f added api/read; NotAuthorizedException" },
      { decidedBy: "Cognito", isColdStart: false, reason: "NotAuthorizedException" },
    ]);
    expect(readCognitoTrace([{ ...TRIGGER, coldStartMs: 65 }])).to.include({ isColdStart: true });
  });
});
