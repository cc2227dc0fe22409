import { expect } from "chai";
import { assertChangeOver, ChangeOverError, describeChangeOver } from "../../config/change-over";

const A = "access-token-scopes";
const B = "id-token-lambda-authorizer";
const settings = { accessTokenValidityMinutes: 30, idTokenValidityMinutes: 90 };
const served = (strategy: string, standbyStrategy?: string) => ({ strategy, standbyStrategy });
const isRefused = (before: ReturnType<typeof served> | undefined, after: ReturnType<typeof served>) => {
  try {
    assertChangeOver(before, after);
    return false;
  } catch (error) {
    if (error instanceof ChangeOverError) return true;
    throw error;
  }
};

describe("assertChangeOver", () => {
  it("allows a first deployment and an unchanged strategy, whatever the standby", () => {
    expect(isRefused(undefined, served(A))).to.equal(false);
    expect(isRefused(served(A), served(A))).to.equal(false);
    expect(isRefused(served(A), served(A, B))).to.equal(false);
    expect(isRefused(served(A, B), served(A))).to.equal(false);
  });

  it("allows a change to the standby strategy while the previous one becomes the standby", () => {
    expect(isRefused(served(A, B), served(B, A))).to.equal(false);
  });

  it("rejects a change in one step, an unprepared one, and one that drops the previous strategy at once", () => {
    expect(isRefused(served(A), served(B))).to.equal(true);
    expect(isRefused(served(A), served(B, A))).to.equal(true);
    expect(isRefused(served(A, B), served(B))).to.equal(true);
    expect(isRefused(served(A, "another"), served(B, A))).to.equal(true);
  });

  it("keeps serving the previous strategy after a failed change, whether or not the API has moved", () => {
    const before = served(A, B);

    expect(isRefused(before, served(B, A)), "the change is tried again").to.equal(false);
    expect(isRefused(before, served(B)), "it is taken for done").to.equal(true);
  });

  it("describes the fault and lists each step with its commands", () => {
    expect(() => assertChangeOver(served(A), served(B))).to.throw(
      ChangeOverError,
      new RegExp(
        `"pets:strategy" changes "${A}" to "${B}" in one step.*\\n` +
          `  1\\. .*pulumi config set strategy ${A} && pulumi config set standbyStrategy ${B} && pulumi up.*\\n` +
          `  2\\. .*pulumi config set strategy ${B} && pulumi config set standbyStrategy ${A} && pulumi up\\n` +
          "  3\\. .*pulumi config rm standbyStrategy && pulumi up$",
      ),
    );
  });
});

describe("ChangeOverError", () => {
  it("omits steps that are already done", () => {
    const message = () => assertChangeOver(served(A, B), served(B));

    expect(message).to.throw(ChangeOverError, /\n {2}1\. change over: .*\n {2}2\. finish/);
    expect(message).not.to.throw(/prepare/);
  });
});

describe("describeChangeOver", () => {
  const scopes = { name: A, tokenUse: "access", permissionsInToken: "scopes" } as const;
  const authorizer = { name: B, tokenUse: "id", permissionsInToken: "groups" } as const;

  it("returns nothing without a standby", () => {
    expect(describeChangeOver(scopes, undefined, settings)).to.equal(undefined);
  });

  it("waits for the lifetime of tokens issued before the new strategy's trigger", () => {
    expect(describeChangeOver(authorizer, scopes, settings)).to.include({
      clients: "send the ID token, and after a 401 try the access token once",
      before: "wait 30 minutes after it was first on standby, until every older access token has expired",
      next: `pulumi config set strategy ${A} && pulumi config set standbyStrategy ${B} && pulumi up`,
    });
  });

  it("does not wait if the new strategy accepts tokens as Cognito issues them", () => {
    expect(describeChangeOver(scopes, authorizer, settings)).to.include({
      clients: "send the access token, and after a 401 try the ID token once",
      before: `no need to wait: every ID token works under ${B}`,
      finish: "once every client sends the access token: pulumi config rm standbyStrategy && pulumi up",
    });
  });

  it("keeps each text short enough for the CLI, which truncates longer ones", () => {
    for (const text of Object.values(describeChangeOver(authorizer, scopes, settings) ?? {}))
      expect(text.length).to.be.below(150);
  });
});
