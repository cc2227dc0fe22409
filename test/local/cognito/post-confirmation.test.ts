import { expect } from "chai";
import type { Invocation, Invoke } from "../../../local/lambda/invocation";
import { ADA, answerWith, faultOf, type Reply, SIGN_UP, TestPool, type Values } from "./support";

const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:welcome";
const changes = { UserPool: { lambdaConfig: { postConfirmation: functionArn } } };
const echo = answerWith({});

async function createPool(invoke: Invoke = echo) {
  const pool = await TestPool.create({ invoke, changes });
  await pool.asClient("SignUp", SIGN_UP);
  return pool;
}
const confirm = (pool: TestPool, rest: Values = {}): Promise<Reply> =>
  pool.asClient("ConfirmSignUp", { Username: ADA.email, ConfirmationCode: pool.mails.at(-1)?.code, ...rest });
const stateOf = async (pool: TestPool) => {
  const { body } = await pool.asAdmin("ListUsers", { Filter: `email = "${ADA.email}"` });
  const [user] = Array.isArray(body.Users) ? body.Users : [];
  return user;
};

describe("post-confirmation event", () => {
  it("tells the trigger of a user who confirmed, with the attributes of then", async () => {
    const pool = await createPool();
    const metadata = { from: "the form" };

    const reply = await confirm(pool, { ClientMetadata: metadata });

    const { Username } = await stateOf(pool);
    expect(reply.status).to.equal(200);
    expect(reply.body).to.deep.equal({});
    expect(pool.calls).to.deep.equal([
      {
        functionArn,
        principal: "cognito-idp.amazonaws.com",
        sourceArn: pool.model.arn,
        waitMs: 5000,
        event: {
          version: "1",
          triggerSource: "PostConfirmation_ConfirmSignUp",
          region: "us-east-1",
          userPoolId: pool.model.id,
          userName: Username,
          callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: pool.client.id },
          request: {
            userAttributes: {
              sub: Username,
              name: "Ada",
              locale: "en",
              email: ADA.email,
              email_verified: "true",
              "cognito:user_status": "CONFIRMED",
            },
            clientMetadata: metadata,
          },
          response: {},
        },
      },
    ]);
    expect(reply.trace.steps).to.deep.equal([
      { kind: "user", outcome: "ok", event: "confirmed" },
      { kind: "trigger", outcome: "ok", functionName: "welcome", durationMs: 7, trigger: "post-confirmation" },
    ]);
  });

  it("tells it of a user whom an administrator confirms, without a client", async () => {
    const pool = await createPool();

    const reply = await pool.asAdmin("AdminConfirmSignUp", { ClientMetadata: { from: "the desk" } });

    expect(reply.status).to.equal(200);
    const [call] = pool.calls;
    expect(call?.event).to.deep.nested.include({
      triggerSource: "PostConfirmation_ConfirmSignUp",
      "callerContext.clientId": "CLIENT_ID_NOT_APPLICABLE",
      "request.clientMetadata": { from: "the desk" },
      "request.userAttributes.email_verified": "false",
      "request.userAttributes.cognito:user_status": "CONFIRMED",
    });
  });

  it("has no metadata if there is none, or an empty one (assumed)", async () => {
    for (const rest of [{}, { ClientMetadata: {} }, { ClientMetadata: null }]) {
      const pool = await createPool();
      await confirm(pool, rest);
      expect(JSON.stringify(pool.calls)).to.include("PostConfirmation").and.not.to.include("clientMetadata");
    }
  });

  it("is sent once, and for nobody else", async () => {
    const pool = await createPool();
    expect(faultOf(await confirm(pool, { ConfirmationCode: "000000x" }))).to.include("CodeMismatchException");
    expect(pool.calls).to.deep.equal([]);

    await confirm(pool);
    expect(faultOf(await confirm(pool))).to.include("NotAuthorizedException");
    expect(faultOf(await pool.asAdmin("AdminConfirmSignUp"))).to.include("NotAuthorizedException");
    await pool.asAdmin("AdminCreateUser", { Username: "bob@example.com", MessageAction: "SUPPRESS" });
    await pool.asAdmin("AdminSetUserPassword", { Username: "bob@example.com", Password: ADA.password, Permanent: true });
    await pool.signIn();

    expect(pool.calls).to.have.lengthOf(1);
  });

  it("is not sent by a pool without the trigger", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    expect((await confirm(pool)).status).to.equal(200);
    expect(pool.calls).to.deep.equal([]);
  });
});

describe("failing post-confirmation trigger", () => {
  const failures: readonly (readonly [Invocation, string, number])[] = [
    [
      { outcome: "function error", errorType: "Error", errorMessage: "no room", durationMs: 4 },
      "UserLambdaValidationException: PostConfirmation failed with error no room.",
      1,
    ],
    [
      { outcome: "access denied", durationMs: 4 },
      "UnexpectedLambdaException: PostConfirmation invocation failed due to error AccessDeniedException.",
      1,
    ],
    [
      { outcome: "caller timeout", durationMs: 5000 },
      "UnexpectedLambdaException: PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.",
      3,
    ],
    [{ outcome: "answer", payload: null, durationMs: 4 }, "InvalidLambdaResponseException: Unrecognizable lambda output", 1],
  ];
  for (const [failure, fault, calls] of failures) {
    it(`leaves the user confirmed, and says so: ${fault.split(":")[0]} after ${calls}`, async () => {
      for (const byAdmin of [false, true]) {
        const pool = await createPool(async () => failure);

        const reply = byAdmin ? await pool.asAdmin("AdminConfirmSignUp") : await confirm(pool);

        expect(faultOf(reply)).to.equal(fault);
        expect(pool.calls).to.have.lengthOf(calls);
        expect(await stateOf(pool)).to.include({ UserStatus: "CONFIRMED" });
        expect(JSON.stringify(pool.saves.at(-1))).to.include('"status":"CONFIRMED"');
        expect((await pool.signIn()).status).to.equal(200);
        expect(reply.trace.steps.find(({ kind }) => kind === "trigger")).to.include({
          outcome: "failed",
          trigger: "post-confirmation",
        });
        expect(JSON.stringify(reply.trace)).not.to.include("no room");
      }
    });
  }

  it("refuses an answer that is another event", async () => {
    for (const change of [
      { userName: "somebody" },
      { version: "2" },
      { triggerSource: "x" },
      { response: null },
      { request: {} },
    ]) {
      const pool = await createPool(async ({ event }) => ({
        outcome: "answer",
        payload: { ...(typeof event === "object" ? event : {}), ...change },
        durationMs: 1,
      }));
      expect(faultOf(await confirm(pool)), JSON.stringify(change)).to.equal(
        "InvalidLambdaResponseException: Unrecognizable lambda output",
      );
    }
  });
});
