import { expect } from "chai";
import { readUserPool } from "../../../local/cognito/resources";
import { NotImitatedError } from "../../../local/recorded-inputs";
import { recordPool, type Values } from "./support";

const refusalOf = async (type: string, changes: Values): Promise<string> => {
  const recording = await recordPool({ [type]: changes });
  try {
    readUserPool(recording);
    return "it was accepted";
  } catch (error) {
    return error instanceof NotImitatedError ? error.message : `another error: ${error}`;
  }
};

const trigger = { lambdaArn: "arn:aws:lambda:us-east-1:123456789012:function:f" };

describe("readUserPool", () => {
  it("reads the recorded pool, client, groups and scopes", async () => {
    const model = readUserPool(await recordPool());

    expect(model).to.deep.include({
      region: "us-east-1",
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${model.id}`,
      tier: "PLUS",
      advancedSecurityMode: "ENFORCED",
      isCaseSensitive: false,
      isEmailAutoVerified: true,
      isSelfSignUpAllowed: true,
      resourceServerScopes: ["petsapi/read", "petsapi/write"],
    });
    expect(model.preTokenGenerationArn).to.match(/^arn:aws:lambda:us-east-1:123456789012:function:[\w-]+-pre-token-generation-/);
    expect(model.groups.map(({ name }) => name)).to.deep.equal(["ReadPetsAccess", "WritePetsAccess", "PetsAdmins"]);
    expect(model.passwordPolicy).to.deep.include({ minimumLength: 12, requireSymbols: true, temporaryPasswordValidityDays: 3 });
    expect(model.clients[0]).to.deep.include({
      name: "web",
      isUserExistenceHidden: true,
      accessTokenValiditySeconds: 3600,
      refreshTokenValiditySeconds: 7 * 86_400,
      authSessionValidityMinutes: 3,
    });
  });

  it("reads a pool without trigger and resource server", async () => {
    const model = readUserPool(await recordPool({}, "id-token-lambda-authorizer"));

    expect(model).to.deep.include({ tier: "LITE", preTokenGenerationArn: undefined, resourceServerScopes: [] });
  });

  it("uses AWS's defaults for inputs that the program leaves out", async () => {
    const silent = {
      passwordPolicy: undefined,
      usernameConfiguration: undefined,
      userPoolTier: undefined,
      mfaConfiguration: undefined,
    };
    const noValidity = {
      accessTokenValidity: undefined,
      idTokenValidity: undefined,
      refreshTokenValidity: undefined,
      tokenValidityUnits: undefined,
    };
    const client = { ...noValidity, preventUserExistenceErrors: undefined, authSessionValidity: undefined };

    const model = readUserPool(await recordPool({ UserPool: silent, UserPoolClient: client }));

    expect(model).to.deep.include({ tier: "ESSENTIALS", isCaseSensitive: true, mfaConfiguration: "OFF" });
    expect(model.passwordPolicy).to.deep.equal({
      minimumLength: 8,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      requireUppercase: true,
      temporaryPasswordValidityDays: 7,
    });
    expect(model.clients[0]).to.deep.include({
      isUserExistenceHidden: false,
      accessTokenValiditySeconds: 3600,
      idTokenValiditySeconds: 3600,
      refreshTokenValiditySeconds: 30 * 86_400,
      authSessionValidityMinutes: 3,
    });
  });

  it("accepts every mode of advanced security, since its risk scores are not imitated", async () => {
    for (const advancedSecurityMode of ["OFF", "AUDIT", "ENFORCED"]) {
      const model = readUserPool(await recordPool({ UserPool: { userPoolAddOns: { advancedSecurityMode } } }));
      expect(model.advancedSecurityMode).to.equal(advancedSecurityMode);
    }
  });

  it("refuses a V2_0 trigger on the plan LITE, with AWS's reason", async () => {
    const refusal = await refusalOf("UserPool", { userPoolTier: "LITE" });

    expect(refusal).to.contain("AWS gives the event version V2_0 from the plan ESSENTIALS up");
  });

  const refused: readonly (readonly [string, string, Values, string])[] = [
    [
      "an event version V1_0",
      "UserPool",
      { lambdaConfig: { preTokenGenerationConfig: { ...trigger, lambdaVersion: "V1_0" } } },
      "lambdaVersion",
    ],
    [
      "an event version V3_0",
      "UserPool",
      { lambdaConfig: { preTokenGenerationConfig: { ...trigger, lambdaVersion: "V3_0" } } },
      "lambdaVersion",
    ],
    [
      "a V1_0 trigger by its short name",
      "UserPool",
      { lambdaConfig: { preTokenGeneration: trigger.lambdaArn } },
      "preTokenGeneration",
    ],
    ["another trigger", "UserPool", { lambdaConfig: { preSignUp: trigger.lambdaArn } }, "preSignUp"],
    ["required MFA", "UserPool", { mfaConfiguration: "ON" }, "mfaConfiguration"],
    ["sign-in by something other than email", "UserPool", { usernameAttributes: ["phone_number"] }, "usernameAttributes"],
    ["a pool that does not sign in by email", "UserPool", { usernameAttributes: undefined }, "usernameAttributes"],
    ["alias attributes", "UserPool", { aliasAttributes: ["email"] }, "aliasAttributes"],
    ["choice-based sign-in", "UserPool", { signInPolicy: { allowedFirstAuthFactors: ["EMAIL_OTP"] } }, "signInPolicy"],
    [
      "verification by a link",
      "UserPool",
      { verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" } },
      "verificationMessageTemplate",
    ],
    ["a client with a secret", "UserPoolClient", { generateSecret: true }, "generateSecret"],
    ["custom authentication", "UserPoolClient", { explicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] }, "explicitAuthFlows"],
    [
      "sign-in by administrators",
      "UserPoolClient",
      { explicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"] },
      "explicitAuthFlows",
    ],
    [
      "flows left to AWS's defaults, which hold custom authentication",
      "UserPoolClient",
      { explicitAuthFlows: undefined },
      "explicitAuthFlows",
    ],
    ["OAuth flows", "UserPoolClient", { allowedOauthFlows: ["code"] }, "allowedOauthFlows"],
    [
      "another identity provider",
      "UserPoolClient",
      { supportedIdentityProviders: ["COGNITO", "Google"] },
      "supportedIdentityProviders",
    ],
    ["rotation of refresh tokens", "UserPoolClient", { refreshTokenRotation: { feature: "ENABLED" } }, "refreshTokenRotation"],
    ["a group with a role", "UserGroup", { roleArn: "arn:aws:iam::123456789012:role/r" }, "roleArn"],
    ["an unknown input of a resource server", "ResourceServer", { audience: "x" }, "audience"],
    ["a client of another pool", "UserPoolClient", { userPoolId: "us-east-1_other" }, "us-east-1_other"],
    ["a group of another pool", "UserGroup", { userPoolId: "us-east-1_other" }, "us-east-1_other"],
  ];
  for (const [what, type, changes, word] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await refusalOf(type, changes))
        .to.match(/^the local engine does not imitate/)
        .and.to.contain(word);
    });
  }
});
