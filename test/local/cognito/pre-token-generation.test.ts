import { expect } from "chai";
import type { Invocation, Invoke } from "../../../local/lambda/invocation";
import { stepSchema } from "../../../local/step";
import {
  ADA,
  ADA_ATTRIBUTES,
  answerWith,
  claimsOf,
  faultOf,
  isEvent,
  overrides,
  runHandler,
  TestPool,
  tokensOf,
  type Values,
} from "./support";

const UNRECOGNIZABLE = "InvalidLambdaResponseException: Unrecognizable lambda output";
const RESERVED = (
  "acr amr at_hash aud auth_time azp client_id cognito:username device_key event_id exp iat identities iss jti nbf nonce " +
  "origin_jti sub token_use username version cognito:anything"
).split(" ");

async function signInWith(invoke: Invoke, ...groups: readonly string[]) {
  const pool = await TestPool.create({ invoke });
  await pool.addAda(...groups);
  const reply = await pool.signIn();
  const { IdToken, AccessToken } = tokensOf(reply);
  return { pool, reply, id: IdToken === "" ? {} : claimsOf(IdToken), access: AccessToken === "" ? {} : claimsOf(AccessToken) };
}
const customize = (details: unknown, ...groups: readonly string[]) => signInWith(overrides(details), ...groups);
const answer =
  (payload: unknown): Invoke =>
  async () => ({ outcome: "answer", payload, durationMs: 1 });
/** Claims that differ between sign-ins or over time. */
const stable = ({ auth_time, exp, iat, event_id, jti, origin_jti, sub, username, "cognito:username": name, ...rest }: Values) =>
  rest;

describe("pre-token-generation event", () => {
  it("has the documented shape of version V2_0", async () => {
    const { pool, id } = await signInWith(runHandler, "PetsAdmins");

    expect(pool.calls).to.have.lengthOf(1);
    const { event, ...call } = pool.calls[0] ?? { event: undefined };
    expect(call).to.deep.equal({
      functionArn: pool.model.preTokenGeneration?.functionArn,
      principal: "cognito-idp.amazonaws.com",
      sourceArn: pool.model.arn,
      waitMs: 5000,
    });
    expect(event).to.deep.equal({
      version: "2",
      triggerSource: "TokenGeneration_Authentication",
      region: "us-east-1",
      userPoolId: pool.model.id,
      userName: id.sub,
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: pool.client.id },
      request: {
        userAttributes: {
          sub: id.sub,
          email: ADA.email,
          email_verified: "true",
          name: "Ada",
          locale: "en",
          "cognito:user_status": "CONFIRMED",
        },
        groupConfiguration: { groupsToOverride: ["PetsAdmins"], iamRolesToOverride: [], preferredRole: null },
        scopes: ["aws.cognito.signin.user.admin"],
      },
      response: { claimsAndScopeOverrideDetails: null },
    });
  });

  it("has the refresh as its source at every refresh", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const { RefreshToken } = tokensOf(await pool.signIn());

    await pool.refresh(RefreshToken);

    expect(pool.calls.map(({ event }) => isEvent(event) && event.triggerSource)).to.deep.equal([
      "TokenGeneration_Authentication",
      "TokenGeneration_RefreshTokens",
    ]);
  });

  it("has no metadata from InitiateAuth", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    await pool.asClient("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: ADA.email, PASSWORD: ADA.password },
      ClientMetadata: { from: "InitiateAuth" },
    });

    expect(JSON.stringify(pool.calls)).not.to.contain("clientMetadata");
  });

  it("has no metadata from a challenge response without any (assumed)", async () => {
    const pool = await TestPool.create();
    await pool.asAdmin("AdminCreateUser", { UserAttributes: ADA_ATTRIBUTES, TemporaryPassword: "Temporary-Horse-1" });
    const { body } = await pool.signIn(ADA.email, "Temporary-Horse-1");

    const reply = await pool.asClient("RespondToAuthChallenge", {
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: body.Session,
      ChallengeResponses: { USERNAME: ADA.email, NEW_PASSWORD: ADA.password },
      ClientMetadata: {},
    });

    expect(reply.status).to.equal(200);
    expect(JSON.stringify(pool.calls)).not.to.contain("clientMetadata");
  });

  it("is not sent by a pool without a trigger", async () => {
    const pool = await TestPool.create({ strategy: "id-token-lambda-authorizer" });
    await pool.addAda();

    expect((await pool.signIn()).status).to.equal(200);
    expect(pool.calls).to.deep.equal([]);
  });
});

