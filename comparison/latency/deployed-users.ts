import { randomBytes } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import type { User } from "./session";

/** Whom the scenarios need, each with the groups of the access-control table that make it so. */
const WANTED = [
  { name: "reader", groups: ["ReadPetsAccess"] },
  { name: "writer", groups: ["WritePetsAccess"] },
  { name: "admin", groups: ["PetsAdmins"] },
  { name: "nobody", groups: [] },
] as const;

/** For this run only, and of every class that a password policy may ask for. */
const createPassword = () => `Pets-1${randomBytes(16).toString("hex")}`;

/** Makes the users in each of the pools. They have no mails sent to them, and are gone with their pool. */
export async function seedDeployedUsers(
  cognito: CognitoIdentityProviderClient,
  userPoolIds: readonly string[],
): Promise<readonly User[]> {
  // Others may have users of these names in the same pools.
  const run = randomBytes(4).toString("hex");
  const users = WANTED.map(({ name, groups }) => ({
    name,
    groups,
    username: `${name}-${run}@example.com`,
    password: createPassword(),
  }));
  for (const UserPoolId of userPoolIds) {
    for (const { name, groups, username, password } of users) {
      const user = { UserPoolId, Username: username };
      const attributes = { email: username, email_verified: "true", name, locale: "en-GB" };
      await cognito.send(
        new AdminCreateUserCommand({
          ...user,
          MessageAction: "SUPPRESS",
          UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
      for (const GroupName of groups) await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
    }
  }
  return users.map(({ name, username, password }) => ({ name, username, password }));
}
