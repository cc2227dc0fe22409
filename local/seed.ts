import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Cognito } from "./cognito/cognito";
import type { UserPoolModel } from "./cognito/resources";
import type { DynamoDb } from "./dynamodb/dynamodb";
import type { TableModel } from "./dynamodb/resources";
import { jsonText } from "./json-text";
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

/** Creates the seeded users through administrator operations, or resets the passwords of existing ones; their ids by name. */
export async function seedUsers(
  cognito: Cognito,
  pool: UserPoolModel,
  seeds: readonly SeededUser[],
): Promise<ReadonlyMap<string, string>> {
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
    return body;
  };
  const subs = new Map<string, string>();
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
    const { Users } = found.parse(await call("ListUsers", { Filter: `email = "${username}"` }));
    subs.set(name, Users[0].Username);
  }
  return subs;
}

const found = jsonText.pipe(z.object({ Users: z.tuple([z.object({ Username: z.string() })]) }));

/** What a table holds of a seeded user. */
export interface SeededItem {
  readonly tableName: string;
  /** The user's. */
  readonly name: string;
  /** As it is now, as plain JSON. */
  readonly read: () => Readonly<Record<string, unknown>> | undefined;
}

/** Puts what the tables hold of the seeded users, where there is nothing of them yet: what somebody changed stays. */
export function seedItems(
  dynamoDb: DynamoDb,
  tables: readonly TableModel[],
  people: readonly SeedPerson[],
  subs: ReadonlyMap<string, string>,
): readonly SeededItem[] {
  return people.flatMap(({ name, items = [] }) =>
    items.flatMap(({ table, key, item }) => {
      const tableName = tables.find((model) => model.name === table)?.tableName;
      const sub = subs.get(name);
      if (tableName === undefined || sub === undefined) return [];
      return [{ tableName, name, read: dynamoDb.seed(tableName, { ...item, [key]: sub }) }];
    }),
  );
}
