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
  it("lets a first deployment and an unchanged strategy pass, whatever stands by", () => {
    expect(isRefused(undefined, served(A))).to.equal(false);
    expect(isRefused(served(A), served(A))).to.equal(false);
    expect(isRefused(served(A), served(A, B))).to.equal(false);
    expect(isRefused(served(A, B), served(A))).to.equal(false);
  });

  it("lets a strategy change that stood by, while the one before goes on standing by", () => {
    expect(isRefused(served(A, B), served(B, A))).to.equal(false);
  });

  it("refuses a change in one step, one that nothing prepared, and one that drops the strategy before at once", () => {
    expect(isRefused(served(A), served(B))).to.equal(true);
    expect(isRefused(served(A), served(B, A))).to.equal(true);
    expect(isRefused(served(A, B), served(B))).to.equal(true);
    expect(isRefused(served(A, "another"), served(B, A))).to.equal(true);
  });

  it("goes on serving the strategy before after a change that failed, which may have moved the API or not", () => {
    const before = served(A, B);

    expect(isRefused(before, served(B, A)), "the change is tried again").to.equal(false);
    expect(isRefused(before, served(B)), "it is taken for done").to.equal(true);
  });

  it("says what is wrong and each step with its commands", () => {
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
  it("leaves out the step that is done already", () => {
    const message = () => assertChangeOver(served(A, B), served(B));

    expect(message).to.throw(ChangeOverError, /\n {2}1\. change over: .*\n {2}2\. finish/);
    expect(message).not.to.throw(/prepare/);
  });
});

describe("describeChangeOver", () => {
  const scopes = { name: A, tokenUse: "access", permissionsInToken: "scopes" } as const;
  const authorizer = { name: B, tokenUse: "id", permissionsInToken: "groups" } as const;

  it("says nothing where nothing stands by", () => {
    expect(describeChangeOver(scopes, undefined, settings)).to.equal(undefined);
  });

  it("waits as long as the tokens live that were made before the coming strategy's trigger", () => {
    expect(describeChangeOver(authorizer, scopes, settings)).to.include({
      clients: "send the ID token, and after a 401 try the access token once",
      before: "wait 30 minutes after it was first on standby, until every older access token has expired",
      next: `pulumi config set strategy ${A} && pulumi config set standbyStrategy ${B} && pulumi up`,
    });
  });

  it("waits for nothing where the coming strategy takes tokens as Cognito makes them", () => {
    expect(describeChangeOver(scopes, authorizer, settings)).to.include({
      clients: "send the access token, and after a 401 try the ID token once",
      before: `no need to wait: every ID token works under ${B}`,
      finish: "once every client sends the access token: pulumi config rm standbyStrategy && pulumi up",
    });
  });

  it("keeps each text short enough for the CLI, which cuts longer ones", () => {
    for (const text of Object.values(describeChangeOver(authorizer, scopes, settings) ?? {}))
      expect(text.length).to.be.below(150);
  });
});