describe("pre-token-generation response", () => {
  it("changes nothing if it is the unchanged event or empty", async () => {
    const { id, access } = await signInWith(answerWith({ claimsAndScopeOverrideDetails: null }), "PetsAdmins");

    for (const details of [{}, undefined, { idTokenGeneration: {}, accessTokenGeneration: {} }]) {
      const other = await customize(details, "PetsAdmins");
      expect(stable(other.id)).to.deep.equal(stable(id));
      expect(stable(other.access)).to.deep.equal(stable(access));
    }
  });

  it("adds scopes once each after the existing ones, and suppresses scopes", async () => {
    const scopesToAdd = ["openid", "petsapi/read", "openid", "aws.cognito.signin.user.admin", "made/up", "out"];

    const added = await customize({ accessTokenGeneration: { scopesToAdd, scopesToSuppress: ["out"] } });
    const suppressed = await customize({
      accessTokenGeneration: { scopesToAdd, scopesToSuppress: ["aws.cognito.signin.user.admin"] },
    });

    expect(added.access.scope).to.equal("aws.cognito.signin.user.admin openid petsapi/read made/up");
    expect(suppressed.access.scope).to.equal("openid petsapi/read made/up out");
  });

  it("cannot add a scope with white space or with Cognito's own prefix (assumed)", async () => {
    const scopesToAdd = ["a b", "tab\there", "", " ", "aws.cognito.signin.user.other", "fine"];

    const { access } = await customize({ accessTokenGeneration: { scopesToAdd } });

    expect(access.scope).to.equal("aws.cognito.signin.user.admin fine");
  });

  it("adds, overrides and suppresses claims per token, with values of any JSON type", async () => {
    const values = { text: "a", number: 1.5, flag: false, list: ["a", 1], object: { deep: { er: [true] } } };

    const { id, access } = await customize({
      idTokenGeneration: { claimsToAddOrOverride: { name: "Countess", only: "id" }, claimsToSuppress: ["locale"] },
      accessTokenGeneration: { claimsToAddOrOverride: values },
    });

    expect(id).to.include({ name: "Countess", only: "id" });
    expect(id).not.to.have.property("locale");
    expect(access).to.deep.include(values);
    expect(access).not.to.have.property("only");
  });

  it("suppresses a claim that it both overrides and suppresses", async () => {
    const both = { claimsToAddOrOverride: { name: "Countess", extra: 1 }, claimsToSuppress: ["name", "extra"] };

    const { id, access } = await customize({ idTokenGeneration: both, accessTokenGeneration: both });

    for (const claims of [id, access]) expect(claims).not.to.have.any.keys("name", "extra");
  });

  it("cannot change reserved claims, without an error", async () => {
    const untouched = await customize({}, "PetsAdmins");
    const grab = {
      claimsToAddOrOverride: Object.fromEntries(RESERVED.map((name) => [name, "evil"])),
      claimsToSuppress: RESERVED,
    };

    const { reply, id, access } = await customize({ idTokenGeneration: grab, accessTokenGeneration: grab }, "PetsAdmins");

    expect(reply.status).to.equal(200);
    expect(JSON.stringify([id, access])).not.to.contain("evil");
    expect(Object.keys(id)).to.deep.equal(Object.keys(untouched.id));
    expect(Object.keys(access)).to.deep.equal(Object.keys(untouched.access));
    expect(stable(id)).to.deep.equal(stable(untouched.id));
    expect(stable(access)).to.deep.equal(stable(untouched.access));
  });

  it("changes scopes and groups through their own fields only (assumed)", async () => {
    const claimsToAddOrOverride = { scope: "petsapi/write", "cognito:groups": ["PetsAdmins"], "cognito:roles": ["r"] };

    const { id, access } = await customize({
      idTokenGeneration: { claimsToAddOrOverride },
      accessTokenGeneration: { claimsToAddOrOverride },
    });

    expect(access.scope).to.equal("aws.cognito.signin.user.admin");
    for (const claims of [id, access]) expect(claims).not.to.have.any.keys("cognito:groups", "cognito:roles");
  });

  it("suppresses groups by claim name, in the named token only", async () => {
    const { id, access } = await customize({ accessTokenGeneration: { claimsToSuppress: ["cognito:groups"] } }, "PetsAdmins");

    expect(access).not.to.have.property("cognito:groups");
    expect(id).to.deep.include({ "cognito:groups": ["PetsAdmins"] });
  });

  it("sets aud in an access token only to the session's own client", async () => {
    const other = await customize({ accessTokenGeneration: { claimsToAddOrOverride: { aud: "another" } } });
    const { client } = other.pool;
    const own = await customize({
      accessTokenGeneration: { claimsToAddOrOverride: { aud: client.id } },
      idTokenGeneration: { claimsToAddOrOverride: { aud: "another" } },
    });

    expect(other.access).not.to.have.property("aud");
    expect(own.access.aud).to.equal(client.id);
    expect(own.id.aud).to.equal(client.id);
  });

  it("replaces the groups in both tokens, and removes them with an empty list or null", async () => {
    const replaced = await customize({ groupOverrideDetails: { groupsToOverride: ["Other", "PetsAdmins"] } }, "ReadPetsAccess");
    for (const claims of [replaced.id, replaced.access]) expect(claims["cognito:groups"]).to.deep.equal(["Other", "PetsAdmins"]);

    for (const groupOverrideDetails of [{ groupsToOverride: [] }, {}, null]) {
      const { id, access } = await customize({ groupOverrideDetails }, "ReadPetsAccess");
      for (const claims of [id, access]) expect(claims).not.to.have.property("cognito:groups");
    }
  });

  it("sets roles in the ID token", async () => {
    const { id, access } = await customize({ groupOverrideDetails: { iamRolesToOverride: ["a", "b"], preferredRole: "a" } });

    expect(id).to.deep.include({ "cognito:roles": ["a", "b"], "cognito:preferred_role": "a" });
    expect(access).not.to.have.any.keys("cognito:roles", "cognito:preferred_role");
  });

  it("keeps verified flags, address and updated_at scalar in the ID token (assumed: a structure is ignored)", async () => {
    const structures = {
      email_verified: { yes: true },
      phone_number_verified: [true],
      address: { street: "x" },
      updated_at: [1],
    };

    const ignored = await customize({ idTokenGeneration: { claimsToAddOrOverride: structures } });
    const plain = await customize({ idTokenGeneration: { claimsToAddOrOverride: { email_verified: false } } });

    expect(ignored.id)
      .to.include({ email_verified: true })
      .and.not.to.have.any.keys("phone_number_verified", "address", "updated_at");
    expect(plain.id.email_verified).to.equal(false);
  });

  it("may have 5,000 claims and scopes over both tokens, and no more (assumed: treated as malformed)", async () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
    const details = (count: number) => ({
      idTokenGeneration: { claimsToAddOrOverride: { a: 1 }, claimsToSuppress: names(1000) },
      accessTokenGeneration: {
        claimsToAddOrOverride: { a: 1 },
        claimsToSuppress: names(1000),
        scopesToAdd: names(1998),
        scopesToSuppress: names(count),
      },
    });

    expect((await customize(details(1000))).reply.status).to.equal(200);
    expect(faultOf((await customize(details(1001))).reply)).to.equal(UNRECOGNIZABLE);
  });

  const noEvents: readonly (readonly [string, unknown])[] = [
    ["nothing", null],
    ["a text", "event"],
    ["a list", []],
    ["a response alone", { response: { claimsAndScopeOverrideDetails: {} } }],
  ];
  for (const [what, payload] of noEvents) {
    it(`is refused as ${what}`, async () => {
      expect(faultOf((await signInWith(answer(payload))).reply)).to.equal(UNRECOGNIZABLE);
    });
  }

  const changes: readonly (readonly [string, Values])[] = [
    ["another user", { userName: "eve" }],
    ["another pool", { userPoolId: "us-east-1_other" }],
    ["another version", { version: "1" }],
    ["another source", { triggerSource: "TokenGeneration_RefreshTokens" }],
    ["no region", { region: undefined }],
    ["no request", { request: undefined }],
    ["no caller", { callerContext: null }],
  ];
  for (const [what, change] of changes) {
    it(`is refused as an event with ${what}`, async () => {
      const invoke: Invoke = async ({ event }) => ({
        outcome: "answer",
        payload: { ...Object(event), ...change },
        durationMs: 1,
      });

      expect(faultOf((await signInWith(invoke)).reply)).to.equal(UNRECOGNIZABLE);
    });
  }

  const illTyped: readonly unknown[] = [
    "text",
    [],
    { idTokenGeneration: "text" },
    { accessTokenGeneration: null },
    { accessTokenGeneration: { scopesToAdd: "petsapi/read" } },
    { accessTokenGeneration: { scopesToAdd: [1] } },
    { accessTokenGeneration: { scopesToSuppress: null } },
    { accessTokenGeneration: { claimsToAddOrOverride: [] } },
    { accessTokenGeneration: { claimsToAddOrOverride: { a: null } } },
    { idTokenGeneration: { claimsToSuppress: "name" } },
    { groupOverrideDetails: { groupsToOverride: "PetsAdmins" } },
  ];
  for (const details of illTyped) {
    it(`is refused with ${JSON.stringify(details)}`, async () => {
      const { reply, pool } = await customize(details);

      expect(faultOf(reply)).to.equal(UNRECOGNIZABLE);
      expect(pool.calls).to.have.lengthOf(1);
      expect(reply.trace.steps[1]).to.include({ failure: "unrecognizable answer" });
      expect(reply.trace.steps.map(({ kind, outcome }) => `${kind} ${outcome}`)).to.deep.equal([
        "password ok",
        "trigger failed",
        "refusal refused",
      ]);
    });
  }

  it("leaves every token unchanged with a claim named __proto__", async () => {
    const details = JSON.parse('{"idTokenGeneration":{"claimsToAddOrOverride":{"__proto__":{"admin":true}}}}');

    const { reply, id } = await customize(details);

    expect(reply.status).to.equal(200);
    expect(Object.keys(id)).not.to.include("admin");
  });
});

