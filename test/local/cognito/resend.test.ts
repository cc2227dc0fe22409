import { expect } from "chai";
import { ADA, faultOf, SIGN_UP, TestPool } from "./support";

const HOUR_MS = 3_600_000;
const MISMATCH = "CodeMismatchException: Invalid verification code provided, please try again.";
const SENT = { CodeDeliveryDetails: { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" } };

const resend = (pool: TestPool, username: string = ADA.email) => pool.asClient("ResendConfirmationCode", { Username: username });
const confirm = (pool: TestPool, code: string | undefined) =>
  pool.asClient("ConfirmSignUp", { Username: ADA.email, ConfirmationCode: code });
const LEGACY = { changes: { UserPoolClient: { preventUserExistenceErrors: "LEGACY" } } };

/** Ada waits for her confirmation; her codes so far are the pool's mails. */
const signedUp = async (setup?: Parameters<typeof TestPool.create>[0]) => {
  const pool = await TestPool.create(setup);
  await pool.asClient("SignUp", SIGN_UP);
  return pool;
};

/** A code is one of a million: where two happen to be the same, there is nothing to tell apart. */
const resendUntilAnother = async (pool: TestPool) => {
  const before = pool.mails.at(-1)?.code;
  do await resend(pool);
  while (pool.mails.at(-1)?.code === before);
};

describe("ResendConfirmationCode", () => {
  it("mails a new code, and says where to", async () => {
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

  it("makes the code before useless (reported; assumed: as a wrong one)", async () => {
    const pool = await signedUp();

    await resendUntilAnother(pool);

    expect(faultOf(await confirm(pool, pool.mails[0]?.code))).to.equal(MISMATCH);
    expect((await confirm(pool, pool.mails.at(-1)?.code)).status).to.equal(200);
  });

  it("leads on from a code that has expired, with one that holds for a day", async () => {
    const pool = await signedUp();
    pool.clock.advance(24 * HOUR_MS);
    expect(faultOf(await confirm(pool, pool.mails[0]?.code))).to.match(/^ExpiredCodeException/);

    await resend(pool);

    pool.clock.advance(24 * HOUR_MS - 60_000);
    expect((await confirm(pool, pool.mails[1]?.code)).status).to.equal(200);
  });

  it("is there five times an hour for a user, and for a name that nobody has alike", async () => {
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

  it("answers nobody, the disabled and the confirmed as if a code was sent, where the client hides who exists", async () => {
    const pool = await signedUp();
    await pool.asAdmin("AdminDisableUser");

    expect((await resend(pool)).body).to.deep.equal(SENT);
    await pool.asAdmin("AdminEnableUser");
    await pool.asAdmin("AdminConfirmSignUp");
    expect((await resend(pool)).body).to.deep.equal(SENT);
    expect((await resend(pool, "anna@elsewhere.example")).body).to.deep.equal(SENT);
    expect(pool.mails).to.have.lengthOf(1);
  });

  it("says what is wrong where the client does not hide it (assumed for a disabled user)", async () => {
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

  it("sends nothing where the pool verifies no email (assumed text)", async () => {
    const pool = await signedUp({ changes: { UserPool: { autoVerifiedAttributes: undefined } } });

    expect(faultOf(await resend(pool))).to.equal("InvalidParameterException: Auto verification not turned on.");
    expect(pool.mails).to.deep.equal([]);
  });
});
