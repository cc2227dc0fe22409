import { expect } from "chai";
import { hasOtherGroups, originsOf } from "../../../local/page/origins";
import type { Step } from "../../../local/step";

const tokens: Step = {
  kind: "tokens",
  outcome: "ok",
  idTokenValiditySeconds: 3600,
  accessTokenValiditySeconds: 3600,
  scopes: [],
  durationMs: 1,
};
const trigger: Step = {
  kind: "trigger",
  outcome: "ok",
  functionName: "f",
  durationMs: 1,
  trigger: "pre-token-generation",
  eventVersion: "V2_0",
  addedScopes: ["api/read"],
  suppressedScopes: ["aws.cognito.signin.user.admin"],
  idToken: { set: ["company", "name"], suppressed: ["email"] },
  accessToken: { set: ["level"], suppressed: [] },
};
const attributeClaims = ["email", "name", "locale", "custom:company"];
const origins = (tokenUse: "access" | "id", ...steps: readonly Step[]) => originsOf({ tokenUse, steps, attributeClaims });

describe("originsOf", () => {
  it("tells what the trigger set and removed from attributes and from Cognito's own, in each token", () => {
    const [id, access] = [origins("id", trigger, tokens), origins("access", trigger, tokens)];
    const names = ["company", "name", "email", "locale", "custom:company", "level", "sub", "cognito:groups", "constructor"];

    expect(names.map(id.ofClaim)).to.deep.equal([
      "trigger",
      "trigger",
      "removed",
      "attribute",
      "attribute",
      "cognito",
      "cognito",
      "cognito",
      "cognito",
    ]);
    expect(["level", "company", "name", "sub"].map(access.ofClaim)).to.deep.equal(["trigger", "cognito", "cognito", "cognito"]);
    expect([id.removedClaims, access.removedClaims]).to.deep.equal([["email"], []]);
  });

  it("tells the trigger's scopes from Cognito's, and those that it took out of the access token", () => {
    const access = origins("access", trigger);

    expect(["api/read", "openid"].map(access.ofScope)).to.deep.equal(["trigger", "cognito"]);
    expect(access.removedScopes).to.deep.equal(["aws.cognito.signin.user.admin"]);
    expect(origins("id", trigger).removedScopes).to.deep.equal([]);
  });

  it("takes all that there is of groups for the trigger's once it overrides them, also with none", () => {
    for (const groups of [["first"], []]) {
      const overriding: Step = { ...trigger, groups };

      for (const tokenUse of ["access", "id"] as const)
        expect(origins(tokenUse, overriding).ofClaim("cognito:groups")).to.equal("groups");
      expect(origins("id", overriding).ofClaim("cognito:preferred_role")).to.equal("groups");
      expect(hasOtherGroups([overriding])).to.equal(true);
    }
    expect([hasOtherGroups([trigger]), hasOtherGroups([tokens]), hasOtherGroups()]).to.deep.equal([false, false, false]);
  });

  it("knows of no trigger where there was none, or where it failed", () => {
    const failed: Step = {
      kind: "trigger",
      outcome: "failed",
      functionName: "f",
      durationMs: 1,
      trigger: "pre-token-generation",
      failure: "function error",
    };
    const told: Step = { kind: "trigger", outcome: "ok", functionName: "f", durationMs: 1, trigger: "post-confirmation" };

    for (const steps of [[tokens], [failed], [told, tokens]]) {
      const { ofClaim, removedClaims } = origins("id", ...steps);
      expect([ofClaim("company"), ofClaim("email"), removedClaims]).to.deep.equal(["cognito", "attribute", []]);
    }
  });
});
