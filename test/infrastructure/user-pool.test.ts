import { expect } from "chai";
import { inputOf, recordStrategy, strategyNames } from "../support/programs";

const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";
const poolOf = async (strategy: string, config: Record<string, string> = {}) =>
  (await recordStrategy(strategy, { config })).one("aws:cognito/userPool:UserPool");
const clientOf = async (strategy: string, config: Record<string, string> = {}) =>
  (await recordStrategy(strategy, { config })).one("aws:cognito/userPoolClient:UserPoolClient");

describe("user pool", () => {
  it("keeps the schema of its first deployment: changing it would take a new pool without users", async () => {
    const attribute = (name: string) => ({
      name,
      attributeDataType: "String",
      required: true,
      mutable: true,
      developerOnlyAttribute: false,
      stringAttributeConstraints: { minLength: "1", maxLength: "2048" },
    });
    for (const strategy of strategyNames) {
      expect((await poolOf(strategy)).inputs).to.deep.include({
        schemas: [attribute("email"), attribute("name"), attribute("locale")],
        usernameAttributes: ["email"],
        usernameConfiguration: { caseSensitive: false },
      });
    }
  });

  it("differs between strategies only in plan, advanced security, trigger and tags", async () => {
    const rest = async (strategy: string) => {
      const { userPoolTier, userPoolAddOns, lambdaConfig, tags, ...others } = (await poolOf(strategy)).inputs;
      return others;
    };

    expect(await rest(SCOPES)).to.deep.equal(await rest(AUTHORIZER));
  });

  it("sets V2_0 of the trigger event explicitly, since the plain setting means V1_0 without scopes", async () => {
    const { inputs } = await poolOf(SCOPES);
    const trigger = (await recordStrategy(SCOPES)).one("aws:lambda/function:Function", "pre-token-generation");

    expect(inputs.lambdaConfig).to.deep.equal({
      preTokenGenerationConfig: { lambdaArn: trigger.state.arn, lambdaVersion: "V2_0" },
    });
  });

  it("keeps the trigger that an earlier version created for the strategy", async () => {
    const { resources } = await recordStrategy(SCOPES);
    const aliasesOf = (type: string) =>
      resources
        .filter((resource) => resource.type.endsWith(`:${type}`) && resource.name === "pre-token-generation")
        .flatMap(({ options }) => options.aliases ?? [])
        .map((alias) => (typeof alias === "object" && "name" in alias ? alias.name : undefined));

    for (const type of ["NodeFunction", "LogGroup", "RolePolicy", "Permission"])
      expect(aliasesOf(type), type).to.include(`${SCOPES}-trigger`);
    for (const type of ["Function", "LogGroup", "Role"])
      expect(aliasesOf(type), type).to.satisfy((names: unknown[]) =>
        names.some((name) => /^(\/aws\/lambda\/)?pets-test-/.test(String(name))),
      );
  });

  it("has no trigger block for a strategy without a trigger, since the provider sees no change in an empty one", async () => {
    expect((await poolOf(AUTHORIZER)).inputs).not.to.have.property("lambdaConfig");
  });

  it("has the configured plan and advanced security", async () => {
    const tierOf = async (strategy: string, config: Record<string, string> = {}) => {
      const { inputs } = await poolOf(strategy, config);
      return [inputs.userPoolTier, inputOf(inputs, "userPoolAddOns", "advancedSecurityMode")];
    };

    expect(await tierOf(SCOPES)).to.deep.equal(["PLUS", "ENFORCED"]);
    expect(await tierOf(SCOPES, { userPoolPlan: "essentials", advancedSecurity: "off" })).to.deep.equal(["ESSENTIALS", "OFF"]);
    expect(await tierOf(AUTHORIZER)).to.deep.equal(["LITE", "OFF"]);
    expect(await tierOf(AUTHORIZER, { userPoolPlan: "plus", advancedSecurity: "audit" })).to.deep.equal(["PLUS", "AUDIT"]);
  });

  it("sets the actions for risks if advanced security is enforced, without sending mail", async () => {
    const RISK = "aws:cognito/riskConfiguration:RiskConfiguration";
    const recording = await recordStrategy(SCOPES);

    expect(recording.one(RISK).inputs).to.deep.equal({
      userPoolId: recording.one("aws:cognito/userPool:UserPool").id,
      compromisedCredentialsRiskConfiguration: {
        eventFilters: ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"],
        actions: { eventAction: "BLOCK" },
      },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: { eventAction: "NO_ACTION", notify: false },
          mediumAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
          highAction: { eventAction: "BLOCK", notify: false },
        },
      },
    });
    // A pool without the add-on may reject the call that resets it, and no update would ever succeed.
    expect(recording.one(RISK).options.retainOnDelete).to.equal(true);
    const withoutOne = [
      await recordStrategy(SCOPES, { config: { advancedSecurity: "audit" } }),
      await recordStrategy(AUTHORIZER),
      // Emulators lack the operation.
      await recordStrategy(SCOPES, { config: { cognitoEndpoint: "http://localhost:4566" } }),
    ];
    for (const other of withoutOne) expect(other.ofType(RISK)).to.deep.equal([]);
  });

  it("has the settings of a typical application", async () => {
    expect((await poolOf(AUTHORIZER)).inputs).to.deep.include({
      adminCreateUserConfig: { allowAdminCreateUserOnly: false },
      autoVerifiedAttributes: ["email"],
      mfaConfiguration: "OPTIONAL",
      softwareTokenMfaConfiguration: { enabled: true },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    });
    expect((await poolOf(AUTHORIZER)).inputs.passwordPolicy).to.include({
      minimumLength: 12,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      requireUppercase: true,
    });
  });

  it("has a group for each permission and for each group of the table", async () => {
    for (const strategy of strategyNames) {
      const groups = (await recordStrategy(strategy)).ofType("aws:cognito/userGroup:UserGroup").map(({ inputs }) => inputs.name);

      expect(groups).to.have.members(["ReadPetsAccess", "WritePetsAccess", "PetsAdmins"]);
    }
  });
});

describe("app client", () => {
  it("is public, hides which users exist, allows revocation, and uses SRP and refresh", async () => {
    const { inputs } = await clientOf(SCOPES);

    expect(inputs).to.deep.include({
      generateSecret: false,
      enableTokenRevocation: true,
      preventUserExistenceErrors: "ENABLED",
      explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    });
    // A client's scope would have to wait for the resource server; one that signs in without OAuth has none.
    expect(inputs).not.to.have.any.keys("allowedOauthScopes", "allowedOauthFlows", "callbackUrls");
  });

  it("allows plain password flows only if configured", async () => {
    expect((await clientOf(SCOPES, { allowPasswordAuth: "true" })).inputs.explicitAuthFlows).to.include(
      "ALLOW_USER_PASSWORD_AUTH",
    );
  });

  it("issues tokens with the configured lifetimes, refresh tokens 7 days by default", async () => {
    expect((await clientOf(SCOPES)).inputs).to.include({ accessTokenValidity: 60, idTokenValidity: 60, refreshTokenValidity: 7 });
    const config = { accessTokenValidityMinutes: "5", idTokenValidityMinutes: "10", refreshTokenValidityDays: "30" };
    expect((await clientOf(AUTHORIZER, config)).inputs).to.deep.include({
      accessTokenValidity: 5,
      idTokenValidity: 10,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    });
  });
});
