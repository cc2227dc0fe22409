import { expect } from "chai";
import { generatePassword } from "../../../local/cognito/password-policy";
import { ADA, claimsOf, faultOf, SIGN_UP, TestPool, tokensOf, type Values } from "./support";

const TEMPORARY = "Temporary-Horse-1";
const usersOf = ({ body }: { readonly body: Values }): readonly Values[] => (Array.isArray(body.Users) ? body.Users : []);

describe("AdminCreateUser", () => {
  it("creates a user with the given temporary password, which is mailed", async () => {
    const pool = await TestPool.create();

    const UserAttributes = [{ Name: "email_verified", Value: "True" }];
    const { body } = await pool.asAdmin("AdminCreateUser", { TemporaryPassword: TEMPORARY, UserAttributes });

    expect(body.User).to.have.deep.nested.property("Attributes[1]", { Name: "email_verified", Value: "true" });
    expect(body.User).to.deep.include({ Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD" });
    expect(pool.mails).to.deep.equal([{ userPoolId: pool.model.id, to: ADA.email, code: TEMPORARY }]);
    expect((await pool.signIn(ADA.email, TEMPORARY)).body.ChallengeName).to.equal("NEW_PASSWORD_REQUIRED");
  });

  it("generates a temporary password that meets the policy", async () => {
    const pool = await TestPool.create();

    await pool.asAdmin("AdminCreateUser");

    const [mail] = pool.mails;
    expect((await pool.signIn(ADA.email, mail?.code)).body.ChallengeName).to.equal("NEW_PASSWORD_REQUIRED");
    expect(generatePassword({ ...pool.model.passwordPolicy, minimumLength: 99 })).to.have.lengthOf(99);
  });

  it("sends nothing with MessageAction SUPPRESS, and refuses RESEND as not imitated", async () => {
    const pool = await TestPool.create();

    expect(faultOf(await pool.asAdmin("AdminCreateUser", { MessageAction: "RESEND" }))).to.match(
      /^InvalidParameterException: The local engine/,
    );
    expect((await pool.asAdmin("AdminCreateUser", { MessageAction: "SUPPRESS" })).status).to.equal(200);
    expect(faultOf(await pool.signIn())).to.equal("NotAuthorizedException: Incorrect username or password.");
    expect(pool.mails).to.deep.equal([]);
  });

  const attribute = (Name: string, Value: string) => ({ UserAttributes: [{ Name, Value }] });
  const faults: readonly (readonly [string, Values, string])[] = [
    ["a username that is not an email", { Username: "ada" }, "InvalidParameterException: Username should be an email."],
    [
      "a weak temporary password",
      { TemporaryPassword: "weak" },
      "InvalidPasswordException: Password did not conform with policy: Password not long enough",
    ],
    [
      "an id of the caller's choice",
      attribute("sub", "x"),
      "InvalidParameterException: Cannot modify the non-mutable attribute sub",
    ],
    [
      "an attribute that no pool has",
      attribute("custom:role", "x"),
      "InvalidParameterException: Attributes did not conform to the schema: Type for attribute {custom:role} could not be determined",
    ],
    [
      "a verified flag that is neither true nor false",
      attribute("email_verified", "perhaps"),
      "InvalidParameterException: Attributes did not conform to the schema: email_verified: The value must be true or false",
    ],
  ];
  for (const [what, body, fault] of faults) {
    it(`refuses ${what}`, async () => {
      const pool = await TestPool.create();

      expect(faultOf(await pool.asAdmin("AdminCreateUser", body))).to.equal(fault);
    });
  }

  it("refuses a taken email", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    expect(faultOf(await pool.asAdmin("AdminCreateUser", { Username: "Ada@Example.com" }))).to.equal(
      "UsernameExistsException: An account with the given email already exists.",
    );
  });
});

describe("AdminSetUserPassword", () => {
  it("sets a permanent password, even for a user who never confirmed", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    await pool.asAdmin("AdminSetUserPassword", { Password: "Another-Horse-1", Permanent: true });

    expect((await pool.signIn(ADA.email, "Another-Horse-1")).body).to.have.property("AuthenticationResult");
    expect((await pool.signIn()).status).to.equal(400);
  });

  it("sets a temporary password by default", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    await pool.asAdmin("AdminSetUserPassword", { Password: TEMPORARY });

    expect((await pool.signIn(ADA.email, TEMPORARY)).body.ChallengeName).to.equal("NEW_PASSWORD_REQUIRED");
  });

  it("applies the password policy to administrators", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    expect(faultOf(await pool.asAdmin("AdminSetUserPassword", { Password: "weak" }))).to.match(/^InvalidPasswordException/);
  });
});

