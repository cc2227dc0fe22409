import { PASSWORD } from "../../comparison/target/test-users";
import type { Comparison } from "./comparison";
import { callCognito, isRecord } from "./exchange";
import type { View } from "./facts";
import type { Pair, Side } from "./sides";
import { createSomebody } from "./users";

const UNKNOWN_POOL = "us-east-1_Unknown00";

/** What the program sets for a pool and its client; emulators and AWS return more. */
const POOL_MEMBERS = [
  ...["UserPoolTier", "UserPoolAddOns", "MfaConfiguration", "UsernameAttributes", "UsernameConfiguration"],
  ...["AutoVerifiedAttributes", "Policies", "Id"],
];
const CLIENT_MEMBERS = [
  ...["ClientId", "UserPoolId", "ExplicitAuthFlows", "ReadAttributes", "WriteAttributes", "PreventUserExistenceErrors"],
  ...["EnableTokenRevocation", "AuthSessionValidity", "AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity"],
  "TokenValidityUnits",
];

/** Some members of an object within a body; lists of strings, which have no order, are sorted. */
const pick =
  (name: string, members: readonly string[]): View =>
  (body) => {
    const found = isRecord(body) ? body[name] : undefined;
    if (!isRecord(found)) return body;
    const sorted = (value: unknown) => (Array.isArray(value) ? value.toSorted() : value);
    return Object.fromEntries(members.map((member) => [member, sorted(found[member])]));
  };

/** Administrative operations: users, groups, and descriptions of the pool. */
export async function compareAdministration(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const ask = (what: string, operation: string, input: object = {}, view?: View) =>
    comparison.ask(
      `${operation}, ${what}`,
      (side) => callCognito(side, operation, { UserPoolId: side.userPoolId, ...input }),
      view,
    );
  const Username = await createSomebody(sides);
  const nobody = { Username: "nowhere@example.org" };
  const group = { GroupName: "ReadPetsAccess" };

  for (const operation of ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"]) {
    await ask("valid", operation, { Username, ...group });
    await ask("once more", operation, { Username, ...group });
    await ask("an unknown group", operation, { Username, GroupName: "Strangers" });
    await ask("an unknown user", operation, { ...nobody, ...group });
    await ask("no group", operation, { Username });
  }
  for (const operation of ["AdminConfirmSignUp", "AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut"]) {
    await ask("of a confirmed user", operation, { Username });
    await ask("an unknown user", operation, nobody);
    await ask("an unknown pool", operation, { Username, UserPoolId: UNKNOWN_POOL });
  }
  await ask("a weak password", "AdminSetUserPassword", { Username, Password: "short", Permanent: true });
  await ask("an unknown user", "AdminSetUserPassword", { ...nobody, Password: PASSWORD, Permanent: true });
  await ask("valid", "AdminSetUserPassword", { Username, Password: PASSWORD, Permanent: true });

  const create = { MessageAction: "SUPPRESS", UserAttributes: [{ Name: "name", Value: "Ada" }] };
  await ask("a name that is taken", "AdminCreateUser", { ...create, Username });
  await ask("a name that is not an email address", "AdminCreateUser", { ...create, Username: "guest" });
  await ask("a weak temporary password", "AdminCreateUser", { ...create, ...nobody, TemporaryPassword: "short" });
  await ask("valid", "AdminCreateUser", { ...create, Username: `new-${Username}` });
  await ask("the new user by email", "ListUsers", { Filter: `email = "new-${Username}"` });
  await ask("of a user", "AdminDeleteUser", { Username: `new-${Username}` });
  await ask("of the same user once more", "AdminDeleteUser", { Username: `new-${Username}` });
  await ask("the deleted user by email", "ListUsers", { Filter: `email = "new-${Username}"` });
  await ask("an invalid filter", "ListUsers", { Filter: "email", Limit: 1 });
  await ask("an unknown pool", "ListUsers", { UserPoolId: UNKNOWN_POOL });

  await ask("the program's groups", "ListGroups");
  await ask("an unknown pool", "ListGroups", { UserPoolId: UNKNOWN_POOL });
  await ask("the program's pool", "DescribeUserPool", {}, pick("UserPool", POOL_MEMBERS));
  await ask("an unknown pool", "DescribeUserPool", { UserPoolId: UNKNOWN_POOL });
  await comparison.ask(
    "DescribeUserPoolClient, the program's client",
    (side) => callCognito(side, "DescribeUserPoolClient", { UserPoolId: side.userPoolId, ClientId: side.clientId }),
    pick("UserPoolClient", CLIENT_MEMBERS),
  );
  await ask("an unknown client", "DescribeUserPoolClient", { ClientId: "unknownclient" });

  await comparison.ask("ListUsers, unsigned", (side) => callCognito(side, "ListUsers", { UserPoolId: side.userPoolId }, false));
  await comparison.ask("an unknown operation", (side) => callCognito(side, "MakeCoffee", {}));
  await comparison.ask("InitiateAuth, not JSON", (side) => callCognito(side, "InitiateAuth", "{"));
  await comparison.ask("InitiateAuth, a list for a text", (side) =>
    callCognito(side, "InitiateAuth", { ClientId: [side.clientId], AuthFlow: "USER_PASSWORD_AUTH" }),
  );
}
