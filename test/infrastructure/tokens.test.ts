import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import type { TokenClaims } from "../../config/claim-rules";
import { renderPermissionMap } from "../../config/permission-map";
import { tokenClaims } from "../../config/token-claims";
import program from "../../index";
import { readFunctions } from "../../local/lambda/resources";
import type { Recording, RecordOptions } from "../../local/record";
import { withoutConsole } from "../support/console";
import { exampleClaims } from "../support/example-claims";
import { inputOf, record, recordStrategy, strategyNames, textOf } from "../support/programs";

const FUNCTION = "aws:lambda/function:Function";
const POOL = "aws:cognito/userPool:UserPool";
const TABLE = "aws:dynamodb/table:Table";
const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";

const EVERYTHING = { userPoolPlan: "plus", userDirectory: "table", permissionMap: "parameter" };

const recordWith = (
  strategy: string,
  config: Readonly<Record<string, string>>,
  claims: TokenClaims = tokenClaims,
  options: RecordOptions = {},
) => record(() => program.run(accessControl, claims), { ...options, config: { strategy, ...config } });
const messageOf = (recording: Promise<Recording>) =>
  recording.then(
    () => "deployed",
    (error: Error) => error.message,
  );

const functionNames = (recording: Recording) => recording.ofType(FUNCTION).map(({ name }) => name);
const environmentOf = (recording: Recording, name: string) =>
  inputOf(recording.one(FUNCTION, name).inputs, "environment", "variables");
const statementsOf = (
  recording: Recording,
  name: string,
): readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[] =>
  JSON.parse(textOf(recording.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy)).Statement.slice(1);
const lambdaConfigOf = (recording: Recording) => recording.one(POOL).inputs.lambdaConfig;
const arnOf = (recording: Recording, type: string, name: string) => textOf(recording.one(type, name).state.arn);

