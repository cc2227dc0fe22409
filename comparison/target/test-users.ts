import { randomBytes, randomUUID } from "node:crypto";

/** Somebody who signs in and sends requests in a test or a comparison. */
export interface TestUser {
  /** An address, to which no mail is sent. */
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/** Of every test user of this process; random, because anybody can reach a deployed pool. Has every class a policy can ask for. */
export const PASSWORD = `Pets-1${randomBytes(16).toString("hex")}`;

/** A user whose name no pool has had yet. */
export const inventUser = (groups: readonly string[] = [], name = "user"): TestUser => ({
  username: `${name}-${randomUUID()}@example.org`,
  password: PASSWORD,
  groups,
});

/** One of those whom measurements and checks ask for by name. */
export interface NamedUser extends TestUser {
  readonly name: string;
}

/** The same new users on each of the stacks. */
export async function createNamedUsers(
  stacks: readonly { createUser(user: TestUser): Promise<unknown> }[],
  people: readonly Pick<NamedUser, "groups" | "name">[],
): Promise<readonly NamedUser[]> {
  const users = people.map(({ name, groups }) => ({ name, ...inventUser(groups, name) }));
  for (const { createUser } of stacks) for (const user of users) await createUser(user);
  return users;
}
