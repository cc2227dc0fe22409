import { expect } from "chai";
import { recordStrategy, strategyNames } from "../support/programs";

for (const strategy of strategyNames) {
  describe(`protection with ${strategy}`, () => {
    it("covers exactly what cannot be recreated, unless disabled by config", async () => {
      const protectedOf = async (protect: boolean) => {
        const recording = await recordStrategy(strategy, { config: { protect: `${protect}`, apiLogging: "on" } });
        const pool = recording.one("aws:cognito/userPool:UserPool");
        const table = recording.one("aws:dynamodb/table:Table");

        expect(pool.inputs.deletionProtection).to.equal(protect ? "ACTIVE" : "INACTIVE");
        expect(table.inputs.deletionProtectionEnabled).to.equal(protect);
        return recording.resources.filter(({ isProtected }) => isProtected).map(({ type, name }) => `${type} ${name}`);
      };

      expect(await protectedOf(true)).to.have.members([
        "aws:cognito/userPool:UserPool users",
        "aws:cognito/userPoolClient:UserPoolClient web",
        "aws:dynamodb/table:Table pets",
        "aws:apigateway/restApi:RestApi pets",
      ]);
      expect(await protectedOf(false)).to.deep.equal([]);
    });

    it("covers no resource with children, which would inherit it", async () => {
      const { resources } = await recordStrategy(strategy, { config: { protect: "true", apiLogging: "on" } });

      for (const { type, name, options } of resources) {
        const parent = options.parent === undefined ? undefined : Reflect.get(options.parent, "__protect");
        expect(parent ?? false, `${type} ${name}`).to.equal(false);
      }
    });
  });
}
