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

const custom = { name: "company_id", attributeDataType: "String", mutable: true } as const;
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
    expect(model.preTokenGeneration?.functionArn).to.match(
      /^arn:aws:lambda:us-east-1:123456789012:function:[\w-]+-pre-token-generation-/,
    );
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

    expect(model).to.deep.include({ tier: "LITE", preTokenGeneration: undefined, resourceServerScopes: [] });
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

  it("reads triggers of either version by either form, V1_0 on every plan", async () => {
    const v1 = { preTokenGenerationConfig: { ...trigger, lambdaVersion: "V1_0" } };
    const expected = { functionArn: trigger.lambdaArn, eventVersion: "V1_0" };
    for (const lambdaConfig of [
      v1,
      { preTokenGeneration: trigger.lambdaArn },
      { ...v1, preTokenGeneration: trigger.lambdaArn },
    ]) {
      const model = readUserPool(await recordPool({ UserPool: { lambdaConfig, userPoolTier: "LITE" } }));
      expect(model.preTokenGeneration, JSON.stringify(lambdaConfig)).to.deep.equal(expected);
    }
    const confirming = readUserPool(
      await recordPool({ UserPool: { lambdaConfig: { postConfirmation: trigger.lambdaArn }, userPoolTier: "LITE" } }),
    );
    expect(confirming).to.deep.include({ preTokenGeneration: undefined, postConfirmationArn: trigger.lambdaArn });
  });

  it("reads attributes outside the standard set by the names that requests and tokens have", async () => {
    const schemas = [
      { ...custom, mutable: false },
      { ...custom, name: "__proto__" },
      { ...custom, name: "nickname" },
    ];
    const model = readUserPool(
      await recordPool({
        UserPool: { schemas },
        UserPoolClient: { readAttributes: ["sub", "email_verified", "custom:company_id"] },
      }),
    );

    expect(model.attributes.map(({ name, isCustom, isMutable }) => [name, isCustom, isMutable])).to.deep.equal([
      ["custom:company_id", true, false],
      ["custom:__proto__", true, true],
      ["nickname", false, true],
    ]);
  });

  const refused: readonly (readonly [string, string, Values, string])[] = [
    [
      "an event version V3_0",
      "UserPool",
      { lambdaConfig: { preTokenGenerationConfig: { ...trigger, lambdaVersion: "V3_0" } } },
      "lambdaVersion",
    ],
    [
      "two triggers for the same",
      "UserPool",
      {
        lambdaConfig: {
          preTokenGeneration: `${trigger.lambdaArn}2`,
          preTokenGenerationConfig: { ...trigger, lambdaVersion: "V1_0" },
        },
      },
      "preTokenGeneration",
    ],
    ["another trigger", "UserPool", { lambdaConfig: { preSignUp: trigger.lambdaArn } }, "preSignUp"],
    ["a required custom attribute", "UserPool", { schemas: [{ ...custom, required: true }] }, '"company_id"'],
    ["a custom attribute that may be mutable or not", "UserPool", { schemas: [{ ...custom, mutable: undefined }] }, "mutable"],
    ["a custom attribute of another type", "UserPool", { schemas: [{ ...custom, attributeDataType: "Number" }] }, "schemas.0"],
    ["a name too long for a custom attribute", "UserPool", { schemas: [{ ...custom, name: "x".repeat(21) }] }, "xxx"],
    ["a custom attribute with its prefix", "UserPool", { schemas: [{ ...custom, name: "custom:x" }] }, "custom:x"],
    ["an attribute twice", "UserPool", { schemas: [custom, custom] }, "same name"],
    [
      "51 custom attributes",
      "UserPool",
      { schemas: Array.from({ length: 51 }, (_, index) => ({ ...custom, name: `a${index}` })) },
      "more than 50",
    ],
    ["a client that reads what the pool lacks", "UserPoolClient", { readAttributes: ["custom:x"] }, '"custom:x"'],
    ["a client that writes what the pool lacks", "UserPoolClient", { writeAttributes: ["email", "__proto__"] }, '"__proto__"'],
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
