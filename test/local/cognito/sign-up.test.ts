import { expect } from "chai";
import { ADA, faultOf, SIGN_UP, TestPool } from "./support";

const HOUR_MS = 3_600_000;
const MISMATCH = "CodeMismatchException: Invalid verification code provided, please try again.";

const confirm = (pool: TestPool, code: string | undefined, username: string = ADA.email) =>
  pool.asClient("ConfirmSignUp", { Username: username, ConfirmationCode: code });
const other = (code: string | undefined) => (code === "111111" ? "222222" : "111111");
const codeOf = ({ mails }: TestPool) => mails[0]?.code;

describe("SignUp", () => {
  it("creates a user with a generated id and mails a six-digit confirmation code", async () => {
    const pool = await TestPool.create();

    const { status, body } = await pool.asClient("SignUp", SIGN_UP);

    expect(status).to.equal(200);
    expect(body.UserSub).to.match(/^[0-9a-f-]{36}$/);
    expect(body).to.deep.include({
      UserConfirmed: false,
      CodeDeliveryDetails: { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" },
    });
    expect(pool.mails).to.have.lengthOf(1);
    expect(pool.mails[0]).to.deep.include({ userPoolId: pool.model.id, to: ADA.email });
    expect(codeOf(pool)).to.match(/^\d{6}$/);
    const { body: list } = await pool.asAdmin("ListUsers");
    expect(list.Users).to.have.nested.property("[0].Username", body.UserSub);
  });

  it("blocks sign-in until the confirmation, and says so before checking the password (reported)", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    expect(faultOf(await pool.signIn())).to.equal("UserNotConfirmedException: User is not confirmed.");
    expect(faultOf(await pool.signIn(ADA.email, "Wrong-Horse-1"))).to.equal("UserNotConfirmedException: User is not confirmed.");
  });

  it("refuses a taken email, in any spelling, even if the client hides user existence", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    const again = await pool.asClient("SignUp", { ...SIGN_UP, Username: "ADA@example.com" });

    expect(faultOf(again)).to.equal("UsernameExistsException: An account with the given email already exists.");
  });

  it("distinguishes spellings in a case-sensitive pool", async () => {
    const pool = await TestPool.create({ changes: { UserPool: { usernameConfiguration: { caseSensitive: true } } } });
    await pool.addAda();

    expect((await pool.asClient("SignUp", { ...SIGN_UP, Username: "ADA@example.com" })).status).to.equal(200);
    expect((await pool.signIn()).status).to.equal(200);
    expect((await pool.signIn("Ada@Example.com")).status).to.equal(400);
  });

  it("refuses everybody if only administrators create users", async () => {
    const pool = await TestPool.create({ changes: { UserPool: { adminCreateUserConfig: { allowAdminCreateUserOnly: true } } } });

    expect(faultOf(await pool.asClient("SignUp", SIGN_UP))).to.equal(
      "NotAuthorizedException: SignUp is not permitted for this user pool",
    );
  });

  const policyFaults: readonly (readonly [string, string])[] = [
    ["Short-1", "Password not long enough"],
    ["ALL-UPPERCASE-1", "Password must have lowercase characters"],
    ["all-lowercase-1", "Password must have uppercase characters"],
    ["No-Numbers-Here", "Password must have numeric characters"],
    ["NoSymbolsHere123", "Password must have symbol characters"],
  ];
  for (const [password, fault] of policyFaults) {
    it(`refuses a password against the policy: ${fault}`, async () => {
      const pool = await TestPool.create();

      const reply = await pool.asClient("SignUp", { ...SIGN_UP, Password: password });

      expect(faultOf(reply)).to.equal(`InvalidPasswordException: Password did not conform with policy: ${fault}`);
    });
  }

  it("accepts each of AWS's symbols, and a space", async () => {
    const pool = await TestPool.create();

    for (const [index, symbol] of [..."^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- "].entries()) {
      const reply = await pool.asClient("SignUp", {
        ...SIGN_UP,
        Username: `u${index}@example.com`,
        Password: `Long${symbol}Enough123`,
      });
      expect(reply.status, symbol).to.equal(200);
    }
  });

  const attribute = (Name: string, Value: string) => ({ UserAttributes: [...SIGN_UP.UserAttributes, { Name, Value }] });
  const faults: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ["a username that is not an email", { Username: "ada" }, "InvalidParameterException: Username should be an email."],
    [
      "another email among the attributes",
      attribute("email", "eve@example.com"),
      "InvalidParameterException: User email should be empty or same as username, since username attribute is email.",
    ],
    [
      "required attributes left out",
      { UserAttributes: [] },
      "InvalidParameterException: Attributes did not conform to the schema: name: The attribute is required\nlocale: The attribute is required",
    ],
    [
      "a required attribute that is empty",
      { UserAttributes: [SIGN_UP.UserAttributes[0], { Name: "locale", Value: "" }] },
      "InvalidParameterException: Attributes did not conform to the schema: locale: String must be at least 1 characters long",
    ],
    [
      "an attribute that the client may not write",
      attribute("email_verified", "true"),
      "NotAuthorizedException: A client attempted to write unauthorized attribute",
    ],
  ];
  for (const [what, changes, fault] of faults) {
    it(`refuses ${what}`, async () => {
      const pool = await TestPool.create();

      const reply = await pool.asClient("SignUp", { ...SIGN_UP, ...changes });

      expect(faultOf(reply)).to.equal(fault);
    });
  }

  it("restricts a client without writeAttributes to the pool's schema", async () => {
    const pool = await TestPool.create({ changes: { UserPoolClient: { writeAttributes: undefined } } });

    expect(faultOf(await pool.asClient("SignUp", { ...SIGN_UP, ...attribute("phone_number_verified", "true") }))).to.equal(
      "NotAuthorizedException: A client attempted to write unauthorized attribute",
    );
    expect((await pool.asClient("SignUp", { ...SIGN_UP, ...attribute("nickname", "Countess") })).status).to.equal(200);
  });

  it("sends no code if the pool does not verify emails, so that only an administrator can confirm", async () => {
    const pool = await TestPool.create({ changes: { UserPool: { autoVerifiedAttributes: undefined } } });

    const { body } = await pool.asClient("SignUp", SIGN_UP);

    expect(body).not.to.have.property("CodeDeliveryDetails");
    expect(pool.mails).to.deep.equal([]);
    expect((await pool.asAdmin("AdminConfirmSignUp")).status).to.equal(200);
    expect((await pool.signIn()).status).to.equal(200);
  });
});

