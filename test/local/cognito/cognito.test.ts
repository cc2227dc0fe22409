import { expect } from "chai";
import fc from "fast-check";
import { Clock } from "../../../local/clock";
import { createCognito } from "../../../local/cognito/cognito";
import { readUserPool } from "../../../local/cognito/resources";
import { Trace } from "../../../local/trace";
import { ADA, claimsOf, faultOf, recordPool, runHandler, SIGN_UP, TestPool, tokensOf } from "./support";

const PUBLIC_OPERATIONS = (
  "SignUp ConfirmSignUp ResendConfirmationCode InitiateAuth RespondToAuthChallenge GetTokensFromRefreshToken GetUser GlobalSignOut " +
  "RevokeToken"
).split(" ");
const ADMIN_OPERATIONS = (
  "AdminCreateUser AdminSetUserPassword AdminConfirmSignUp AdminDisableUser AdminEnableUser AdminDeleteUser " +
  "AdminUserGlobalSignOut AdminAddUserToGroup AdminRemoveUserFromGroup ListUsers ListGroups DescribeUserPool DescribeUserPoolClient"
).split(" ");
const OPERATIONS = [...PUBLIC_OPERATIONS, ...ADMIN_OPERATIONS];

describe("Cognito protocol", () => {
  it("speaks AWS JSON 1.1, with an error's name in the body and in headers", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    const [right, wrong] = [await pool.signIn(), await pool.signIn(ADA.email, "x")];

    expect(right.headers).to.deep.equal({ "Content-Type": "application/x-amz-json-1.1" });
    expect(wrong.status).to.equal(400);
    expect(wrong.body).to.deep.equal({ __type: "NotAuthorizedException", message: "Incorrect username or password." });
    expect(wrong.headers).to.deep.equal({
      "Content-Type": "application/x-amz-json-1.1",
      "x-amzn-ErrorType": "NotAuthorizedException:",
      "x-amzn-ErrorMessage": "Incorrect username or password.",
    });
  });

  it("lists the supported operations for any other", async () => {
    const pool = await TestPool.create();
    const answer = (target: string | undefined) => pool.cognito.handle({ target, isSigned: true, body: "{}" }, new Trace("test"));

    for (const target of [
      undefined,
      "",
      "SignUp",
      "AWSCognitoIdentityProviderService.ForgotPassword",
      "AWSCognitoIdentityProviderService.constructor",
      "DynamoDB.SignUp",
    ]) {
      const { status, body } = await answer(target);
      expect(status).to.equal(400);
      expect(JSON.parse(body)).to.deep.equal({
        __type: "UnknownOperationException",
        message: `The local engine does not imitate this operation. It imitates: ${OPERATIONS.join(", ")}`,
      });
    }
  });

  it("refuses a body that is not a JSON object", async () => {
    const pool = await TestPool.create();

    for (const body of ["", "{", "null", "[]", "1", '"text"']) {
      expect(faultOf(await pool.send("SignUp", body)), body).to.equal(
        "SerializationException: The request body is not a JSON object",
      );
    }
  });

  it("names every missing or invalid member without echoing its value", async () => {
    const pool = await TestPool.create();

    const reply = await pool.send("SignUp", { Username: "", Password: " secret ", UserAttributes: [{}] });

    expect(reply.body.__type).to.equal("InvalidParameterException");
    expect(reply.body.message).to.match(
      /^5 validation errors detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null; /,
    );
    expect(reply.body.message).to.contain(
      "Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    expect(reply.body.message).to.contain(
      String.raw`Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: \S.*\S`,
    );
    expect(reply.body.message).to.contain("Value null at 'userAttributes.1.member.name' failed");
    expect(JSON.stringify(reply)).not.to.contain("secret");
  });

  it("distinguishes a value of the wrong type from an invalid one", async () => {
    const pool = await TestPool.create();

    for (const body of [
      { ClientId: 1 },
      { ClientId: {} },
      { ClientId: [] },
      { AuthFlow: true },
      { AuthParameters: "x" },
      { AuthParameters: { USERNAME: 1 } },
    ]) {
      expect(
        (await pool.asClient("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", ...body })).body.__type,
        JSON.stringify(body),
      ).to.equal("SerializationException");
    }
    expect(faultOf(await pool.asAdmin("ListUsers", { Limit: 61 }))).to.equal(
      "InvalidParameterException: 1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
    );
  });

  it("treats null as a missing member", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    const reply = await pool.asClient("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: ADA.email, PASSWORD: ADA.password, DEVICE_KEY: null },
      ClientMetadata: null,
    });

    expect(reply.status).to.equal(200);
  });

  it("withstands huge and deeply nested bodies", async () => {
    const pool = await TestPool.create();
    const deep = (text: string) => `{"ClientId":"${pool.client.id}","AuthFlow":"USER_SRP_AUTH","AuthParameters":${text}}`;

    expect((await pool.send("SignUp", `{"Username":"${"x".repeat(2_000_000)}"}`)).body.__type).to.equal(
      "RequestEntityTooLargeException",
    );
    const slow = `{"Password":"${"x".repeat(900_000)} "}`;
    expect((await pool.send("SignUp", slow)).body.__type).to.equal("InvalidParameterException");
    expect((await pool.send("InitiateAuth", deep("[".repeat(100_000) + "]".repeat(100_000)))).status).to.equal(400);
    expect(
      (await pool.send("InitiateAuth", deep(`{"USERNAME":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`))).status,
    ).to.equal(400);
    expect(
      (await pool.send("InitiateAuth", deep(JSON.stringify({ USERNAME: "x".repeat(900_000), SRP_A: "f".repeat(900) })))).status,
    ).to.equal(400);
  });

  it("never responds 500, and never issues a token without the password, for any request", async () => {
    const pool = await TestPool.create();
    await pool.addAda("PetsAdmins");
    const { AccessToken, IdToken, RefreshToken } = tokensOf(await pool.signIn());
    await pool.asAdmin("AdminUserGlobalSignOut");
    const { body: challenge } = await pool.asClient("InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: ADA.email, SRP_A: "2" },
    });
    const known = [
      pool.client.id,
      pool.model.id,
      ADA.email,
      AccessToken,
      IdToken,
      RefreshToken,
      "USER_PASSWORD_AUTH",
      "USER_SRP_AUTH",
      "REFRESH_TOKEN_AUTH",
      "PASSWORD_VERIFIER",
      "NEW_PASSWORD_REQUIRED",
      "PetsAdmins",
      "__proto__",
      "2",
      "Tue Oct 6 12:00:00 UTC 2026",
      ...Object.values(Object(challenge.ChallengeParameters)),
    ];
    const keys =
      "ClientId UserPoolId Username Password AuthFlow AuthParameters ChallengeName ChallengeResponses Session AccessToken Token UserAttributes Name Value GroupName Limit Filter PaginationToken TemporaryPassword ClientMetadata USERNAME PASSWORD SRP_A REFRESH_TOKEN TIMESTAMP PASSWORD_CLAIM_SIGNATURE PASSWORD_CLAIM_SECRET_BLOCK NEW_PASSWORD ConfirmationCode __proto__ constructor toString".split(
        " ",
      );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom<unknown>(...known),
        fc.string({ unit: "binary" }),
        fc.jsonValue(),
        tie("object"),
        fc.array(tie("any"), { maxLength: 3 }),
      ),
      object: fc.dictionary(fc.constantFrom(...keys), tie("any"), { maxKeys: 12 }),
    }));
    const typical = fc.record({
      ClientId: fc.oneof({ weight: 9, arbitrary: fc.constant(pool.client.id) }, { weight: 1, arbitrary: value.any }),
      UserPoolId: fc.constant(pool.model.id),
      AuthFlow: fc.constantFrom("USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH"),
      ChallengeName: fc.constantFrom("PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED"),
      AuthParameters: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom<unknown>(...known), { maxKeys: 20 }),
      ChallengeResponses: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom<unknown>(...known), { maxKeys: 20 }),
      Session: value.any,
      AccessToken: value.any,
      Token: value.any,
      Username: value.any,
    });

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...OPERATIONS),
        fc.oneof(value.any, typical),
        fc.boolean(),
        async (operation, body, isSigned) => {
          const mayChangeUsers = !PUBLIC_OPERATIONS.includes(operation) && isSigned;
          const reply = await pool.send(operation, JSON.stringify(body) ?? "", isSigned && !mayChangeUsers);
          expect(reply.status, operation).to.be.oneOf([200, 400]);
          expect(reply.body).not.to.have.property("AuthenticationResult");
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("withstands any administrative request", async () => {
    const pool = await TestPool.create();
    const body = fc.record(
      {
        UserPoolId: fc.constant(pool.model.id),
        Username: fc.oneof(fc.constantFrom(ADA.email, "eve@example.com"), fc.string({ unit: "binary" }), fc.jsonValue()),
        UserAttributes: fc.array(
          fc.record({ Name: fc.constantFrom("name", "email", "__proto__", "constructor", "sub"), Value: fc.jsonValue() }),
        ),
        TemporaryPassword: fc.string({ unit: "binary" }),
        Password: fc.constantFrom(ADA.password, "weak", "ä".repeat(99)),
        GroupName: fc.constantFrom("PetsAdmins", "__proto__", "toString"),
        Filter: fc.string(),
        Limit: fc.oneof(fc.nat(), fc.double(), fc.string()),
        PaginationToken: fc.string(),
      },
      { requiredKeys: ["UserPoolId"] },
    );

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ADMIN_OPERATIONS), body, async (operation, request) => {
        expect((await pool.send(operation, request)).status, operation).to.be.oneOf([200, 400]);
      }),
      { numRuns: 500 },
    );
  });

  it("responds 500 to its own faults, without details", async () => {
    const pool = await TestPool.create({ invoke: () => Promise.reject(new Error("inner workings")) });
    await pool.addAda();

    const reply = await pool.signIn();

    expect(reply.status).to.equal(500);
    expect(reply.body).to.deep.equal({ __type: "InternalErrorException", message: "Internal error" });
    expect(reply.trace.steps.at(-1)).to.include({ kind: "internal error", outcome: "failed" });
  });
});

