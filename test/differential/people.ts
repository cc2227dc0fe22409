import { randomUUID } from "node:crypto";
import { users } from "../deploy/api-checks";
import type { Tokens } from "../deploy/emulator";
import { onBoth, type Pair, type Side } from "./sides";

/** The engine has users of its own at example.com. */
export const people: readonly { readonly name: string; readonly email: string; readonly groups: readonly string[] }[] =
  Object.entries(users).map(([email, groups]) => {
    const name = email.replace(/@.*/, "");
    return { name, email: `${name}@example.org`, groups };
  });

export const createPeople = (sides: Pair<Side>): Promise<Pair<void>> =>
  onBoth(sides, async ({ clients, userPoolId }) => {
    for (const { email, groups } of people) await clients.createUser(userPoolId, email, groups);
  });

/** A user with a name that nobody else has; the same on both sides. */
export async function createSomebody(sides: Pair<Side>, groups: readonly string[] = []): Promise<string> {
  const email = `somebody-${randomUUID().slice(0, 8)}@example.org`;
  await onBoth(sides, ({ clients, userPoolId }) => clients.createUser(userPoolId, email, groups));
  return email;
}

export const signIn = (sides: Pair<Side>, email: string): Promise<Pair<Tokens>> =>
  onBoth(sides, ({ clients, clientId }) => clients.signIn(clientId, email));