describe("a pre-token-generation trigger's trace", () => {
  it("names what was set and suppressed in each token, and no value", async () => {
    const { reply } = await customize({
      idTokenGeneration: {
        claimsToAddOrOverride: { company: "a-secret-value", level: 42, email: "a-secret-value", sub: "x", updated_at: {} },
        claimsToSuppress: ["email", "exp", "cognito:roles"],
      },
      accessTokenGeneration: {
        claimsToAddOrOverride: { roles: { admin: "a-secret-value" }, aud: "another client", iss: "x" },
        claimsToSuppress: ["client_id", "nothing"],
        scopesToAdd: ["petsapi/read"],
      },
      groupOverrideDetails: { groupsToOverride: ["first", "second"] },
    });

    expect(reply.trace.steps[1]).to.deep.include({
      trigger: "pre-token-generation",
      eventVersion: "V2_0",
      addedScopes: ["petsapi/read"],
      idToken: { set: ["company", "level"], suppressed: ["email", "cognito:roles"] },
      accessToken: { set: ["roles"], suppressed: ["nothing"] },
      groups: ["first", "second"],
    });
    expect(JSON.stringify(reply.trace)).not.to.include("a-secret-value");
    expect(stepSchema.safeParse(reply.trace.steps[1]).success).to.equal(true);
  });

  it("names the scopes that were added, and those that were suppressed", async () => {
    const { reply, access } = await customize({
      accessTokenGeneration: {
        scopesToAdd: ["petsapi/read", "petsapi/write", "with space", "aws.cognito.signin.user.admin"],
        scopesToSuppress: ["petsapi/write", "aws.cognito.signin.user.admin"],
      },
    });

    expect(access.scope).to.equal("petsapi/read");
    expect(reply.trace.steps[1]).to.deep.include({
      addedScopes: ["petsapi/read"],
      suppressedScopes: ["petsapi/write", "aws.cognito.signin.user.admin"],
    });
    expect(stepSchema.safeParse(reply.trace.steps[1]).success).to.equal(true);
  });

  it("names the client as audience where it may be set", async () => {
    const pool = await TestPool.create();
    const { reply, access } = await customize({
      accessTokenGeneration: { claimsToAddOrOverride: { aud: pool.client.id } },
    });

    expect(access).to.include({ aud: pool.client.id });
    expect(reply.trace.steps[1]).to.deep.include({ accessToken: { set: ["aud"], suppressed: [] } });
    expect(reply.trace.steps[1]).not.to.have.property("groups");
  });

  it("refuses what another event version asks for (assumed)", async () => {
    const { reply } = await signInWith(answerWith({ claimsOverrideDetails: {} }));

    expect(faultOf(reply)).to.equal(UNRECOGNIZABLE);
  });
});