describe("Cognito well-known documents", () => {
  it("serve the public keys with AWS's fields, and no private part", async () => {
    const { cognito, model } = await TestPool.create();

    const { keys } = JSON.parse((await cognito.document(`/${model.id}/.well-known/jwks.json`)) ?? "");

    expect(keys).to.have.lengthOf(2);
    for (const key of keys) {
      expect(Object.keys(key)).to.deep.equal(["alg", "e", "kid", "kty", "n", "use"]);
      expect(key).to.include({ alg: "RS256", kty: "RSA", use: "sig" });
    }
  });

  it("serve the OpenID configuration with AWS's issuer and this engine's jwks_uri", async () => {
    const { cognito, model } = await TestPool.create();

    expect(JSON.parse((await cognito.document(`/${model.id}/.well-known/openid-configuration`)) ?? "")).to.include({
      issuer: model.issuer,
      jwks_uri: `http://localhost:4000/${model.id}/.well-known/jwks.json`,
    });
  });

  it("are served at no other path", async () => {
    const { cognito, model } = await TestPool.create();

    for (const path of [
      "/",
      "/.well-known/jwks.json",
      `/${model.id}`,
      "/us-east-1_other/.well-known/jwks.json",
      "/constructor",
    ]) {
      expect(await cognito.document(path)).to.equal(undefined);
    }
  });

  it("share their keys with verificationKeys, which returns the same map each time", async () => {
    const { cognito, model } = await TestPool.create();

    expect(await cognito.verificationKeys(model.issuer))
      .to.equal(await cognito.verificationKeys(model.issuer))
      .and.to.have.property("size", 2);
    expect(await cognito.verificationKeys("https://example.com")).to.equal(undefined);
  });
});