describe("what tokens carry", () => {
  it("takes no trigger, table, parameter or output while nothing is switched on", async () => {
    const recording = await recordStrategy(AUTHORIZER);

    expect(functionNames(recording)).to.have.members(["pets", AUTHORIZER]);
    expect(recording.ofType(TABLE)).to.have.lengthOf(1);
    expect(recording.ofType("aws:ssm/parameter:Parameter")).to.deep.equal([]);
    expect(recording.outputs).not.to.have.any.keys("userDirectoryTable", "permissionMapParameter", "customAttributes");
    expect(environmentOf(recording, "pets")).not.to.have.property("TENANTS");
  });

  for (const strategy of strategyNames) {
    describe(`with ${strategy}`, () => {
      const trigger = strategy === SCOPES ? "pre-token-generation" : "token-claims";

      it("has one trigger for the declared claims, in the event version of the plan", async () => {
        const recording = await recordWith(strategy, { userPoolPlan: "essentials", advancedSecurity: "off" }, exampleClaims);

        expect(lambdaConfigOf(recording)).to.deep.equal({
          preTokenGenerationConfig: { lambdaArn: arnOf(recording, FUNCTION, trigger), lambdaVersion: "V2_0" },
        });
        expect(environmentOf(recording, trigger)).to.equal(undefined);
      });

      it("has custom attributes that administrators write and tokens show", async () => {
        const recording = await recordWith(strategy, { userPoolPlan: "plus" }, exampleClaims);
        const { inputs: client } = recording.one("aws:cognito/userPoolClient:UserPoolClient");
        const { schemas } = recording.one(POOL).inputs;

        expect(schemas).to.deep.include({
          name: "companyId",
          attributeDataType: "String",
          required: false,
          mutable: true,
          developerOnlyAttribute: false,
          stringAttributeConstraints: { minLength: "0", maxLength: "36" },
        });
        expect(client.readAttributes).to.include.members(["custom:companyId", "custom:partnerId"]);
        expect(client.writeAttributes).to.deep.equal(["email", "name", "locale"]);
        expect(recording.outputs.customAttributes).to.deep.equal(exampleClaims.customAttributes);
      });

      it("looks users up in a table that its trigger may read and its post-confirmation trigger may write, and no more", async () => {
        const recording = await recordWith(strategy, EVERYTHING);
        const table = recording.one(TABLE, "directory");

        expect(table.inputs).to.deep.include({
          attributes: [{ name: "userId", type: "S" }],
          hashKey: "userId",
          pointInTimeRecovery: { enabled: true },
          serverSideEncryption: { enabled: true },
          deletionProtectionEnabled: true,
        });
        expect(table.isProtected).to.equal(true);
        expect(statementsOf(recording, trigger)[0]).to.deep.equal({
          Effect: "Allow",
          Action: ["dynamodb:GetItem"],
          Resource: [table.state.arn],
        });
        expect(statementsOf(recording, "post-confirmation")).to.deep.equal([
          { Effect: "Allow", Action: ["dynamodb:PutItem"], Resource: [table.state.arn] },
        ]);
        expect(inputOf(recording.one(POOL).inputs, "lambdaConfig", "postConfirmation")).to.equal(
          arnOf(recording, FUNCTION, "post-confirmation"),
        );
        expect(environmentOf(recording, trigger)).to.include({
          USER_DIRECTORY_TABLE: table.state.name,
          ON_DIRECTORY_FAILURE: "refuse",
          ON_UNKNOWN_USER: "refuse",
        });
        expect(environmentOf(recording, "pets")).to.include({ TENANTS: "on" });
        expect(recording.outputs.userDirectoryTable).to.equal(table.state.name);
      });

      it("keeps the permission map in a parameter, which no update of the stack ever writes to", async () => {
        const recording = await recordWith(strategy, { permissionMap: "parameter", permissionMapTtlSeconds: "30" });
        const parameter = recording.one("aws:ssm/parameter:Parameter");
        const decider = strategy === SCOPES ? trigger : strategy;

        expect(parameter.inputs).to.include({
          name: "/pets/test/permission-map",
          type: "String",
          value: renderPermissionMap(accessControl),
          overwrite: false,
        });
        expect(parameter.inputs.tags).to.deep.equal({ project: "pets", stack: "test" });
        expect(parameter.options.ignoreChanges).to.deep.equal(["value", "description", "tags"]);
        expect(environmentOf(recording, decider)).to.include({
          PERMISSION_MAP_PARAMETER: "/pets/test/permission-map",
          PERMISSION_MAP_TTL_SECONDS: "30",
        });
        expect(statementsOf(recording, decider)).to.deep.equal([
          { Effect: "Allow", Action: ["ssm:GetParameter"], Resource: [parameter.state.arn] },
        ]);
        expect(recording.outputs.permissionMapParameter).to.equal("/pets/test/permission-map");
        for (const name of functionNames(recording).filter((one) => one !== decider))
          expect(JSON.stringify(statementsOf(recording, name)), name).not.to.include("ssm:");
      });
    });
  }

  it("moves the pool to another trigger function when scopes come or go, instead of changing the one in use", async () => {
    const config = { ...EVERYTHING, userPoolPlan: "essentials", advancedSecurity: "off" };
    const triggersOf = async (strategy: string, standbyStrategy: string) =>
      functionNames(await recordWith(strategy, { ...config, standbyStrategy })).filter((name) => /^(?:pre-)?token-/.test(name));

    expect(await triggersOf(AUTHORIZER, "none")).to.deep.equal(["token-claims"]);
    expect(await triggersOf(AUTHORIZER, SCOPES)).to.deep.equal(["pre-token-generation"]);
    expect(await triggersOf(SCOPES, AUTHORIZER)).to.deep.equal(["pre-token-generation"]);
  });

  it("lets the pool call its triggers before it has them", async () => {
    const { options } = (await recordWith(SCOPES, EVERYTHING)).one(POOL);
    const waitedFor = Array.isArray(options.dependsOn) ? options.dependsOn : [];

    expect(waitedFor.map((resource) => Reflect.get(resource, "__name"))).to.have.members([
      "pre-token-generation",
      "post-confirmation",
    ]);
  });

  it("tells the trigger what to do with failures and with unknown users apart", async () => {
    for (const [onDirectoryFailure, onUnknownUser] of [
      ["omit", "refuse"],
      ["refuse", "omit"],
    ] as const)
      expect(
        environmentOf(await recordWith(SCOPES, { ...EVERYTHING, onDirectoryFailure, onUnknownUser }), "pre-token-generation"),
      ).to.include({ ON_DIRECTORY_FAILURE: onDirectoryFailure, ON_UNKNOWN_USER: onUnknownUser });
  });

  it("keeps the permission map from a trigger that puts no scopes into tokens", async () => {
    const recording = await recordWith(AUTHORIZER, EVERYTHING, exampleClaims);

    expect(statementsOf(recording, "token-claims")).to.deep.equal([
      { Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [recording.one(TABLE, "directory").state.arn] },
    ]);
    expect(environmentOf(recording, "token-claims")).not.to.have.property("PERMISSION_MAP_PARAMETER");
  });

  it("warns of a token that takes most of the headers' room", async () => {
    const claims = { ...tokenClaims, set: { a: { tokens: "access", from: { constant: "x".repeat(4500) } } } } as const;

    const { lines } = await withoutConsole(() => recordWith(SCOPES, {}, claims));

    expect(lines.join("\n")).to.match(/warning: .*the largest access token takes \d{4} bytes of header/);
  });

  it("has the trigger's event V1_0 on the plan lite, with the tenant in the ID token", async () => {
    const recording = await recordWith(AUTHORIZER, { userDirectory: "table" });

    expect(inputOf(recording.one(POOL).inputs, "userPoolTier")).to.equal("LITE");
    expect(inputOf(recording.one(POOL).inputs, "lambdaConfig", "preTokenGenerationConfig", "lambdaVersion")).to.equal("V1_0");
    // The access token does not have it there.
    const authorizer = (await readFunctions(recording)).find(({ name }) => name === AUTHORIZER);
    expect(authorizer?.code).to.include('["tenant_id"]');
  });

  it("gives the trigger time to wait for the directory and the map, and still less than Cognito waits", async () => {
    const timeoutOf = async (config: Readonly<Record<string, string>>) =>
      (await recordWith(SCOPES, config)).one(FUNCTION, "pre-token-generation").inputs.timeout;

    expect(await timeoutOf({})).to.equal(3);
    expect(await timeoutOf(EVERYTHING)).to.equal(4);
  });

  it("refuses claims that the plan does not have, before anything is created", async () => {
    expect(await messageOf(recordWith(AUTHORIZER, {}, exampleClaims))).to.match(
      /config\/token-claims\.ts has \d+ fault\(s\):[\s\S]*Set it with: pulumi config set userPoolPlan essentials/,
    );
  });

  it("refuses to remove a custom attribute of a deployed pool", async () => {
    const outputsBefore = { strategy: SCOPES, customAttributes: { companyId: { maxLength: 36 } } };

    expect(await messageOf(recordWith(SCOPES, {}, tokenClaims, { outputsBefore }))).to.match(
      /custom attribute "companyId" was removed/,
    );
    expect(await messageOf(recordWith(SCOPES, {}, exampleClaims, { outputsBefore }))).to.equal("deployed");
  });

  it("refuses a permission map that no parameter holds, before anything is created, and says what to set", async () => {
    const groups = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`group-${i}`, ["ReadPetsAccess"]] as const));
    const recordGroups = (config: Readonly<Record<string, string>>) =>
      messageOf(record(() => program.run({ ...accessControl, groups }), { config: { strategy: SCOPES, ...config } }));

    expect(await recordGroups({ permissionMap: "parameter" })).to.match(
      /the permission map has \d{4} bytes, but a parameter takes 4096; .*Set it with: pulumi config set permissionMap bundled/,
    );
    expect(await recordGroups({})).to.equal("deployed");
  });

  it("refuses settings of what is switched off", async () => {
    for (const [key, value] of [
      ["onUnknownUser", "omit"],
      ["onDirectoryFailure", "omit"],
      ["permissionMapTtlSeconds", "30"],
    ] as const)
      expect(await messageOf(recordWith(SCOPES, { [key]: value }))).to.include(
        `config key "pets:${key}" is "${value}", but has no effect`,
      );
    expect(await messageOf(recordWith(SCOPES, { permissionMapTtlSeconds: "60", onUnknownUser: "refuse" }))).to.equal("deployed");
  });
});
