import { expect } from "chai";
import { ADA, ADA_ATTRIBUTES, claimsOf, faultOf, OTHER_CLIENT, TestPool, tokensOf } from "./support";

const INCORRECT = "NotAuthorizedException: Incorrect username or password.";
const LOCKED = "NotAuthorizedException: Password attempts exceeded";
const WRONG = "Wrong-Horse-1";
const TEMPORARY = "Temporary-Horse-1";
const DAY_MS = 86_400_000;

const repeat = async (times: number, run: () => Promise<unknown>) => {
  for (let time = 0; time < times; time++) await run();
};

describe("InitiateAuth with a password", () => {
  it("issues tokens for the email, in any spelling, and for the user's id", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    const first = await pool.signIn();

    expect(first.status).to.equal(200);
    expect(first.body.AuthenticationResult).to.include({ ExpiresIn: 3600, TokenType: "Bearer" });
    const { sub } = claimsOf(tokensOf(first).IdToken);
    expect((await pool.signIn("ADA@Example.Com")).status).to.equal(200);
    expect((await pool.signIn(String(sub))).status).to.equal(200);
  });

  it("answers an unknown username like a wrong password", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    const [wrong, nobody] = [await pool.signIn(ADA.email, WRONG), await pool.signIn("eve@example.com", WRONG)];

    expect(faultOf(wrong)).to.equal(INCORRECT);
    expect({ ...nobody, trace: 0 }).to.deep.equal({ ...wrong, trace: 0 });
  });

  it("reports an unknown username if the client does not hide user existence", async () => {
    const pool = await TestPool.create({ changes: { UserPoolClient: { preventUserExistenceErrors: "LEGACY" } } });
    await pool.addAda();

    expect(faultOf(await pool.signIn("eve@example.com"))).to.equal("UserNotFoundException: User does not exist.");
    expect(faultOf(await pool.signIn(ADA.email, WRONG))).to.equal(INCORRECT);
  });

  it("reports a disabled user before checking the password (reported)", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    await pool.asAdmin("AdminDisableUser");

    expect(faultOf(await pool.signIn())).to.equal("NotAuthorizedException: User is disabled.");
    expect(faultOf(await pool.signIn(ADA.email, WRONG))).to.equal("NotAuthorizedException: User is disabled.");
    expect(pool.calls, "the trigger is not asked").to.deep.equal([]);
    await pool.asAdmin("AdminEnableUser");
    expect((await pool.signIn()).status).to.equal(200);
  });

  it("refuses a deleted user", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    await pool.asAdmin("AdminDeleteUser");

    expect(faultOf(await pool.signIn())).to.equal(INCORRECT);
  });

  it("reports missing parameters", async () => {
    const pool = await TestPool.create();
    const missing = async (AuthFlow: string, AuthParameters: object) =>
      faultOf(await pool.asClient("InitiateAuth", { AuthFlow, AuthParameters }));

    const prefix = "InvalidParameterException: Missing required parameter";
    expect(await missing("USER_PASSWORD_AUTH", { PASSWORD: "x" })).to.equal(`${prefix} USERNAME`);
    expect(await missing("USER_PASSWORD_AUTH", { USERNAME: "x" })).to.equal(`${prefix} PASSWORD`);
    expect(await missing("USER_SRP_AUTH", { USERNAME: "x" })).to.equal(`${prefix} SRP_A`);
    expect(await missing("USER_SRP_AUTH", { SRP_A: "1" })).to.equal(`${prefix} USERNAME`);
    expect(await missing("REFRESH_TOKEN_AUTH", {})).to.equal(`${prefix} REFRESH_TOKEN`);
  });

  it("records a trace without the password or a token", async () => {
    const pool = await TestPool.create();
    await pool.addAda("PetsAdmins");

    const [right, wrong] = [await pool.signIn(), await pool.signIn(ADA.email, WRONG)];

    expect(right.trace.steps.map(({ kind, outcome }) => `${kind} ${outcome}`)).to.deep.equal([
      "password ok",
      "trigger ok",
      "tokens ok",
    ]);
    expect(right.trace.steps[1]).to.deep.include({
      durationMs: 7,
      addedScopes: ["openid", "profile", "petsapi/read", "petsapi/write"],
    });
    expect(right.trace.steps[2]).to.include({ idTokenValiditySeconds: 3600 });
    const [checked, told] = wrong.trace.steps;
    expect(checked).to.include({ kind: "password", outcome: "refused", event: "wrong" });
    expect(told).to.deep.equal({
      kind: "refusal",
      outcome: "refused",
      errorType: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
    const recorded = JSON.stringify([right.trace, wrong.trace]);
    for (const secret of [ADA.password, WRONG, ...Object.values(tokensOf(right))]) expect(recorded).not.to.contain(secret);
  });
});

