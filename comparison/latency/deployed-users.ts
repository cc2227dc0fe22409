import { randomBytes } from "node:crypto";
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { addPerson, createPassword } from "../deployed/people";
import type { User } from "./session";

/** Whom the scenarios need, each with the groups of the access-control table that make it so. */
const WANTED = [
  { name: "reader", groups: ["ReadPetsAccess"] },
  { name: "writer", groups: ["WritePetsAccess"] },
  { name: "admin", groups: ["PetsAdmins"] },
  { name: "nobody", groups: [] },
] as const;

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
  for (const userPoolId of userPoolIds) for (const user of users) await addPerson(cognito, userPoolId, user);
  return users.map(({ name, username, password }) => ({ name, username, password }));
}
