import { expect } from "chai";
import type { Invoke } from "../../../local/lambda/invocation";
import { ADA, answerWith, claimsOf, faultOf, TestPool, tokensOf, type Values } from "./support";

const UNRECOGNIZABLE = "InvalidLambdaResponseException: Unrecognizable lambda output";
const V1 = {
  UserPool: {
    userPoolTier: "LITE",
    lambdaConfig: { preTokenGeneration: "arn:aws:lambda:us-east-1:123456789012:function:claims" },
  },
};

async function signInWith(invoke: Invoke, ...groups: readonly string[]) {
  const pool = await TestPool.create({ invoke, changes: V1 });
  await pool.addAda(...groups);
  const reply = await pool.signIn();
  const { IdToken, AccessToken } = tokensOf(reply);
  return { pool, reply, id: IdToken === "" ? {} : claimsOf(IdToken), access: AccessToken === "" ? {} : claimsOf(AccessToken) };
}
const customize = (details: unknown, ...groups: readonly string[]) =>
  signInWith(answerWith({ claimsOverrideDetails: details }), ...groups);

/** Claims that differ between sign-ins or over time. */
const stable = ({ auth_time, exp, iat, event_id, jti, origin_jti, sub, username, "cognito:username": name, ...rest }: Values) =>
  rest;

describe("pre-token-generation event of version V1_0", () => {
  it("has the documented shape, on the plan LITE", async () => {
    const { pool, id } = await customize(null, "PetsAdmins");

    expect(pool.calls.map(({ event }) => event)).to.deep.equal([
      {
        version: "1",
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
        },
        response: { claimsOverrideDetails: null },
      },
    ]);
  });

  it("leaves the tokens as they are if nothing is asked for", async () => {
    const { id, access } = await signInWith(answerWith({}), "PetsAdmins");
    for (const details of [null, {}, { claimsToAddOrOverride: {}, claimsToSuppress: [] }]) {
      const other = await customize(details, "PetsAdmins");
      expect(stable(other.id)).to.deep.equal(stable(id));
      expect(stable(other.access)).to.deep.equal(stable(access));
    }
    expect(access).to.include({ scope: "aws.cognito.signin.user.admin" });
  });

  it("changes claims of the ID token alone", async () => {
    const plain = await customize(null);
    const { id, access, reply } = await customize({
      claimsToAddOrOverride: { company_id: "acme", name: "Countess" },
      claimsToSuppress: ["email", "locale"],
    });

    expect(id).to.include({ company_id: "acme", name: "Countess" });
    expect(Object.keys(id)).not.to.include.members(["email"]).and.not.to.include("locale");
    expect(stable(access)).to.deep.equal(stable(plain.access));
    expect(reply.trace.steps.find(({ kind }) => kind === "trigger")).to.deep.equal({
      kind: "trigger",
      outcome: "ok",
      functionName: "claims",
      durationMs: 7,
      trigger: "pre-token-generation",
      eventVersion: "V1_0",
      addedScopes: [],
      idToken: { set: ["company_id", "name"], suppressed: ["email", "locale"] },
      accessToken: { set: [], suppressed: [] },
    });
  });

  it("changes the groups of both tokens", async () => {
    const { id, access, reply } = await customize({ groupOverrideDetails: { groupsToOverride: ["a", "b"] } }, "PetsAdmins");

    for (const claims of [id, access]) expect(claims["cognito:groups"]).to.deep.equal(["a", "b"]);
    expect(reply.trace.steps[1]).to.deep.include({ groups: ["a", "b"] });
    for (const none of [null, {}, { groupsToOverride: [] }]) {
      const removed = await customize({ groupOverrideDetails: none }, "PetsAdmins");
      for (const claims of [removed.id, removed.access]) expect(claims).not.to.have.property("cognito:groups");
      expect(removed.reply.trace.steps[1]).to.deep.include({ groups: [] });
    }
  });

  it("cannot set or suppress a reserved claim, and the trace does not say that it did", async () => {
    const reserved = ["sub", "aud", "iss", "exp", "token_use", "cognito:username", "jti", "identities"];
    const plain = await customize(null);
    const { id, reply } = await customize({
      claimsToAddOrOverride: Object.fromEntries(reserved.map((name) => [name, "taken over"])),
      claimsToSuppress: reserved,
    });

    expect(Object.keys(id)).to.deep.equal(Object.keys(plain.id));
    expect(Object.values(id)).not.to.include("taken over");
    expect(reply.trace.steps[1]).to.deep.include({ idToken: { set: [], suppressed: [] } });
  });

  it("refuses anything but texts, and what another version asks for", async () => {
    for (const details of [
      { claimsToAddOrOverride: { roles: ["a"] } },
      { claimsToAddOrOverride: { level: 1 } },
      { claimsToAddOrOverride: { isMember: true } },
      { claimsToAddOrOverride: { none: null } },
      { claimsToAddOrOverride: [] },
      { claimsToSuppress: "email" },
      { groupOverrideDetails: { groupsToOverride: "a" } },
      [],
      "x",
    ]) {
      const { reply } = await customize(details);
      expect(faultOf(reply), JSON.stringify(details)).to.equal(UNRECOGNIZABLE);
      expect(reply.trace.steps[1]).to.include({ trigger: "pre-token-generation", failure: "unrecognizable answer" });
    }
    const { reply } = await signInWith(answerWith({ claimsAndScopeOverrideDetails: {} }));
    expect(faultOf(reply)).to.equal(UNRECOGNIZABLE);
  });

  it("takes the names of prototypes for what they are", async () => {
    const details = JSON.parse(
      '{ "claimsToAddOrOverride": { "constructor": "c", "__proto__": "p" }, "claimsToSuppress": ["toString"] }',
    );
    const { id, reply } = await customize(details);

    expect(reply.status).to.equal(200);
    expect(Object.getPrototypeOf(id)).to.equal(Object.prototype);
    expect(Object.hasOwn(id, "constructor")).to.equal(true);
  });

  it("fails the sign-in if the function fails", async () => {
    const { reply } = await signInWith(async () => ({
      outcome: "function error",
      errorType: "Error",
      errorMessage: "no such user",
      durationMs: 1,
    }));

    expect(faultOf(reply)).to.equal("UserLambdaValidationException: PreTokenGeneration failed with error no such user.");
  });

  it("is what an administrator sees of the pool", async () => {
    const { pool } = await customize(null);
    const { body } = await pool.asAdmin("DescribeUserPool");
    const LambdaArn = V1.UserPool.lambdaConfig.preTokenGeneration;

    expect(body).to.deep.nested.property("UserPool.LambdaConfig", {
      PreTokenGeneration: LambdaArn,
      PreTokenGenerationConfig: { LambdaArn, LambdaVersion: "V1_0" },
    });
  });
});