describe("AdminConfirmSignUp", () => {
  it("confirms a user without verifying the email", async () => {
    const pool = await TestPool.create();
    await pool.asClient("SignUp", SIGN_UP);

    await pool.asAdmin("AdminConfirmSignUp");

    expect(claimsOf(tokensOf(await pool.signIn()).IdToken)).to.include({ email_verified: false });
    expect(faultOf(await pool.asAdmin("AdminConfirmSignUp"))).to.equal(
      "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
    );
  });
});

describe("groups", () => {
  it("are joined and left idempotently", async () => {
    const pool = await TestPool.create();
    await pool.addAda("PetsAdmins", "PetsAdmins", "ReadPetsAccess");
    const groups = async () => claimsOf(tokensOf(await pool.signIn()).IdToken)["cognito:groups"];

    expect(pool.saves.at(-1)).to.have.nested.property("users[0].groups").that.deep.equals(["PetsAdmins", "ReadPetsAccess"]);
    expect(await groups()).to.deep.equal(["PetsAdmins", "ReadPetsAccess"]);
    for (let time = 0; time < 2; time++) {
      expect((await pool.asAdmin("AdminRemoveUserFromGroup", { GroupName: "PetsAdmins" })).status).to.equal(200);
      expect(await groups()).to.deep.equal(["ReadPetsAccess"]);
    }
  });

  it("are only those of the program", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    for (const operation of ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"]) {
      expect(faultOf(await pool.asAdmin(operation, { GroupName: "Strangers" }))).to.equal(
        "ResourceNotFoundException: Group not found.",
      );
    }
  });

  it("are listed in pages", async () => {
    const pool = await TestPool.create();

    const first = await pool.asAdmin("ListGroups", { Limit: 2 });
    const second = await pool.asAdmin("ListGroups", { Limit: 2, NextToken: first.body.NextToken });

    const now = pool.clock.now() / 1000;
    expect(first.body.Groups).to.be.an("array").with.lengthOf(2);
    expect(first.body).to.have.deep.nested.property("Groups.1.Description", "A group of the access-control table");
    expect(first.body)
      .to.have.nested.property("Groups.0.CreationDate")
      .that.is.within(now - 60, now);
    expect(first.body).to.have.nested.property("Groups.0").that.includes({
      GroupName: "ReadPetsAccess",
      UserPoolId: pool.model.id,
      Description: "A group of the access-control table",
    });
    expect(second.body.Groups).to.have.lengthOf(1);
    expect(second.body).not.to.have.property("NextToken");
  });
});

describe("ListUsers", () => {
  const create = async () => {
    const pool = await TestPool.create();
    for (const name of ["a", "b", "c"]) await pool.asAdmin("AdminCreateUser", { Username: `${name}@example.com` });
    return pool;
  };

  it("lists all users in pages, oldest first", async () => {
    const pool = await create();
    const emails: string[] = [];
    let PaginationToken: unknown;
    do {
      const { body } = await pool.asAdmin("ListUsers", { Limit: 2, PaginationToken });
      emails.push(...usersOf({ body }).map((user) => JSON.stringify(user.Attributes).match(/.@example.com/)?.[0] ?? ""));
      PaginationToken = body.PaginationToken;
    } while (PaginationToken !== undefined);

    expect(emails).to.deep.equal(["a@example.com", "b@example.com", "c@example.com"]);
    expect(usersOf(await pool.asAdmin("ListUsers", { Limit: 3 }))).to.have.lengthOf(3);
    expect((await pool.asAdmin("ListUsers", { Limit: 3 })).body).not.to.have.property("PaginationToken");
  });

  it("finds one user by email, id or name", async () => {
    const pool = await create();
    const find = async (Filter: string) => usersOf(await pool.asAdmin("ListUsers", { Filter }));

    const [b] = await find('email = "B@example.com"');

    expect(b?.Username).to.match(/^[0-9a-f-]{36}$/);
    expect(await find(`sub = "${b?.Username}"`)).to.deep.equal([b]);
    expect(await find(`"username"="${b?.Username}"`)).to.deep.equal([b]);
    expect(await find('email = "nobody@example.com"')).to.deep.equal([]);
    expect(await find(`email = "${b?.Username}"`)).to.deep.equal([]);
  });

  it("refuses other filters, and pagination tokens that it did not issue", async () => {
    const pool = await create();

    for (const Filter of ['name ^= "A"', "email", 'status = "Enabled"']) {
      expect(faultOf(await pool.asAdmin("ListUsers", { Filter }))).to.match(
        /^InvalidParameterException: The local engine imitates filters/,
      );
    }
    expect(faultOf(await pool.asAdmin("ListUsers", { PaginationToken: "made-up" }))).to.equal(
      "InvalidParameterException: Invalid pagination token",
    );
  });
});

