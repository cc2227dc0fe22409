import type { NamedUser } from "../../comparison/target/test-users";
import { people as seeded } from "../../config/people";

/** The users of the checks: each permission alone, both, all of them, and none. */
export const people: readonly Pick<NamedUser, "groups" | "name">[] = [
  ...seeded,
  { name: "both", groups: ["ReadPetsAccess", "WritePetsAccess"] },
];

export function findUser<T extends NamedUser>(users: readonly T[], name: string): T {
  const user = users.find((one) => one.name === name);
  if (user === undefined) throw new Error(`there is no user ${name}`);
  return user;
}
