import { randomBytes } from "node:crypto";
import type { Cognito } from "./cognito/cognito";
import type { UserPoolModel } from "./cognito/resources";
import type { SeededUser } from "./page/contract";
import type { SeedPerson } from "./program";
import { Trace } from "./trace";

/** The users of every pool, with passwords for this run only. A group without a member gets a user of its own. */
export function createSeeds(people: readonly SeedPerson[], pools: readonly UserPoolModel[]): readonly SeededUser[] {
  const recorded = new Set(pools.flatMap(({ groups }) => groups.map(({ name }) => name)));
  const named = people.map(({ name, groups }) => ({ name, groups: groups.filter((group) => recorded.has(group)) }));
  const covered = new Set(people.flatMap(({ groups }) => groups));
  const others = [...recorded]
    .filter((group) => !covered.has(group))
    .map((group) => ({ name: group.toLowerCase(), groups: [group] }));
  const length = Math.max(12, ...pools.map(({ passwordPolicy }) => passwordPolicy.minimumLength));
  return [...named, ...others].map(({ name, groups }) => ({
    name,
    username: `${name}@example.com`,
    password: `Local-1${randomBytes(length).toString("hex").slice(0, length)}`,
    groups,
  }));
}

/** Creates the seeded users through administrator operations, or resets the passwords of existing ones. */
export async function seedUsers(cognito: Cognito, pool: UserPoolModel, seeds: readonly SeededUser[]): Promise<void> {
  const call = async (operation: string, input: Readonly<Record<string, unknown>>, mayFailWith?: string) => {
    const request = {
      target: `AWSCognitoIdentityProviderService.${operation}`,
      isSigned: true,
      body: JSON.stringify({ UserPoolId: pool.id, ...input }),
    };
    const trace = new Trace("seed");
    const { status, body } = await cognito.handle(request, trace);
    const isExpected = trace.steps.some((step) => step.kind === "refusal" && step.errorType === mayFailWith);
    if (status !== 200 && !isExpected) throw new Error(`${operation} of a seeded user: ${body}`);
  };
  for (const { name, username, password, groups } of seeds) {
    const values: Readonly<Record<string, string>> = { email: username, email_verified: "true", locale: "en-GB" };
    const required = pool.attributes.filter(({ isRequired }) => isRequired).map((attribute) => attribute.name);
    const attributes = [...new Set([...required, "email", "email_verified"])].map((key) => ({
      Name: key,
      Value: values[key] ?? name,
    }));
    await call(
      "AdminCreateUser",
      { Username: username, MessageAction: "SUPPRESS", UserAttributes: attributes },
      "UsernameExistsException",
    );
    await call("AdminSetUserPassword", { Username: username, Password: password, Permanent: true });
    for (const group of groups) await call("AdminAddUserToGroup", { Username: username, GroupName: group });
  }
}
