import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import { scopeOf } from "../../config/access-rules";
import { accessTokenScopes } from "../../strategies/access-token-scopes";
import { recordStrategy } from "../support/programs";

describe("access-token-scopes", () => {
  it("requires the scope of the route's permission on every method, as defined by the resource server", async () => {
    const recording = await recordStrategy("access-token-scopes");
    const server = recording.one("aws:cognito/resourceServer:ResourceServer");

    const scopes = Object.values(accessControl.permissions).map(({ scope, description }) => ({
      scopeName: scope,
      scopeDescription: description,
    }));
    expect(server.inputs).to.deep.include({ identifier: "petsapi", scopes });
    for (const { method, path, permission } of accessControl.routes) {
      const { inputs } = recording.one("aws:apigateway/method:Method", `${method}${path}`);
      expect(inputs.authorizationScopes).to.deep.equal([scopeOf(accessControl, permission)]);
    }
  });

  it("trusts only this pool in its authorizer", async () => {
    const recording = await recordStrategy("access-token-scopes");

    expect(recording.one("aws:apigateway/authorizer:Authorizer").inputs).to.deep.include({
      type: "COGNITO_USER_POOLS",
      identitySource: "method.request.header.Authorization",
      providerArns: [recording.one("aws:cognito/userPool:UserPool").state.arn],
    });
  });

  it("does not refer to the pool in its trigger, which would be circular", async () => {
    const { inputs } = (await recordStrategy("access-token-scopes")).one("aws:lambda/function:Function", "pre-token-generation");

    expect(inputs).not.to.have.property("environment");
    expect(inputs.timeout).to.be.lessThan(5);
  });

  it("refuses more permissions than a resource server may have scopes", () => {
    const permissions = Object.fromEntries(
      Array.from({ length: 101 }, (_, i) => [`p${i}`, { scope: `s${i}`, description: "x" }]),
    );
    const table = { resourceServer: "test", permissions, groups: {}, routes: [] };

    expect(accessTokenScopes.findTableFaults(accessControl)).to.deep.equal([]);
    expect(accessTokenScopes.findTableFaults(table)).to.deep.equal([
      "101 permissions, but a resource server takes 100 scopes; merge some",
    ]);
  });
});
