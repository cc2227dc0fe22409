import { expectTokens } from "../../comparison/target/target-stack";
import { inventUser, type NamedUser, type TestUser } from "../../comparison/target/test-users";
import type { Tokens } from "../../comparison/target/tokens";
import { findUser, people } from "../emulator/users";
import { onBoth, type Pair, type Side } from "./sides";

/** The same on both sides. */
export const users: readonly NamedUser[] = people.map(({ name, groups }) => ({ name, ...inventUser(groups, name) }));

export const userOf = (name: string): NamedUser => findUser(users, name);

const createOnBoth = (sides: Pair<Side>, user: TestUser) => onBoth(sides, ({ createUser }) => createUser(user));

export async function createUsers(sides: Pair<Side>): Promise<void> {
  for (const user of users) await createOnBoth(sides, user);
}

/** A user without groups for no other use; the same name on both sides. */
export async function createSomebody(sides: Pair<Side>): Promise<string> {
  const user = inventUser([], "somebody");
  await createOnBoth(sides, user);
  return user.username;
}

export const signIn = (sides: Pair<Side>, user: TestUser): Promise<Pair<Tokens>> =>
  onBoth(sides, async (side) => expectTokens(await side.signIn(user)));