const rest = { clock: new Clock(), invoke: runHandler, endpoint: "http://localhost:4000", sendCode: () => undefined };

describe("createCognito", () => {
  it("serves several pools side by side, each with its own keys", async () => {
    const model = readUserPool(await recordPool());
    const [client] = model.clients;
    const other = {
      ...model,
      id: "us-east-1_other",
      issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other",
      preTokenGeneration: undefined,
      clients: client === undefined ? [] : [{ ...client, id: "theirs" }],
    };
    const cognito = await createCognito({ ...rest, pools: [model, other] });
    const send = async (operation: string, body: object) => {
      const target = `AWSCognitoIdentityProviderService.${operation}`;
      return JSON.parse((await cognito.handle({ target, isSigned: true, body: JSON.stringify(body) }, new Trace("test"))).body);
    };
    const Username = ADA.email;
    await send("AdminCreateUser", { UserPoolId: other.id, Username });
    await send("AdminSetUserPassword", { UserPoolId: other.id, Username, Password: ADA.password, Permanent: true });
    const AuthParameters = { USERNAME: Username, PASSWORD: ADA.password };

    const theirs = await send("InitiateAuth", { ClientId: "theirs", AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    const ours = await send("InitiateAuth", { ClientId: client?.id, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });

    expect(ours.message).to.equal("Incorrect username or password.");
    const { AccessToken } = theirs.AuthenticationResult;
    expect(claimsOf(AccessToken).iss).to.equal(other.issuer);
    expect((await send("GetUser", { AccessToken })).Username).to.equal(claimsOf(AccessToken).sub);
    const keys = await Promise.all([model, other].map(({ issuer }) => cognito.verificationKeys(issuer)));
    const kids = keys.flatMap((byKid) => [...(byKid?.keys() ?? [])]);
    expect(new Set(kids)).to.have.property("size", 4);
  });

  it("rejects two pools, or clients, with the same id", async () => {
    const model = readUserPool(await recordPool());
    const failure = (pools: readonly (typeof model)[]) =>
      createCognito({ ...rest, pools }).catch((error: unknown) => String(error));

    expect(await failure([model, model])).to.equal(`Error: two user pools or app clients have the id ${model.id}`);
    expect(await failure([model, { ...model, id: "us-east-1_other" }])).to.equal(
      `Error: two user pools or app clients have the id ${model.clients[0]?.id}`,
    );
  });
});

describe("user pool state", () => {
  it("is restored: users, passwords, groups, tokens, revocations and keys", async () => {
    const before = await TestPool.create();
    await before.addAda("PetsAdmins");
    await before.asClient("SignUp", { ...SIGN_UP, Username: "eve@example.com" });
    const [kept, revoked] = [tokensOf(await before.signIn()), tokensOf(await before.signIn())];
    await before.asClient("RevokeToken", { Token: revoked.RefreshToken });

    const after = await TestPool.create({ saved: before.saves.at(-1) });

    const refreshed = tokensOf(await after.refresh(kept.RefreshToken));
    expect(claimsOf(refreshed.IdToken)).to.deep.include({ sub: claimsOf(kept.IdToken).sub, "cognito:groups": ["PetsAdmins"] });
    expect((await after.send("GetUser", { AccessToken: kept.AccessToken }, false)).status, "signed by the same key").to.equal(
      200,
    );
    expect((await after.signIn()).status).to.equal(200);
    expect((await after.signIn(ADA.email, "Wrong-Horse-1")).status).to.equal(400);
    expect(faultOf(await after.refresh(revoked.RefreshToken))).to.equal("NotAuthorizedException: Refresh Token has been revoked");
    expect(faultOf(await after.send("GetUser", { AccessToken: revoked.AccessToken }, false))).to.equal(
      "NotAuthorizedException: Access Token has been revoked",
    );
    const code = before.mails.at(-1)?.code;
    expect((await after.asClient("ConfirmSignUp", { Username: "eve@example.com", ConfirmationCode: code })).status).to.equal(200);
  });

  it("has no password, code or refresh token in plain text", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    await pool.asClient("SignUp", { ...SIGN_UP, Username: "eve@example.com" });
    const { RefreshToken } = tokensOf(await pool.signIn());

    const saved = JSON.stringify(pool.saves.at(-1));

    for (const secret of [ADA.password, `"${pool.mails[0]?.code}"`, RefreshToken]) expect(saved).not.to.contain(secret);
  });

  it("is saved after changes only", async () => {
    const pool = await TestPool.create();
    const savesOf = async (act: () => Promise<unknown>) => {
      const before = pool.saves.length;
      await act();
      return pool.saves.length - before;
    };

    expect(await savesOf(() => pool.asAdmin("AdminCreateUser"))).to.equal(1);
    expect(await savesOf(() => pool.asAdmin("ListUsers"))).to.equal(0);
    expect(await savesOf(() => pool.signIn(ADA.email, "Wrong-Horse-1"))).to.equal(0);
    expect(await savesOf(() => pool.asAdmin("AdminSetUserPassword", { Password: ADA.password, Permanent: true }))).to.equal(1);
    expect(await savesOf(() => pool.signIn())).to.equal(1);
    expect(await savesOf(() => pool.asAdmin("AdminDeleteUser"))).to.equal(1);
  });

  it("drops groups that the program no longer has", async () => {
    const before = await TestPool.create();
    await before.addAda("PetsAdmins", "ReadPetsAccess");

    const after = await TestPool.create({ saved: before.saves.at(-1), changes: { "UserGroup PetsAdmins": { name: "Renamed" } } });

    expect(claimsOf(tokensOf(await after.signIn()).IdToken)["cognito:groups"]).to.deep.equal(["ReadPetsAccess"]);
  });

  it("drops sign-ins that can have no valid token any more", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    for (let day = 0; day < 20; day++) {
      await pool.signIn();
      pool.clock.advance(86_400_000);
    }

    expect(pool.saves.at(-1)).to.have.property("signIns").with.lengthOf(7);
  });

  it("is rejected if malformed", async () => {
    const error: unknown = await TestPool.create({ saved: { version: 2 } }).catch((reason: unknown) => reason);

    expect(String(error)).to.match(
      /^Error: the saved state of user pool us-east-1_\w+ was not written by this version; remove it/,
    );
  });
});