describe("client auth flows", () => {
  const flow = (AuthFlow: string) => ({
    AuthFlow,
    AuthParameters: { USERNAME: ADA.email, PASSWORD: ADA.password, SRP_A: "1", REFRESH_TOKEN: "x" },
  });
  const refusals: readonly (readonly [string, string])[] = [
    ["USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"],
    ["USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."],
    ["REFRESH_TOKEN_AUTH", "Auth flow not enabled for this client"],
    ["REFRESH_TOKEN", "Auth flow not enabled for this client"],
    ["CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client."],
    ["USER_AUTH", "USER_AUTH is not enabled for the client."],
    ["ADMIN_NO_SRP_AUTH", "Initiate Auth method not supported."],
    ["ADMIN_USER_PASSWORD_AUTH", "Initiate Auth method not supported."],
  ];
  for (const [name, message] of refusals) {
    it(`refuse ${name} unless the client lists it`, async () => {
      const pool = await TestPool.create({ changes: { UserPoolClient: { explicitAuthFlows: [] } } });
      await pool.addAda();

      expect(faultOf(await pool.asClient("InitiateAuth", flow(name)))).to.equal(`InvalidParameterException: ${message}`);
    });
  }

  it("refuse an unknown flow", async () => {
    const pool = await TestPool.create();

    expect(faultOf(await pool.asClient("InitiateAuth", flow("SECRET_AUTH")))).to.match(
      /^InvalidParameterException: 1 validation error detected: Value at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: \[/,
    );
  });

  it("refuse an unknown client", async () => {
    const pool = await TestPool.create();

    expect(faultOf(await pool.send("InitiateAuth", { ...flow("USER_PASSWORD_AUTH"), ClientId: "stranger" }))).to.equal(
      "ResourceNotFoundException: User pool client stranger does not exist.",
    );
  });
});

describe("lockout after wrong passwords", () => {
  it("refuses even the right password for a second after the fifth wrong one", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    for (let attempt = 1; attempt <= 5; attempt++) expect(faultOf(await pool.signIn(ADA.email, WRONG))).to.equal(INCORRECT);

    expect(faultOf(await pool.signIn())).to.equal(LOCKED);
    pool.clock.advance(1000);
    expect((await pool.signIn()).status).to.equal(200);
    expect(faultOf(await pool.signIn(ADA.email, WRONG))).to.equal(INCORRECT);
    expect((await pool.signIn()).status, "the count starts afresh").to.equal(200);
  });

  it("doubles with each further wrong password up to 15 minutes, ignoring attempts during the lockout", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    await repeat(5, () => pool.signIn(ADA.email, WRONG));

    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
      await repeat(2, () => pool.signIn(ADA.email, WRONG));
      pool.clock.advance(seconds * 1000 - 100);
      expect(faultOf(await pool.signIn()), `${seconds} s`).to.equal(LOCKED);
      pool.clock.advance(100);
      expect(faultOf(await pool.signIn(ADA.email, WRONG)), `after ${seconds} s`).to.equal(INCORRECT);
    }
    pool.clock.advance(14 * 60_000);
    expect(faultOf(await pool.signIn())).to.equal(LOCKED);
    pool.clock.advance(60_000);
    expect((await pool.signIn()).status).to.equal(200);
  });

  it("ends after 15 minutes without an attempt", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    await repeat(5, () => pool.signIn(ADA.email, WRONG));
    pool.clock.advance(15 * 60_000);

    for (let attempt = 1; attempt <= 5; attempt++) expect(faultOf(await pool.signIn(ADA.email, WRONG))).to.equal(INCORRECT);
    expect(faultOf(await pool.signIn())).to.equal(LOCKED);
  });

  it("is extended by attempts meanwhile", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    for (const seconds of [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256]) {
      pool.clock.advance(seconds * 1000);
      await pool.signIn(ADA.email, WRONG);
    }
    pool.clock.advance(500_000);
    expect(faultOf(await pool.signIn())).to.equal(LOCKED);

    pool.clock.advance(15 * 60_000 - 1000);
    expect(faultOf(await pool.signIn(ADA.email, WRONG))).to.equal(INCORRECT);
    expect(faultOf(await pool.signIn())).to.equal(LOCKED);
  });

  it("applies per user, whatever the spelling", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    await repeat(5, () => pool.signIn("ADA@example.com", WRONG));

    expect(faultOf(await pool.signIn())).to.equal(LOCKED);
  });

  it("applies to unknown usernames as well", async () => {
    const pool = await TestPool.create();

    for (let attempt = 1; attempt <= 5; attempt++) expect(faultOf(await pool.signIn("eve@example.com"))).to.equal(INCORRECT);
    expect(faultOf(await pool.signIn("EVE@example.com"))).to.equal(LOCKED);
  });
});

