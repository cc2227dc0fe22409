import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import type { AccessControl } from "../../config/access-rules";
import type { RecordedResource } from "../../local/record";
import { recordStrategy, strategyNames, textOf } from "../support/programs";

for (const strategy of strategyNames) {
  describe(`resource names with ${strategy}`, () => {
    it("include project and stack if they are unique in an account or shown in a console", async () => {
      const { resources } = await recordStrategy(strategy, { stack: "prod", config: { apiLogging: "on" } });

      const listed = resources.filter(({ type }) =>
        /^aws:(apigateway\/restApi|cloudwatch\/logGroup|cognito\/userPool|dynamodb\/table|iam\/role|lambda\/function):/.test(
          type,
        ),
      );
      expect(listed.length).to.be.greaterThan(9);
      for (const { type, name, state, inputs } of listed) {
        // API Gateway names its own log group after the API.
        if (name !== "api-execution")
          expect(textOf(state.name), type).to.match(new RegExp(`(^|/)pets-prod-${name}-[0-9a-f]{7}$`));
        if ("description" in inputs) expect(inputs.description, type).to.include("pets/prod");
      }
      for (const type of ["aws:apigateway/restApi:RestApi", "aws:iam/role:Role", "aws:lambda/function:Function"])
        for (const { inputs } of resources.filter((resource) => resource.type === type))
          expect(inputs).to.have.property("description");
    });

    it("replace the dots of a stack's name, which function names may not have", async () => {
      const { resources } = await recordStrategy(strategy, { stack: "v1.2" });

      const functions = resources.filter(({ type }) => type === "aws:lambda/function:Function");
      for (const { name, state } of functions) expect(textOf(state.name)).to.match(new RegExp(`^pets-v1-2-${name}-\\w{7}$`));
      expect(functions.map(({ name }) => name)).to.include("pets");
    });

    it("stay below the length limit of roles for a long stack name", async () => {
      const { resources } = await recordStrategy(strategy, { stack: "s".repeat(100) });

      for (const { state } of resources.filter(({ type }) => /:(Role|Function)$/.test(type)))
        expect(textOf(state.name).length).to.be.at.most(64);
      const namesOf = (recorded: readonly RecordedResource[]) =>
        recorded.filter(({ type }) => type.startsWith("aws:")).map(({ type, name }) => `${type} ${name}`);
      expect(namesOf(resources)).to.have.members(namesOf((await recordStrategy(strategy)).resources));
    });

    it("keep a group's description when its permissions change", async () => {
      const describe = async (table?: AccessControl) =>
        (await recordStrategy(strategy, {}, table))
          .ofType("aws:cognito/userGroup:UserGroup")
          .map(({ inputs }) => inputs.description);
      const permissions = { ...accessControl.permissions, ReadPetsAccess: { scope: "read", description: "Look at pets" } };

      expect(await describe({ ...accessControl, permissions, groups: { PetsAdmins: ["ReadPetsAccess"] } })).to.deep.equal(
        await describe(),
      );
    });
  });
}
