import { expect } from "chai";
import { ADA, faultOf, SIGN_UP, TestPool } from "./support";

const HOUR_MS = 3_600_000;
const MISMATCH = "CodeMismatchException: Invalid verification code provided, please try again.";
const SENT = { CodeDeliveryDetails: { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" } };

const resend = (pool: TestPool, username: string = ADA.email) => pool.asClient("ResendConfirmationCode", { Username: username });
const confirm = (pool: TestPool, code: string | undefined) =>
  pool.asClient("ConfirmSignUp", { Username: ADA.email, ConfirmationCode: code });
const LEGACY = { changes: { UserPoolClient: { preventUserExistenceErrors: "LEGACY" } } };

/** Ada is unconfirmed; her codes so far are in the pool's mails. */
const signedUp = async (setup?: Parameters<typeof TestPool.create>[0]) => {
  const pool = await TestPool.create(setup);
  await pool.asClient("SignUp", SIGN_UP);
  return pool;
};

/** A code is one of a million: if two happen to be equal, there is nothing to tell apart. */
const resendUntilAnother = async (pool: TestPool) => {
  const before = pool.mails.at(-1)?.code;
  do await resend(pool);
  while (pool.mails.at(-1)?.code === before);
};

describe("ResendConfirmationCode", () => {
  it("mails a new code, and returns its destination", async () => {
    const pool = await signedUp();

    const { status, body, trace } = await resend(pool, "ADA@example.com");

    expect(status).to.equal(200);
    expect(body).to.deep.equal(SENT);
    expect(pool.mails).to.have.lengthOf(2);
    expect(pool.mails[1]).to.deep.include({ userPoolId: pool.model.id, to: ADA.email });
    expect(pool.mails[1]?.code).to.match(/^\d{6}$/);
    expect(JSON.stringify(trace.steps)).not.to.contain(pool.mails[1]?.code);
    expect((await confirm(pool, pool.mails[1]?.code)).status).to.equal(200);
  });

  it("invalidates the previous code (reported; assumed: as a wrong one)", async () => {
    const pool = await signedUp();

    await resendUntilAnother(pool);

    expect(faultOf(await confirm(pool, pool.mails[0]?.code))).to.equal(MISMATCH);
    expect((await confirm(pool, pool.mails.at(-1)?.code)).status).to.equal(200);
  });

  it("replaces an expired code with one that is valid for a day", async () => {
    const pool = await signedUp();
    pool.clock.advance(24 * HOUR_MS);
    expect(faultOf(await confirm(pool, pool.mails[0]?.code))).to.match(/^ExpiredCodeException/);

    await resend(pool);

    pool.clock.advance(24 * HOUR_MS - 60_000);
    expect((await confirm(pool, pool.mails[1]?.code)).status).to.equal(200);
  });

  it("is limited to five an hour, for users and unknown usernames alike", async () => {
    const pool = await signedUp();
    const LIMIT = "LimitExceededException: Attempt limit exceeded, please try after some time.";

    for (const name of [ADA.email, "eve@example.com"]) {
      for (let attempt = 1; attempt <= 5; attempt++) expect((await resend(pool, name)).status).to.equal(200);
      expect(faultOf(await resend(pool, name))).to.equal(LIMIT);
    }
    expect(pool.mails).to.have.lengthOf(6);
    pool.clock.advance(HOUR_MS);
    expect((await resend(pool)).status).to.equal(200);
  });

  it("pretends to send a code to unknown, disabled and confirmed users if the client hides user existence", async () => {
    const pool = await signedUp();
    await pool.asAdmin("AdminDisableUser");

    expect((await resend(pool)).body).to.deep.equal(SENT);
    await pool.asAdmin("AdminEnableUser");
    await pool.asAdmin("AdminConfirmSignUp");
    expect((await resend(pool)).body).to.deep.equal(SENT);
    expect((await resend(pool, "anna@elsewhere.example")).body).to.deep.equal(SENT);
    expect(pool.mails).to.have.lengthOf(1);
  });

  it("reports what is wrong if the client does not hide user existence (assumed for a disabled user)", async () => {
    const pool = await signedUp(LEGACY);

    expect(faultOf(await resend(pool, "eve@example.com"))).to.equal(
      "UserNotFoundException: Username/client id combination not found.",
    );
    await pool.asAdmin("AdminDisableUser");
    expect(faultOf(await resend(pool))).to.equal("NotAuthorizedException: User is disabled.");
    await pool.asAdmin("AdminEnableUser");
    expect((await resend(pool)).body).to.deep.equal(SENT);
    await pool.asAdmin("AdminConfirmSignUp");
    expect(faultOf(await resend(pool))).to.equal("InvalidParameterException: User is already confirmed.");
  });

  it("sends nothing if the pool does not verify emails (assumed text)", async () => {
    const pool = await signedUp({ changes: { UserPool: { autoVerifiedAttributes: undefined } } });

    expect(faultOf(await resend(pool))).to.equal("InvalidParameterException: Auto verification not turned on.");
    expect(pool.mails).to.deep.equal([]);
  });
});