describe("failing pre-token-generation trigger", () => {
  const failing = (failure: Invocation) => signInWith(async () => failure);

  it("fails the sign-in with the function's error message and a full stop", async () => {
    const { reply } = await failing({
      outcome: "function error",
      errorType: "Error",
      errorMessage: "no such user",
      durationMs: 4,
    });

    expect(faultOf(reply)).to.equal("UserLambdaValidationException: PreTokenGeneration failed with error no such user.");
    expect(reply.trace.steps[1]).to.include({ kind: "trigger", failure: "function error", durationMs: 4 });
  });

  it("is called three times if it times out (assumed: the text for this trigger)", async () => {
    const { reply, pool } = await failing({ outcome: "caller timeout", durationMs: 5000 });

    expect(faultOf(reply)).to.equal(
      "UnexpectedLambdaException: PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.",
    );
    expect(pool.calls).to.have.lengthOf(3);
    expect(reply.trace.steps[1]).to.include({ outcome: "failed", failure: "caller timeout", durationMs: 15_000 });
  });

  it("may succeed on a retry", async () => {
    let calls = 0;
    const { reply } = await signInWith(async (request) => {
      calls++;
      return calls < 3 ? { outcome: "caller timeout", durationMs: 5000 } : { ...(await runHandler(request)), coldStartMs: 180 };
    });

    expect(reply.status).to.equal(200);
    expect(reply.trace.steps[1]).to.include({ outcome: "ok", durationMs: 10_007, coldStartMs: 180 });
  });

  it("fails without retries if Cognito may not invoke it (assumed text)", async () => {
    const { reply, pool } = await failing({ outcome: "access denied", durationMs: 1 });

    expect(faultOf(reply)).to.equal(
      "UnexpectedLambdaException: PreTokenGeneration invocation failed due to error AccessDeniedException.",
    );
    expect(pool.calls).to.have.lengthOf(1);
  });

  it("leaves no token behind, neither at sign-in nor at a refresh", async () => {
    let isBroken = false;
    const pool = await TestPool.create({
      invoke: async (request) =>
        isBroken ? { outcome: "function error", errorType: "Error", errorMessage: "x", durationMs: 1 } : runHandler(request),
    });
    await pool.addAda();
    const { RefreshToken } = tokensOf(await pool.signIn());
    isBroken = true;

    for (const reply of [await pool.signIn(), await pool.refresh(RefreshToken)]) {
      expect(reply.status).to.equal(400);
      expect(Object.keys(reply.body)).to.deep.equal(["__type", "message"]);
    }
    isBroken = false;
    expect((await pool.refresh(RefreshToken)).status, "the refresh token holds once the function does").to.equal(200);
  });

  it("puts its message into a header only as far as a header can hold it", async () => {
    const { reply } = await failing({
      outcome: "function error",
      errorType: "Error",
      errorMessage: `ä\r\nSet-Cookie: x${"y".repeat(9999)}`,
      durationMs: 1,
    });

    expect(reply.headers["x-amzn-ErrorMessage"]).to.match(/^[\x20-\x7e]{1,1024}$/);
    expect(reply.body.message).to.contain("ä\r\n");
  });

  for (const [what, operation, fault] of [
    ["disabled", "AdminDisableUser", "NotAuthorizedException: User is disabled."],
    ["deleted", "AdminDeleteUser", "NotAuthorizedException: User is disabled."],
  ] as const) {
    it(`issues no tokens to a user who was ${what} while it ran`, async () => {
      let meanwhile: () => Promise<unknown> = async () => undefined;
      const pool = await TestPool.create({
        invoke: async (request) => {
          await meanwhile();
          return runHandler(request);
        },
      });
      await pool.addAda();
      meanwhile = () => pool.asAdmin(operation);

      expect(faultOf(await pool.signIn())).to.equal(fault);
    });
  }

  it("issues no tokens for a refresh token that was revoked while it ran", async () => {
    let meanwhile: () => Promise<unknown> = async () => undefined;
    const pool = await TestPool.create({
      invoke: async (request) => {
        await meanwhile();
        return runHandler(request);
      },
    });
    await pool.addAda();
    const { RefreshToken } = tokensOf(await pool.signIn());
    meanwhile = () => pool.asClient("RevokeToken", { Token: RefreshToken });

    expect(faultOf(await pool.refresh(RefreshToken))).to.equal("NotAuthorizedException: Refresh Token has been revoked");
  });
});
