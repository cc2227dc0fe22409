import { CognitoJwtVerifier } from "aws-jwt-verify";
import { expect } from "chai";
import { decodeProtectedHeader, SignJWT } from "jose";
import { generateSigningKeys, loadSigningKeys } from "../../../local/cognito/signing-keys";
import { ADA, claimsOf, faultOf, OTHER_CLIENT, overrides, state, TestPool, tokensOf, type Values } from "./support";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INVALID = "NotAuthorizedException: Invalid Access Token";

async function signedIn(setup?: Parameters<typeof TestPool.create>[0], ...groups: readonly string[]) {
  const pool = await TestPool.create(setup);
  await pool.addAda(...groups);
  const tokens = tokensOf(await pool.signIn());
  return { pool, tokens, id: claimsOf(tokens.IdToken), access: claimsOf(tokens.AccessToken) };
}
const getUser = (pool: TestPool, AccessToken: string) => pool.send("GetUser", { AccessToken }, false);

describe("tokens", () => {
  it("are accepted by AWS's own verifier with the pool's key set", async () => {
    const { pool, tokens } = await signedIn();
    const jwks = JSON.parse((await pool.cognito.document(`/${pool.model.id}/.well-known/jwks.json`)) ?? "{}");

    for (const [tokenUse, token] of [
      ["id", tokens.IdToken],
      ["access", tokens.AccessToken],
    ] as const) {
      const verifier = CognitoJwtVerifier.create({ userPoolId: pool.model.id, clientId: pool.client.id, tokenUse });
      verifier.cacheJwks(jwks);
      expect((await verifier.verify(token)).sub).to.match(UUID);
      expect(() => verifier.verifySync(tokenUse === "id" ? tokens.AccessToken : tokens.IdToken)).to.throw(
        /Token use not allowed/,
      );
    }
  });

  it("are signed by one key for each kind, with only kid and RS256 in their headers", async () => {
    const { pool, tokens } = await signedIn();

    const [id, access] = [decodeProtectedHeader(tokens.IdToken), decodeProtectedHeader(tokens.AccessToken)];

    expect(Object.keys(id)).to.deep.equal(["kid", "alg"]);
    expect([id.alg, access.alg]).to.deep.equal(["RS256", "RS256"]);
    expect(id.kid).not.to.equal(access.kid);
    const keys = await pool.cognito.verificationKeys(pool.model.issuer);
    expect([...(keys?.keys() ?? [])]).to.deep.equal([id.kid, access.kid]);
    expect(keys?.get(String(id.kid))).to.include({ type: "public", asymmetricKeyType: "rsa" });
  });

  it("are signed by new keys after a rotation, and no longer by the previous ones", async () => {
    const { pool, tokens } = await signedIn();
    const kidsOf = (by: { readonly IdToken: string; readonly AccessToken: string }) =>
      [by.IdToken, by.AccessToken].map((token) => decodeProtectedHeader(token).kid);
    const saves = pool.saves.length;

    await pool.cognito.rotateKeys();
    const saved = pool.saves.slice(saves);
    const after = tokensOf(await pool.signIn());

    expect(kidsOf(after)).not.to.include.members(kidsOf(tokens));
    expect([...((await pool.cognito.verificationKeys(pool.model.issuer))?.keys() ?? [])]).to.deep.equal(kidsOf(after));
    const jwks = JSON.parse((await pool.cognito.document(`/${pool.model.id}/.well-known/jwks.json`)) ?? "{}");
    expect(jwks.keys.map(({ kid }: { readonly kid: string }) => kid)).to.deep.equal(kidsOf(after));
    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal(INVALID);
    expect(saved).to.have.lengthOf(1);
    for (const kid of kidsOf(after)) expect(JSON.stringify(saved)).to.include(kid);
  });

  it("identify the user in the ID token, with AWS's types", async () => {
    const { pool, id } = await signedIn({}, "PetsAdmins");

    const { auth_time, exp, iat, event_id, jti, origin_jti, sub, ...rest } = id;

    for (const uuid of [event_id, jti, origin_jti, sub]) expect(uuid).to.match(UUID);
    expect(iat).to.be.a("number").and.to.equal(auth_time);
    expect(Number(exp) - Number(iat)).to.equal(3600);
    expect(rest).to.deep.equal({
      iss: pool.model.issuer,
      aud: pool.client.id,
      token_use: "id",
      "cognito:username": sub,
      "cognito:groups": ["PetsAdmins"],
      email: ADA.email,
      email_verified: true,
      name: "Ada",
      locale: "en",
    });
  });

  it("authorize the user in the access token", async () => {
    const { pool, id, access } = await signedIn({ strategy: "id-token-lambda-authorizer" }, "PetsAdmins");

    const { auth_time, exp, iat, event_id, jti, origin_jti, ...rest } = access;

    expect({ auth_time, exp, iat, event_id, origin_jti }).to.deep.equal({
      auth_time: id.auth_time,
      exp: id.exp,
      iat: id.iat,
      event_id: id.event_id,
      origin_jti: id.origin_jti,
    });
    expect(jti).to.match(UUID).and.not.to.equal(id.jti);
    expect(rest).to.deep.equal({
      sub: id.sub,
      username: id.sub,
      iss: pool.model.issuer,
      client_id: pool.client.id,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      "cognito:groups": ["PetsAdmins"],
    });
  });

  it("have no groups claim for a user without groups", async () => {
    const { id, access } = await signedIn();

    expect(id).not.to.have.property("cognito:groups");
    expect(access).not.to.have.property("cognito:groups");
  });

  it("list groups by precedence, then by name, and those without precedence last (assumed)", async () => {
    const groups = ["ReadPetsAccess", "WritePetsAccess", "PetsAdmins"];
    const inOrderOf = async (...precedences: readonly (number | undefined)[]) => {
      const changes = Object.fromEntries(groups.map((name, index) => [`UserGroup ${name}`, { precedence: precedences[index] }]));
      return (await signedIn({ changes }, ...groups)).id["cognito:groups"];
    };

    expect(await inOrderOf(5, 5, 5)).to.deep.equal(["PetsAdmins", "ReadPetsAccess", "WritePetsAccess"]);
    expect(await inOrderOf(2, 0, 1)).to.deep.equal(["WritePetsAccess", "PetsAdmins", "ReadPetsAccess"]);
    expect(await inOrderOf(3, undefined, undefined)).to.deep.equal(["ReadPetsAccess", "PetsAdmins", "WritePetsAccess"]);
  });

  it("contain only what the client may read", async () => {
    const { id, pool, tokens } = await signedIn({ changes: { UserPoolClient: { readAttributes: ["name"] } } });

    expect(id).to.include({ name: "Ada" });
    expect(id).not.to.have.any.keys("email", "email_verified", "locale");
    const { body } = await getUser(pool, tokens.AccessToken);
    expect(body.UserAttributes).to.deep.equal([
      { Name: "sub", Value: id.sub },
      { Name: "name", Value: "Ada" },
    ]);
  });

  it("are valid for as long as the client says, with the access token's lifetime as ExpiresIn", async () => {
    const units = { accessToken: "seconds", idToken: "hours", refreshToken: "minutes" };
    const changes = {
      UserPoolClient: { accessTokenValidity: 600, idTokenValidity: 2, refreshTokenValidity: 90, tokenValidityUnits: units },
    };
    const pool = await TestPool.create({ changes });
    await pool.addAda();

    const reply = await pool.signIn();

    expect(reply.body.AuthenticationResult).to.include({ ExpiresIn: 600 });
    const [id, access] = [claimsOf(tokensOf(reply).IdToken), claimsOf(tokensOf(reply).AccessToken)];
    expect(Number(id.exp) - Number(id.iat)).to.equal(7200);
    expect(Number(access.exp) - Number(access.iat)).to.equal(600);
    pool.clock.advance(90 * 60_000);
    expect(faultOf(await pool.refresh(tokensOf(reply).RefreshToken))).to.equal(
      "NotAuthorizedException: Refresh Token has expired",
    );
  });

  it("have neither jti nor origin_jti if the client cannot revoke", async () => {
    const { id, access, pool, tokens } = await signedIn({ changes: { UserPoolClient: { enableTokenRevocation: false } } });

    for (const claims of [id, access]) expect(claims).not.to.have.any.keys("jti", "origin_jti");
    expect(faultOf(await pool.asClient("RevokeToken", { Token: tokens.RefreshToken }))).to.match(
      /^UnsupportedOperationException/,
    );
    await pool.asAdmin("AdminUserGlobalSignOut");
    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal("NotAuthorizedException: Access Token has been revoked");
  });
});