describe("NEW_PASSWORD_REQUIRED", () => {
  const create = async (attributes: readonly object[] = ADA_ATTRIBUTES) => {
    const pool = await TestPool.create();
    await pool.asAdmin("AdminCreateUser", { UserAttributes: attributes, TemporaryPassword: TEMPORARY });
    return pool;
  };
  const answer = (pool: TestPool, session: unknown, responses: object = {}, ClientId = pool.client.id) =>
    pool.asClient("RespondToAuthChallenge", {
      ClientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: session,
      ChallengeResponses: { USERNAME: ADA.email, NEW_PASSWORD: ADA.password, ...responses },
      ClientMetadata: { from: "challenge" },
    });

  it("is returned instead of tokens for a temporary password, and names the missing attributes", async () => {
    const pool = await create([]);

    const { body } = await pool.signIn(ADA.email, TEMPORARY);

    expect(body).not.to.have.property("AuthenticationResult");
    expect(body.ChallengeName).to.equal("NEW_PASSWORD_REQUIRED");
    expect(body.ChallengeParameters).to.deep.include({
      requiredAttributes: '["userAttributes.name","userAttributes.locale"]',
      userAttributes: JSON.stringify({ name: "", locale: "", email: ADA.email }),
    });
  });

  it("issues tokens for a new password, which replaces the temporary one", async () => {
    const pool = await create();
    const { body } = await pool.signIn(ADA.email, TEMPORARY);

    const reply = await answer(pool, body.Session);

    expect(reply.status).to.equal(200);
    expect(tokensOf(reply).RefreshToken).not.to.equal("");
    expect(pool.calls.map(({ event }) => event)[0]).to.deep.include({ triggerSource: "TokenGeneration_NewPasswordChallenge" });
    expect(pool.calls[0]?.event).to.have.nested.property("request.clientMetadata").that.deep.equals({ from: "challenge" });
    expect((await pool.signIn()).body).to.have.property("AuthenticationResult");
    expect(faultOf(await pool.signIn(ADA.email, TEMPORARY))).to.equal(INCORRECT);
  });

  it("requires the missing attributes", async () => {
    const pool = await create([]);
    const { body } = await pool.signIn(ADA.email, TEMPORARY);

    expect(faultOf(await answer(pool, body.Session, { "userAttributes.name": "Ada" }))).to.equal(
      "InvalidParameterException: Invalid attributes given, locale is missing",
    );
    const reply = await answer(pool, body.Session, { "userAttributes.name": "Ada", "userAttributes.locale": "en" });
    expect(claimsOf(tokensOf(reply).IdToken)).to.include({ name: "Ada", locale: "en" });
  });

  it("refuses attributes that the client may not write, and a change of email", async () => {
    const pool = await create();
    const { body } = await pool.signIn(ADA.email, TEMPORARY);

    expect(faultOf(await answer(pool, body.Session, { "userAttributes.email_verified": "true" }))).to.equal(
      "NotAuthorizedException: A client attempted to write unauthorized attribute",
    );
    expect(faultOf(await answer(pool, body.Session, { "userAttributes.email": "eve@example.com" }))).to.equal(
      "NotAuthorizedException: Cannot modify an already provided email",
    );
  });

  it("accepts a session once, though a weak password may be corrected within it", async () => {
    const pool = await create();
    const { body } = await pool.signIn(ADA.email, TEMPORARY);

    expect(faultOf(await answer(pool, body.Session, { NEW_PASSWORD: "short" }))).to.match(/^InvalidPasswordException/);
    expect((await answer(pool, body.Session)).status).to.equal(200);
    await pool.asAdmin("AdminSetUserPassword", { Password: TEMPORARY });
    expect(faultOf(await answer(pool, body.Session))).to.equal(
      "NotAuthorizedException: Invalid session for the user, session can only be used once.",
    );
  });

  it("refuses a session that is forged, expired, or another user's or client's", async () => {
    const pool = await create();
    const { body } = await pool.signIn(ADA.email, TEMPORARY);
    const INVALID = "NotAuthorizedException: Invalid session for the user";

    expect(faultOf(await answer(pool, "made-up"))).to.equal(`${INVALID}.`);
    expect(faultOf(await answer(pool, undefined))).to.equal("InvalidParameterException: Missing required parameter Session");
    await pool.asAdmin("AdminCreateUser", { Username: "eve@example.com" });
    expect(faultOf(await answer(pool, body.Session, { USERNAME: "eve@example.com" }))).to.equal(`${INVALID}.`);
    expect(faultOf(await answer(pool, body.Session, {}, OTHER_CLIENT))).to.equal(`${INVALID}.`);
    pool.clock.advance(3 * 60_000);
    expect(faultOf(await answer(pool, body.Session))).to.equal(`${INVALID}, session is expired.`);
  });

  it("changes nothing if an administrator has disabled the user or set a permanent password meanwhile", async () => {
    const pool = await create();
    const sessions = [await pool.signIn(ADA.email, TEMPORARY), await pool.signIn(ADA.email, TEMPORARY)].map(
      ({ body }) => body.Session,
    );
    await pool.asAdmin("AdminDisableUser");

    expect(faultOf(await answer(pool, sessions[0]))).to.equal("NotAuthorizedException: User is disabled.");
    await pool.asAdmin("AdminEnableUser");
    expect((await pool.signIn(ADA.email, TEMPORARY)).body.ChallengeName).to.equal("NEW_PASSWORD_REQUIRED");
    await pool.asAdmin("AdminSetUserPassword", { Password: "Another-Horse-1", Permanent: true });
    expect(faultOf(await answer(pool, sessions[1]))).to.equal("NotAuthorizedException: Invalid session for the user.");
    expect((await pool.signIn(ADA.email, "Another-Horse-1")).status).to.equal(200);
  });

  it("is not returned for an expired temporary password", async () => {
    const pool = await create();
    pool.clock.advance(3 * DAY_MS);

    expect(faultOf(await pool.signIn(ADA.email, TEMPORARY))).to.equal(
      "NotAuthorizedException: Temporary password has expired and must be reset by an administrator.",
    );
    await pool.asAdmin("AdminSetUserPassword", { Password: TEMPORARY });
    expect((await pool.signIn(ADA.email, TEMPORARY)).status).to.equal(200);
  });

  it("is one of the two challenges that are imitated", async () => {
    const pool = await TestPool.create();

    const reply = await pool.asClient("RespondToAuthChallenge", { ChallengeName: "SMS_MFA", ChallengeResponses: {} });

    expect(faultOf(reply)).to.match(
      /^InvalidParameterException: The local engine imitates the challenges PASSWORD_VERIFIER and NEW/,
    );
    expect(faultOf(await pool.asClient("RespondToAuthChallenge", { ChallengeName: "PASSWORD_VERIFIER" }))).to.equal(
      "InvalidParameterException: Missing required parameter challenge responses.",
    );
  });
});
