import { expect } from "chai";
import { createLargeTable } from "../support/large-table";
import { recordStrategy, strategyNames } from "../support/programs";

for (const strategy of strategyNames) {
  describe(`stack with ${strategy} and a large table`, () => {
    it("stays within limits for 60 routes and 40 permissions: nothing grows faster than the table", async () => {
      const large = createLargeTable();
      const recording = await recordStrategy(strategy, {}, large);

      const methods = recording.ofType("aws:apigateway/method:Method").filter(({ inputs }) => inputs.httpMethod !== "OPTIONS");
      expect(methods).to.have.lengthOf(60);
      const places = methods.map(({ inputs }) => `${inputs.httpMethod} ${inputs.resourceId}`);
      expect(new Set(places), "each method at a resource of its own").to.have.lengthOf(60);
      expect(recording.ofType("aws:cognito/userGroup:UserGroup")).to.have.lengthOf(42);
      expect(recording.ofType("aws:apigateway/authorizer:Authorizer")).to.have.lengthOf(1);
      const permissions = recording.ofType("aws:lambda/permission:Permission");
      expect(permissions.length).to.be.lessThan(8);
      const paths = new Set(large.routes.map(({ path }) => path)).size;
      expect(recording.resources.length).to.be.lessThan(60 * 2 + paths * 6 + 42 + 30);
    });
  });
}
