import { expect } from "chai";
import { ADA, ADA_ATTRIBUTES, claimsOf, faultOf, isEvent, SIGN_UP, TestPool, tokensOf, type Values } from "./support";

const text = { attributeDataType: "String", required: false, mutable: true, developerOnlyAttribute: false };
const schemas = ["email", "name", "locale"].map((name) => ({ ...text, name, required: true }));
const custom = [
  { ...text, name: "company_id", mutable: false, stringAttributeConstraints: { minLength: "2", maxLength: "8" } },
  { ...text, name: "level" },
  { ...text, name: "__proto__" },
];
const COMPANY = "custom:company_id";

const createPool = (readAttributes?: readonly string[], writeAttributes?: readonly string[]) =>
  TestPool.create({
    changes: { UserPool: { schemas: [...schemas, ...custom] }, UserPoolClient: { readAttributes, writeAttributes } },
  });
const LISTED = [
  ["email", COMPANY, "custom:level"],
  ["email", "name", "locale", "custom:level"],
] as const;
const withCompany = (rest: Values = {}) => ({
  UserAttributes: [...ADA_ATTRIBUTES, { Name: COMPANY, Value: "acme" }],
  MessageAction: "SUPPRESS",
  ...rest,
});

describe("custom attributes", () => {
  it("are the user's, the trigger's and those of the ID token, and not the access token's", async () => {
    const pool = await createPool(...LISTED);
    await pool.asAdmin("AdminCreateUser", withCompany());
    await pool.asAdmin("AdminSetUserPassword", { Password: ADA.password, Permanent: true });

    const { IdToken, AccessToken } = tokensOf(await pool.signIn());

    expect(claimsOf(IdToken)).to.include({ [COMPANY]: "acme" });
    expect(claimsOf(AccessToken)).not.to.have.property(COMPANY);
    const [call] = pool.calls;
    expect(isEvent(call?.event) && call.event.request.userAttributes).to.include({ [COMPANY]: "acme" });
    const { body } = await pool.asClient("GetUser", { AccessToken });
    expect(body.UserAttributes).to.deep.include({ Name: COMPANY, Value: "acme" });
    expect(JSON.stringify((await pool.asAdmin("ListUsers")).body)).to.include(COMPANY);
  });

  it("are read and written by clients that list them alone", async () => {
    const [silent, listing] = [await createPool(), await createPool(...LISTED)];
    const level = { Name: "custom:level", Value: "high" };
    const signUp = { ...SIGN_UP, UserAttributes: [...SIGN_UP.UserAttributes, level] };

    expect(faultOf(await silent.asClient("SignUp", signUp))).to.equal(
      "NotAuthorizedException: A client attempted to write unauthorized attribute",
    );
    expect((await listing.asClient("SignUp", signUp)).status).to.equal(200);
    const company = { ...signUp, UserAttributes: [...SIGN_UP.UserAttributes, { Name: COMPANY, Value: "acme" }] };
    expect(faultOf(await listing.asClient("SignUp", company))).to.include("unauthorized attribute");

    await silent.asAdmin("AdminCreateUser", withCompany());
    await silent.asAdmin("AdminSetUserPassword", { Password: ADA.password, Permanent: true });
    const { IdToken, AccessToken } = tokensOf(await silent.signIn());
    expect(claimsOf(IdToken)).not.to.have.property(COMPANY);
    expect(JSON.stringify((await silent.asClient("GetUser", { AccessToken })).body)).not.to.include(COMPANY);
  });

  it("are held to their bounds, and unknown ones are refused", async () => {
    const pool = await createPool();
    const faultWith = async (Name: string, Value: string) =>
      faultOf(await pool.asAdmin("AdminCreateUser", withCompany({ UserAttributes: [{ Name, Value }] })));

    expect(await faultWith(COMPANY, "a")).to.include("custom:company_id: String must be at least 2 characters long");
    expect(await faultWith(COMPANY, "a".repeat(9))).to.include("no longer than 8");
    for (const name of ["custom:other", "company_id", "custom:", "custom:constructor", "dev:company_id", "__proto__"])
      expect(await faultWith(name, "acme"), name).to.include(`Type for attribute {${name}} could not be determined`);
    expect(await faultWith("custom:__proto__", "x")).to.equal("no fault");
  });

  it("that are not mutable are set when the user is created, and not with the new password", async () => {
    const pool = await createPool([...LISTED[0]], [...LISTED[1], COMPANY]);
    const answer = async (email: string, UserAttributes: readonly Values[], responses: Values) => {
      await pool.asAdmin("AdminCreateUser", { Username: email, TemporaryPassword: "Temporary-Horse-1", UserAttributes });
      const { body } = await pool.signIn(email, "Temporary-Horse-1");
      return pool.asClient("RespondToAuthChallenge", {
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session: body.Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD: ADA.password, ...responses },
      });
    };
    const taken = { [`userAttributes.${COMPANY}`]: "mine" };

    expect(faultOf(await answer("a@example.com", withCompany().UserAttributes, taken))).to.equal(
      "InvalidParameterException: user.custom:company_id: Attribute cannot be updated.",
    );
    expect(faultOf(await answer("b@example.com", ADA_ATTRIBUTES, taken))).to.include("Attribute cannot be updated.");
    const changed = await answer("c@example.com", withCompany().UserAttributes, { "userAttributes.custom:level": "high" });
    expect(claimsOf(tokensOf(changed).IdToken)).to.include({ [COMPANY]: "acme", "custom:level": "high" });
  });

  it("are in the pool's and the client's descriptions", async () => {
    const pool = await createPool(...LISTED);

    const { body } = await pool.asAdmin("DescribeUserPool");
    const client = await pool.asAdmin("DescribeUserPoolClient", { ClientId: pool.client.id });

    expect(body)
      .to.have.nested.property("UserPool.SchemaAttributes")
      .that.deep.includes({
        Name: COMPANY,
        AttributeDataType: "String",
        Required: false,
        Mutable: false,
        StringAttributeConstraints: { MinLength: "2", MaxLength: "8" },
      });
    expect(client.body).to.deep.nested.property("UserPoolClient.ReadAttributes", LISTED[0]);
  });
});
