import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "chai";
import { ADA, faultOf, SIGN_UP, TestPool } from "./support";

/** The members of an operation's request in the AWS SDK's own model. */
const membersOf = (operation: string): readonly string[] => {
  const schema: unknown = Reflect.get(sdk, `${operation}Request$`);
  const names: unknown = Array.isArray(schema) ? schema[4] : undefined;
  if (!Array.isArray(names) || names.length === 0) throw new Error(`the AWS SDK has no members of ${operation}`);
  return names.map(String);
};

/** The engine's own list, from its answer to an unknown operation. */
const readOperations = async (pool: TestPool) => {
  const { body } = await pool.send("Nothing", {});
  return String(body.message).split(": ")[1]?.split(", ") ?? [];
};

const toWireName = (member: string) => member.replace(/^./, (first) => first.toLowerCase());
const REFUSAL = (member: string) =>
  `Value at '${toWireName(member)}' failed to satisfy constraint: Member is not imitated by the local engine`;
const NOT_IMITATED = (member: string) => `InvalidParameterException: 1 validation error detected: ${REFUSAL(member)}`;

describe("request members", () => {
  let pool: TestPool;
  before(async () => {
    pool = await TestPool.create();
    await pool.addAda();
  });

  it("are all known that the AWS SDK can send, so that none is ignored unnoticed", async () => {
    const operations = await readOperations(pool);
    expect(operations).to.include.members(["SignUp", "ListUsers", "GetTokensFromRefreshToken"]);

    for (const operation of operations) {
      for (const member of membersOf(operation)) {
        // No member takes a list of lists.
        const fault = faultOf(await pool.send(operation, { [member]: [[1]] }));
        const isKnown = fault.startsWith("SerializationException: ") || fault.includes(REFUSAL(member));
        expect(isKnown, `${operation}.${member}: ${fault}`).to.equal(true);
      }
    }
  });

  it("are ignored if the API does not have them (reported)", async () => {
    const reply = await pool.asAdmin("ListUsers", { Nonsense: [[1]] });

    expect(reply.status).to.equal(200);
  });

  const refused = [
    ["ConfirmSignUp", "Session", { Username: ADA.email, ConfirmationCode: "123456" }],
    ["InitiateAuth", "Session", { AuthFlow: "USER_PASSWORD_AUTH" }],
  ] as const;
  for (const [operation, member, input] of refused) {
    it(`are refused by name if they would change something: ${operation}'s ${member}`, async () => {
      const reply = await pool.asClient(operation, { ...input, [member]: "x".repeat(20) });

      expect(faultOf(reply)).to.equal(NOT_IMITATED(member));
      expect(faultOf(await pool.asClient(operation, { ...input, [member]: null }))).not.to.contain("imitated");
    });
  }

  it("are refused by name if their value would change something: AdminCreateUser's", async () => {
    const create = (input: object) => pool.asAdmin("AdminCreateUser", { Username: "eve@example.com", ...input });

    expect(faultOf(await create({ ForceAliasCreation: true }))).to.equal(NOT_IMITATED("ForceAliasCreation"));
    expect(faultOf(await create({ DesiredDeliveryMediums: ["SMS", "EMAIL"] }))).to.equal(
      `${NOT_IMITATED("DesiredDeliveryMediums")} with SMS`,
    );
    const taken = await create({
      ForceAliasCreation: false,
      DesiredDeliveryMediums: ["EMAIL"],
      ClientMetadata: { a: "b" },
      ValidationData: [{ Name: "a", Value: "b" }],
    });
    expect(taken.status).to.equal(200);
    expect(pool.mails.at(-1)).to.include({ to: "eve@example.com" });
  });

  it("are accepted without reaching a function if AWS ignores them, too", async () => {
    const context = {
      AnalyticsMetadata: { AnalyticsEndpointId: "endpoint" },
      UserContextData: { EncodedData: "data", IpAddress: "192.0.2.1" },
      ClientMetadata: { from: "client" },
    };
    const Username = "new@example.com";
    const ValidationData = [{ Name: "captcha", Value: "right" }];

    expect((await pool.asClient("SignUp", { ...SIGN_UP, ...context, Username, ValidationData })).status).to.equal(200);
    expect((await pool.asClient("ResendConfirmationCode", { ...context, Username })).status).to.equal(200);
    const ConfirmationCode = pool.mails.at(-1)?.code;
    const confirmed = await pool.asClient("ConfirmSignUp", { ...context, Username, ConfirmationCode, ForceAliasCreation: true });
    expect(confirmed.status).to.equal(200);
    const reply = await pool.asClient("InitiateAuth", {
      ...context,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: ADA.password },
    });
    expect(reply.status).to.equal(200);
    expect(pool.calls).to.have.lengthOf(1);
    expect(JSON.stringify(pool.calls)).not.to.match(/endpoint|clientMetadata|captcha|192\.0\.2\.1/);
  });

  it("select the attributes that ListUsers returns, which every user of the page must have (reported text)", async () => {
    const list = (AttributesToGet: unknown, Filter = `email = "${ADA.email}"`) =>
      pool.asAdmin("ListUsers", { Filter, AttributesToGet });
    const MISSING = "InvalidParameterException: One or more requested attributes do not exist.";

    const { body } = await list(["email", "name"]);

    expect(body.Users)
      .to.have.nested.property("[0].Attributes")
      .that.has.deep.members([
        { Name: "email", Value: ADA.email },
        { Name: "name", Value: "Ada" },
      ]);
    expect((await list([])).body.Users)
      .to.have.nested.property("[0].Attributes")
      .that.deep.equals([]);
    expect((await list(null)).body.Users)
      .to.have.nested.property("[0].Attributes")
      .that.has.lengthOf.above(3);
    for (const name of ["nickname", "custom:none", "constructor"]) expect(faultOf(await list([name])), name).to.equal(MISSING);
    await pool.asAdmin("AdminCreateUser", { Username: "nameless@example.com" });
    expect(faultOf(await list(["name"], ""))).to.equal(MISSING);
    expect((await list(["email"], "")).status).to.equal(200);
  });
});
