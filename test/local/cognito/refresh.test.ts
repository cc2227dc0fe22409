import { expect } from "chai";
import { ADA, claimsOf, faultOf, OTHER_CLIENT, type Reply, type Setup, TestPool, tokensOf, type Values } from "./support";

const signedIn = async (setup?: Setup) => {
  const pool = await TestPool.create(setup);
  await pool.addAda();
  const tokens = tokensOf(await pool.signIn());
  const refresh = (input: Values = {}): Promise<Reply> =>
    pool.asClient("GetTokensFromRefreshToken", { RefreshToken: tokens.RefreshToken, ...input });
  return { pool, tokens, refresh };
};

describe("GetTokensFromRefreshToken", () => {
  it("issues new tokens and no refresh token, leaving the refresh token and auth_time as they were", async () => {
    const { pool, tokens, refresh } = await signedIn();
    pool.clock.advance(60_000);
    await pool.asAdmin("AdminAddUserToGroup", { GroupName: "ReadPetsAccess" });

    const reply = await refresh();

    expect(Object.keys(reply.body)).to.deep.equal(["AuthenticationResult"]);
    expect(reply.body.AuthenticationResult)
      .to.have.all.keys("AccessToken", "ExpiresIn", "IdToken", "TokenType")
      .and.to.include({ ExpiresIn: 3600, TokenType: "Bearer" });
    const [old, fresh] = [claimsOf(tokens.AccessToken), claimsOf(tokensOf(reply).AccessToken)];
    expect(fresh).to.include({ auth_time: old.auth_time, origin_jti: old.origin_jti, event_id: old.event_id });
    expect(fresh.jti).not.to.equal(old.jti);
    expect(fresh["cognito:groups"]).to.deep.equal(["ReadPetsAccess"]);
    expect(fresh.scope).to.contain("petsapi/read");
    expect((await refresh()).status).to.equal(200);
  });

  it("passes the refresh and the request's metadata to the trigger", async () => {
    const { pool, refresh } = await signedIn();

    await refresh({ ClientMetadata: { from: "refresh" } });

    const { event } = pool.calls.at(-1) ?? {};
    expect(event).to.deep.include({ triggerSource: "TokenGeneration_RefreshTokens" });
    expect(event).to.have.nested.property("request.clientMetadata").that.deep.equals({ from: "refresh" });
  });

  it("requires no auth flow of the client (assumed without rotation)", async () => {
    const flows = ["ALLOW_USER_PASSWORD_AUTH"];
    const { pool, tokens, refresh } = await signedIn({ changes: { UserPoolClient: { explicitAuthFlows: flows } } });

    expect((await refresh()).status).to.equal(200);
    expect(faultOf(await pool.refresh(tokens.RefreshToken))).to.equal(
      "InvalidParameterException: Auth flow not enabled for this client",
    );
  });

  it("refuses anything but a refresh token of the client", async () => {
    const { tokens, refresh } = await signedIn();
    const INVALID = "NotAuthorizedException: Invalid Refresh Token.";

    expect(faultOf(await refresh({ RefreshToken: "made-up" }))).to.equal(INVALID);
    expect(faultOf(await refresh({ RefreshToken: tokens.AccessToken }))).to.equal(INVALID);
    expect(faultOf(await refresh({ ClientId: OTHER_CLIENT }))).to.equal(INVALID);
    expect(faultOf(await refresh({ ClientId: "unknownclient" }))).to.match(/^ResourceNotFoundException: /);
    expect(faultOf(await refresh({ RefreshToken: undefined }))).to.match(/^InvalidParameterException: .* 'refreshToken' /);
  });

  it("refuses a revoked or expired token, and one of a disabled or deleted user", async () => {
    const { pool, tokens, refresh } = await signedIn();
    const REVOKED = "NotAuthorizedException: Refresh Token has been revoked";

    await pool.asClient("RevokeToken", { Token: tokens.RefreshToken });
    expect(faultOf(await refresh())).to.equal(REVOKED);
    const second = tokensOf(await pool.signIn());
    await pool.asAdmin("AdminDisableUser");
    expect(faultOf(await refresh({ RefreshToken: second.RefreshToken }))).to.equal(REVOKED);
    await pool.asAdmin("AdminEnableUser");
    const third = tokensOf(await pool.signIn());
    pool.clock.advance(7 * 86_400_000);
    expect(faultOf(await refresh({ RefreshToken: third.RefreshToken }))).to.equal(
      "NotAuthorizedException: Refresh Token has expired",
    );
    const fourth = tokensOf(await pool.signIn());
    await pool.asAdmin("AdminDeleteUser");
    expect(faultOf(await refresh({ RefreshToken: fourth.RefreshToken }))).to.equal(
      "NotAuthorizedException: The user has been deleted for the associated refresh token",
    );
  });
});

describe("secret for a client without one", () => {
  const REFUSED = (id: string, kind: string) =>
    `InvalidParameterException: App client ${id} is not configured for secret but ${kind} was received`;

  it("is refused as a hash at sign-up and sign-in (reported)", async () => {
    const { pool } = await signedIn();
    const user = { Username: ADA.email, SecretHash: "abc=" };

    for (const [operation, input] of [
      ["SignUp", { ...user, Password: ADA.password }],
      ["ConfirmSignUp", { ...user, ConfirmationCode: "123456" }],
      ["ResendConfirmationCode", user],
      [
        "InitiateAuth",
        {
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: ADA.email, PASSWORD: ADA.password, SECRET_HASH: "abc=" },
        },
      ],
      ["InitiateAuth", { AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME: ADA.email, SRP_A: "2", SECRET_HASH: "abc=" } }],
    ] as const) {
      expect(faultOf(await pool.asClient(operation, input)), operation).to.equal(REFUSED(pool.client.id, "secret hash"));
    }
  });

  it("is refused in plain (assumed)", async () => {
    const { pool, tokens, refresh } = await signedIn();

    expect(faultOf(await refresh({ ClientSecret: "abc" }))).to.equal(REFUSED(pool.client.id, "secret"));
    expect(faultOf(await pool.asClient("RevokeToken", { Token: tokens.RefreshToken, ClientSecret: "abc" }))).to.equal(
      REFUSED(pool.client.id, "secret"),
    );
    expect((await refresh()).status).to.equal(200);
  });

  it("is ignored as a hash in the refresh flow (reported)", async () => {
    const { pool, tokens } = await signedIn();

    const reply = await pool.asClient("InitiateAuth", {
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken, SECRET_HASH: "abc=" },
    });

    expect(reply.status).to.equal(200);
  });
});
