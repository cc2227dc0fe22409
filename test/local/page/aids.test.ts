import { expect } from "chai";
import { type Outcome, readingAids } from "../../../local/page/aids";

const accessToken = { token_use: "access", scope: "openid api/read" };
const idToken = { token_use: "id", "cognito:groups": ["Readers"] };
const byScope: Outcome = {
  status: 200,
  scopes: ["api/read"],
  tokenUse: "access",
  deviation: "proper",
  claims: accessToken,
  steps: [],
};
const byPolicy: Outcome = { ...byScope, scopes: [], tokenUse: "id", claims: idToken };

describe("readingAids", () => {
  it("explains nothing that is expected", () => {
    expect([readingAids(byScope), readingAids(byPolicy)]).to.deep.equal([[], []]);
  });

  it("explains the 401 for a missing scope, and only that one", () => {
    const missing = { ...byScope, status: 401, scopes: ["api/write"] };

    expect(readingAids(missing).join()).to.include("401 when a scope is missing");
    expect(readingAids({ ...missing, scopes: ["api/read"] })).to.deep.equal([]);
    expect(readingAids({ ...missing, deviation: "tampered" }).join()).not.to.include("scope is missing");
  });

  it("explains the 403 of a policy", () => {
    expect(readingAids({ ...byPolicy, status: 403 }).join()).to.include("403, not 401");
    expect(readingAids({ ...byScope, status: 403 })).to.deep.equal([]);
  });

  it("distinguishes an ID token without scopes from an access token that lacks the scope", () => {
    const aids = readingAids({ ...byScope, status: 401, deviation: "otherKind", claims: idToken });

    expect(aids).to.have.lengthOf(1);
    expect(aids[0]).to.include("ID token carries no scopes");
  });

  it("says whether the client learns why its token was refused", () => {
    const expired = { ...byScope, status: 401, deviation: "expired" } as const;
    const refusedFor = (code: "expired" | "malformed") =>
      [{ kind: "authorizer", outcome: "refused", reason: { code }, durationMs: 1 }] as const;
    const thrown = [{ kind: "function", outcome: "refused", functionName: "authorizer", durationMs: 1 }] as const;

    expect(readingAids({ ...expired, steps: refusedFor("expired") }).join()).to.include("fresh token");
    expect(readingAids({ ...expired, steps: thrown }).join()).to.include("does not learn the reason");
    expect(readingAids({ ...expired, steps: refusedFor("malformed") })).to.deep.equal([]);
    expect(readingAids(expired)).to.deep.equal([]);
  });

  it("does not call a removed group harmless if the request was refused", () => {
    const removed = { ...byScope, deviation: "groupRemoved" } as const;

    expect(readingAids(removed).join()).to.include("when it was issued");
    expect(readingAids({ ...removed, status: 401 })).to.deep.equal([]);
  });

  it("says when a cached result replaced the call, and not on a miss", () => {
    const hit = { kind: "cache", outcome: "ok", state: "hit", secondsLeft: 300 } as const;
    const miss = { kind: "cache", outcome: "ok", state: "miss" } as const;

    expect(readingAids({ ...byPolicy, steps: [hit] }).join()).to.include("did not run");
    expect(readingAids({ ...byPolicy, steps: [miss] })).to.deep.equal([]);
  });

  it("says when the body is validated, if that is what failed", () => {
    const passed = {
      kind: "authorizer",
      outcome: "ok",
      reason: { code: "scope granted", scope: "api/read" },
      durationMs: 1,
    } as const;
    const refused = { kind: "gateway", outcome: "refused", reason: { code: "body does not match model" } } as const;
    const called = { type: "function", functionName: "pets", status: 400, durationMs: 1 } as const;
    const answered = { kind: "integration", outcome: "ok", ...called } as const;

    expect(readingAids({ ...byScope, status: 400, steps: [passed, refused] }).join()).to.include("checks the body");
    expect(readingAids({ ...byScope, status: 400, steps: [passed, answered] })).to.deep.equal([]);
  });
});