describe("ConfirmSignUp", () => {
  it("accepts the mailed code once and marks the email as verified", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    const confirmed = await confirm(pool, codeOf(pool));

    expect(confirmed.status).to.equal(200);
    const { body } = await pool.asAdmin("ListUsers");
    expect(JSON.stringify(body))
      .to.contain('{"Name":"email_verified","Value":"true"}')
      .and.to.contain('"UserStatus":"CONFIRMED"');
    expect(faultOf(await confirm(pool, codeOf(pool)))).to.equal(
      "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
    );
  });

  it("refuses a wrong code, and one from the day before", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    expect(faultOf(await confirm(pool, other(codeOf(pool))))).to.equal(MISMATCH);
    pool.clock.advance(24 * HOUR_MS);
    expect(faultOf(await confirm(pool, codeOf(pool)))).to.equal(
      "ExpiredCodeException: Invalid code provided, please request a code again.",
    );
  });

  it("allows 15 attempts an hour, so that a code cannot be guessed", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);
    for (let attempt = 0; attempt < 15; attempt++) expect(faultOf(await confirm(pool, other(codeOf(pool))))).to.equal(MISMATCH);

    expect(faultOf(await confirm(pool, codeOf(pool)))).to.equal(
      "LimitExceededException: Attempt limit exceeded, please try after some time.",
    );
    pool.clock.advance(HOUR_MS);
    expect((await confirm(pool, codeOf(pool))).status).to.equal(200);
  });

  it("answers an unknown username like a wrong code, with the same limit", async () => {
    const pool = await TestPool.create();

    for (let attempt = 0; attempt < 15; attempt++)
      expect(faultOf(await confirm(pool, "111111", "eve@example.com"))).to.equal(MISMATCH);
    expect(faultOf(await confirm(pool, "111111", "eve@example.com"))).to.match(/^LimitExceededException/);
  });

  it("reports an unknown username if the client does not hide user existence", async () => {
    const pool = await TestPool.create({ changes: { UserPoolClient: { preventUserExistenceErrors: "LEGACY" } } });

    expect(faultOf(await confirm(pool, "111111"))).to.equal("UserNotFoundException: Username/client id combination not found.");
  });
});