describe("GetUser", () => {
  it("identifies the user of the access token", async () => {
    const { pool, tokens, id } = await signedIn();

    const { status, body } = await getUser(pool, tokens.AccessToken);

    expect(status).to.equal(200);
    expect(body.Username).to.equal(id.sub);
    expect(body.UserAttributes).to.have.deep.members([
      { Name: "sub", Value: id.sub },
      { Name: "email", Value: ADA.email },
      { Name: "email_verified", Value: "true" },
      { Name: "name", Value: "Ada" },
      { Name: "locale", Value: "en" },
    ]);
  });

  it("refuses a token from the second that it expires", async () => {
    const { pool, tokens, access } = await signedIn();
    pool.clock.advance(Number(access.exp) * 1000 - pool.clock.now());

    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal("NotAuthorizedException: Access Token has expired");
  });

  it("refuses an ID token, a refresh token and anything but a token", async () => {
    const { pool, tokens } = await signedIn();

    for (const token of [tokens.IdToken, tokens.RefreshToken, "a.b.c", "e30.e30.", "x"]) {
      expect(faultOf(await getUser(pool, token)), token.slice(0, 9)).to.equal(INVALID);
    }
  });

  it("refuses a token without the scope for Cognito's own operations", async () => {
    const { pool, tokens } = await signedIn({
      invoke: overrides({
        accessTokenGeneration: { scopesToAdd: ["petsapi/read"], scopesToSuppress: ["aws.cognito.signin.user.admin"] },
      }),
    });

    for (const operation of ["GetUser", "GlobalSignOut"]) {
      expect(faultOf(await pool.send(operation, { AccessToken: tokens.AccessToken }, false))).to.equal(
        "NotAuthorizedException: Access Token does not have required scopes",
      );
    }
  });

  it("refuses the tokens of a disabled or deleted user", async () => {
    const { pool, tokens } = await signedIn();
    await pool.asAdmin("AdminDisableUser");
    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal("NotAuthorizedException: Access Token has been revoked");
    await pool.asAdmin("AdminDeleteUser");
    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal("UserNotFoundException: User does not exist.");
  });

  describe("with a forged token", () => {
    /** The claims of a valid token, signed otherwise. */
    const forge = async (claims: Values, header: { alg: string; kid?: string }, key: Parameters<SignJWT["sign"]>[0]) =>
      new SignJWT({ ...claims }).setProtectedHeader(header).sign(key);

    it("refuses a changed claim, a stranger's key under the pool's kid, and an unknown kid", async () => {
      const { pool, tokens, access } = await signedIn();
      const { kid = "" } = decodeProtectedHeader(tokens.AccessToken);
      const stranger = loadSigningKeys(await generateSigningKeys()).access.privateKey;
      const [head, , signature] = tokens.AccessToken.split(".");
      const changed = [head, Buffer.from(JSON.stringify({ ...access, sub: "eve" })).toString("base64url"), signature].join(".");
      const unverified = "NotAuthorizedException: Could not verify signature for Access Token";

      expect(faultOf(await getUser(pool, changed))).to.equal(unverified);
      expect(faultOf(await getUser(pool, await forge(access, { alg: "RS256", kid }, stranger)))).to.equal(unverified);
      expect(faultOf(await getUser(pool, await forge(access, { alg: "RS256", kid: "x" }, stranger)))).to.equal(INVALID);
      expect(faultOf(await getUser(pool, await forge(access, { alg: "RS256" }, stranger)))).to.equal(INVALID);
    });

    it("refuses other algorithms: none, HMAC with the public key, and PS256", async () => {
      const { pool, tokens, access } = await signedIn();
      const { kid = "" } = decodeProtectedHeader(tokens.AccessToken);
      const publicKey = (await pool.cognito.verificationKeys(pool.model.issuer))?.get(kid);
      const pem = Buffer.from(String(publicKey?.export({ type: "spki", format: "pem" })));
      const unsigned = [{ alg: "none", kid }, access]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      const stranger = loadSigningKeys(await generateSigningKeys()).access.privateKey;

      for (const token of [
        `${unsigned}.`,
        await forge(access, { alg: "HS256", kid }, pem),
        await forge(access, { alg: "PS256", kid }, stranger),
      ]) {
        expect(faultOf(await getUser(pool, token))).to.match(/^NotAuthorizedException: (Could not verify|Invalid)/);
      }
    });

    it("refuses other signatures of the pool's own key: another algorithm, another kind of token", async () => {
      const { pool, access } = await signedIn();
      const { kid, privateKey } = loadSigningKeys((await state).keys).access;

      expect((await getUser(pool, await forge(access, { alg: "RS256", kid }, privateKey))).status).to.equal(200);
      expect(faultOf(await getUser(pool, await forge(access, { alg: "RS512", kid }, privateKey)))).to.match(/Could not verify/);
      expect(
        faultOf(await getUser(pool, await forge({ ...access, token_use: "id" }, { alg: "RS256", kid }, privateKey))),
      ).to.equal(INVALID);
    });

    it("refuses a stranger's token, whatever issuer it claims", async () => {
      const { pool, access } = await signedIn();
      const stranger = loadSigningKeys(await generateSigningKeys()).access;
      const claims = { ...access, iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other" };

      expect(
        faultOf(await getUser(pool, await forge(claims, { alg: "RS256", kid: stranger.kid }, stranger.privateKey))),
      ).to.equal(INVALID);
    });
  });
});

describe("refresh", () => {
  it("issues new tokens without a new refresh token, and keeps auth_time", async () => {
    const { pool, tokens, id, access } = await signedIn();
    pool.clock.advance(60_000);

    const reply = await pool.refresh(tokens.RefreshToken);

    expect(reply.body.AuthenticationResult).not.to.have.property("RefreshToken");
    const [newId, newAccess] = [claimsOf(tokensOf(reply).IdToken), claimsOf(tokensOf(reply).AccessToken)];
    for (const [fresh, old] of [
      [newId, id],
      [newAccess, access],
    ] as const) {
      expect(fresh).to.include({ auth_time: old.auth_time, origin_jti: old.origin_jti, event_id: old.event_id });
      expect(fresh.jti).not.to.equal(old.jti);
      expect(Number(fresh.iat)).to.be.at.least(Number(old.iat) + 60);
      expect(Number(fresh.exp) - Number(fresh.iat)).to.equal(3600);
    }
  });

  it("accepts both of its flow names", async () => {
    const { pool, tokens } = await signedIn();
    const AuthParameters = { REFRESH_TOKEN: tokens.RefreshToken };

    for (const AuthFlow of ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"]) {
      expect((await pool.asClient("InitiateAuth", { AuthFlow, AuthParameters })).status).to.equal(200);
    }
  });

  it("reflects a change of groups, which tokens issued earlier do not", async () => {
    const { pool, tokens } = await signedIn();
    await pool.asAdmin("AdminAddUserToGroup", { GroupName: "ReadPetsAccess" });

    const { AccessToken } = tokensOf(await pool.refresh(tokens.RefreshToken));

    expect(claimsOf(AccessToken)).to.deep.include({ "cognito:groups": ["ReadPetsAccess"] });
    expect(claimsOf(AccessToken).scope).to.contain("petsapi/read");
  });

  it("works until the refresh token expires, and not a second longer", async () => {
    const { pool, tokens } = await signedIn();

    pool.clock.advance(7 * 86_400_000 - 1000);
    expect((await pool.refresh(tokens.RefreshToken)).status).to.equal(200);
    pool.clock.advance(1000);
    expect(faultOf(await pool.refresh(tokens.RefreshToken))).to.equal("NotAuthorizedException: Refresh Token has expired");
  });

  it("refuses anything but a refresh token, and another client's the same way (assumed)", async () => {
    const { pool, tokens } = await signedIn();
    const invalid = "NotAuthorizedException: Invalid Refresh Token.";
    const asOther = {
      ClientId: OTHER_CLIENT,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken },
    };

    expect(faultOf(await pool.refresh("made-up"))).to.equal(invalid);
    expect(faultOf(await pool.refresh(tokens.AccessToken))).to.equal(invalid);
    expect(faultOf(await pool.send("InitiateAuth", asOther, false))).to.equal(invalid);
  });

  it("refuses a deleted user, even one recreated with the same email", async () => {
    const { pool, tokens } = await signedIn();
    await pool.asAdmin("AdminDeleteUser");
    const deleted = "NotAuthorizedException: The user has been deleted for the associated refresh token";

    expect(faultOf(await pool.refresh(tokens.RefreshToken))).to.equal(deleted);
    await pool.addAda();
    expect(faultOf(await pool.refresh(tokens.RefreshToken))).to.equal(deleted);
  });
});