describe("descriptions", () => {
  it("show what the program set for the pool", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    const { body } = await pool.asAdmin("DescribeUserPool");

    expect(body.UserPool).to.deep.include({
      Id: pool.model.id,
      Arn: pool.model.arn,
      UserPoolTier: "PLUS",
      MfaConfiguration: "OPTIONAL",
      UsernameAttributes: ["email"],
      EstimatedNumberOfUsers: 1,
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: pool.model.preTokenGeneration?.functionArn, LambdaVersion: "V2_0" },
      },
    });
    expect(body.UserPool).to.have.nested.property("Policies.PasswordPolicy.MinimumLength", 12);
  });

  it("show what the program set for the client", async () => {
    const pool = await TestPool.create();

    const { body } = await pool.asAdmin("DescribeUserPoolClient", { ClientId: pool.client.id });

    expect(body.UserPoolClient).to.deep.include({
      ClientId: pool.client.id,
      ClientName: "web",
      PreventUserExistenceErrors: "ENABLED",
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 7,
      TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "days" },
    });
    expect(faultOf(await pool.asAdmin("DescribeUserPoolClient", { ClientId: "stranger" }))).to.equal(
      "ResourceNotFoundException: User pool client stranger does not exist.",
    );
  });
});

describe("administrative operations", () => {
  const operations: readonly (readonly [string, Values])[] = [
    ["AdminCreateUser", {}],
    ["AdminSetUserPassword", { Password: ADA.password }],
    ["AdminConfirmSignUp", {}],
    ["AdminDisableUser", {}],
    ["AdminEnableUser", {}],
    ["AdminDeleteUser", {}],
    ["AdminUserGlobalSignOut", {}],
    ["AdminAddUserToGroup", { GroupName: "PetsAdmins" }],
    ["AdminRemoveUserFromGroup", { GroupName: "PetsAdmins" }],
    ["ListUsers", {}],
    ["ListGroups", {}],
    ["DescribeUserPool", {}],
    ["DescribeUserPoolClient", { ClientId: "x" }],
  ];
  for (const [operation, body] of operations) {
    it(`require a signed request: ${operation}`, async () => {
      const pool = await TestPool.create();
      const request = { UserPoolId: pool.model.id, Username: ADA.email, ...body };

      expect(faultOf(await pool.send(operation, request, false))).to.equal(
        "MissingAuthenticationTokenException: Missing Authentication Token",
      );
      expect(usersOf(await pool.asAdmin("ListUsers"))).to.deep.equal([]);
    });

    it(`refuse other pools: ${operation}`, async () => {
      const pool = await TestPool.create();

      expect(faultOf(await pool.asAdmin(operation, { ...body, UserPoolId: "us-east-1_other" }))).to.equal(
        "ResourceNotFoundException: User pool us-east-1_other does not exist.",
      );
    });
  }

  for (const [operation, body] of operations.slice(1, 9)) {
    it(`report an unknown user: ${operation}`, async () => {
      const pool = await TestPool.create();

      expect(faultOf(await pool.asAdmin(operation, body))).to.equal("UserNotFoundException: User does not exist.");
    });
  }
});
