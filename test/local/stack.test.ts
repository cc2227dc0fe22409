import { expect } from "chai";
import { Recording } from "../../local/record";
import { NotImitatedError } from "../../local/recorded-inputs";
import { readStack } from "../../local/stack";
import { recordStrategy, strategyNames } from "../support/programs";
import { edited } from "./support/edit";

const SCOPES = "access-token-scopes";

describe("readStack", () => {
  it("reads every strategy of the program, also with logs, tracing and protection", async () => {
    for (const strategy of strategyNames) {
      const config = { apiLogging: "on", xray: "true", protect: "true", allowPasswordAuth: "true" };
      const stack = await readStack(await recordStrategy(strategy, { config }));

      expect(stack).to.include({ strategy });
      expect(stack.api.methods.filter(({ authorizer }) => authorizer !== undefined)).not.to.deep.equal([]);
    }
  });

  it("refuses an unknown type of resource, naming it", async () => {
    const { resources, outputs } = await recordStrategy(SCOPES);
    const [api] = resources.filter(({ type }) => type.endsWith(":RestApi"));
    if (api === undefined) throw new Error("no API");
    const acl = { ...api, type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "firewall" };

    const error = await readStack(new Recording([...resources, acl], outputs)).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(NotImitatedError);
    expect(error).to.have.property("message").that.includes('aws:wafv2/webAclAssociation:WebAclAssociation "firewall"');
  });

  it("refuses an unknown trigger before anything is served", async () => {
    const recording = edited(await recordStrategy(SCOPES), "aws:cognito/userPool:UserPool", "users", (inputs) => ({
      ...inputs,
      lambdaConfig: { preSignUp: "arn:aws:lambda:us-east-1:123456789012:function:f" },
    }));

    const error = await readStack(recording).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(NotImitatedError);
    expect(error).to.have.property("message").that.includes('"users"').and.includes("preSignUp");
  });
});