describe("revocation", () => {
  const REVOKED = "NotAuthorizedException: Refresh Token has been revoked";
  const ACCESS_REVOKED = "NotAuthorizedException: Access Token has been revoked";

  it("with RevokeToken ends one sign-in and all tokens from it, and no other", async () => {
    const { pool, tokens } = await signedIn();
    const refreshed = tokensOf(await pool.refresh(tokens.RefreshToken));
    const other = tokensOf(await pool.signIn());

    expect((await pool.asClient("RevokeToken", { Token: tokens.RefreshToken })).body).to.deep.equal({});

    const calls = pool.calls.length;
    expect(faultOf(await pool.refresh(tokens.RefreshToken))).to.equal(REVOKED);
    expect(pool.calls, "the trigger is not asked").to.have.lengthOf(calls);
    for (const { AccessToken } of [tokens, refreshed]) expect(faultOf(await getUser(pool, AccessToken))).to.equal(ACCESS_REVOKED);
    expect((await pool.refresh(other.RefreshToken)).status).to.equal(200);
    expect((await getUser(pool, other.AccessToken)).status).to.equal(200);
    expect((await pool.asClient("RevokeToken", { Token: tokens.RefreshToken })).status, "again").to.equal(200);
  });

  it("with RevokeToken is for the client that the token was issued to (assumed text)", async () => {
    const { pool, tokens } = await signedIn();

    const reply = await pool.send("RevokeToken", { ClientId: OTHER_CLIENT, Token: tokens.RefreshToken }, false);

    expect(faultOf(reply)).to.match(/^UnauthorizedException/);
    expect((await pool.refresh(tokens.RefreshToken)).status).to.equal(200);
  });

  it("with RevokeToken accepts refresh tokens only, and ignores unknown ones (assumed)", async () => {
    const { pool, tokens } = await signedIn();

    expect(faultOf(await pool.asClient("RevokeToken", { Token: tokens.AccessToken }))).to.match(/^UnsupportedTokenTypeException/);
    expect((await pool.asClient("RevokeToken", { Token: "made-up" })).body).to.deep.equal({});
  });

  it("with GlobalSignOut or by an administrator ends all sign-ins so far, and none after", async () => {
    const { pool, tokens } = await signedIn();
    const ends = [
      (AccessToken: string) => pool.send("GlobalSignOut", { AccessToken }, false),
      () => pool.asAdmin("AdminUserGlobalSignOut"),
    ];
    for (const end of ends) {
      const [one, two] = [tokensOf(await pool.signIn()), tokensOf(await pool.signIn())];
      expect((await end(one.AccessToken)).status).to.equal(200);
      for (const ended of [one, two, tokens]) {
        expect(faultOf(await pool.refresh(ended.RefreshToken))).to.equal(REVOKED);
        expect(faultOf(await getUser(pool, ended.AccessToken))).to.equal(ACCESS_REVOKED);
      }
    }
    expect(faultOf(await pool.send("GlobalSignOut", { AccessToken: tokens.AccessToken }, false))).to.equal(ACCESS_REVOKED);
    expect((await pool.refresh(tokensOf(await pool.signIn()).RefreshToken)).status).to.equal(200);
  });

  it("of one user leaves the others signed in", async () => {
    const { pool, tokens } = await signedIn();
    await pool.asAdmin("AdminCreateUser", { Username: "eve@example.com" });

    for (const operation of ["AdminUserGlobalSignOut", "AdminDisableUser"])
      await pool.asAdmin(operation, { Username: "eve@example.com" });

    expect((await pool.refresh(tokens.RefreshToken)).status).to.equal(200);
  });

  it("by disabling a user is not undone by enabling them", async () => {
    const { pool, tokens } = await signedIn();
    await pool.asAdmin("AdminDisableUser");
    await pool.asAdmin("AdminEnableUser");

    expect(faultOf(await pool.refresh(tokens.RefreshToken))).to.equal(REVOKED);
    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal(ACCESS_REVOKED);
  });

  it("lasts even if the access token outlives its refresh token", async () => {
    const units = { accessToken: "hours", idToken: "hours", refreshToken: "minutes" };
    const changes = { UserPoolClient: { accessTokenValidity: 24, refreshTokenValidity: 60, tokenValidityUnits: units } };
    const { pool, tokens } = await signedIn({ changes });
    await pool.asClient("RevokeToken", { Token: tokens.RefreshToken });
    pool.clock.advance(2 * 3_600_000);
    await pool.signIn();

    expect(faultOf(await getUser(pool, tokens.AccessToken))).to.equal(ACCESS_REVOKED);
  });
});
