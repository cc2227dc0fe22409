import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Answer, send } from "../../comparison/target/http";
import { inventUser, PASSWORD } from "../../comparison/target/test-users";
import type { Comparison } from "./comparison";
import { callCognito, isRecord, readText } from "./exchange";
import type { View } from "./facts";
import { onBoth, type Pair, type Side } from "./sides";
import { signIn } from "./users";

/** What the sides call the application's own data. */
interface Names {
  readonly directoryTable: string;
  readonly parameter: string;
}

/** The shortest that the program takes, so that a changed map takes effect soon. */
export const TTL_SECONDS = 5;
const MAP_CHANGE_MS = (TTL_SECONDS + 1) * 1000;

const SIGNATURE = "AWS4-HMAC-SHA256 Credential=test/20261120/us-east-1/x/aws4_request, SignedHeaders=host, Signature=0";

/** An administrator's request to another service than Cognito. The sides differ in the account's and in the stack's name. */
async function administer({ cognitoUrl }: Side, { parameter }: Names, target: string, input: object): Promise<Answer> {
  const version = target.startsWith("DynamoDB") ? "1.0" : "1.1";
  const answer = await send(`${cognitoUrl}/`, {
    method: "POST",
    headers: { "Content-Type": `application/x-amz-json-${version}`, "X-Amz-Target": target, Authorization: SIGNATURE },
    body: JSON.stringify(input),
  });
  return {
    ...answer,
    headers: new Headers(),
    text: answer.text.replaceAll(parameter, "{parameter}").replace(/:\d{12}:/, ":{account}:"),
  };
}

const attributes = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

const people = {
  keeper: { groups: ["PetsAdmins"], record: { tenantId: { S: "acme" } } },
  rival: { groups: ["PetsAdmins"], record: { tenantId: { S: "umbrella" } } },
  guest: { groups: [], record: { tenantId: { S: "acme" }, groups: { L: [{ S: "ReadPetsAccess" }] } } },
  stranger: { groups: ["PetsAdmins"], record: undefined },
} as const;
type Name = keyof typeof people;

const pet = JSON.stringify({ name: "Rex", species: "dog" });
/** A refused cursor is repeated, and contains a random id. */
const withoutCursor: View = (body) =>
  isRecord(body) && typeof body.message === "string"
    ? { ...body, message: body.message.replace(/cursor is "[^"]*"/, "cursor is {cursor}") }
    : body;

/** Claims in tokens, tenants, and the permission map in its parameter. */
export async function compareCarried(comparison: Comparison, sides: Pair<Side>, names: Pair<Names>): Promise<void> {
  const usernames = await createPeople(sides, names);
  const initiate = (what: string, name: Name) =>
    comparison.ask(`InitiateAuth, ${name}${what}`, (side) =>
      callCognito(side, "InitiateAuth", {
        ClientId: side.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: usernames[name], PASSWORD },
      }),
    );
  const signedIn = await initiate(" with claims", "keeper");
  await comparison.ask("InitiateAuth, refreshed tokens with claims", (side) =>
    callCognito(side, "InitiateAuth", {
      ClientId: side.clientId,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: readText(signedIn[side.name], "AuthenticationResult", "RefreshToken") },
    }),
  );
  await initiate(" without attributes", "rival");
  await initiate(" with groups of the record", "guest");
  await initiate(" without a record", "stranger");

  const clientOf = async (name: Name) => {
    const tokens = await signIn(sides, { username: usernames[name], password: PASSWORD, groups: [] });
    return (side: Side, path: string, method = "GET", body?: string) =>
      side.ask(path, {
        method,
        headers: { Authorization: `Bearer ${tokens[side.name][side.tokenUse]}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body }),
      });
  };
  const keeper = await clientOf("keeper");
  const rival = await clientOf("rival");
  await comparison.ask("a tenant's first pet", (side) => keeper(side, "/pets", "POST", pet));
  const second = await comparison.ask("a tenant's second pet", (side) => keeper(side, "/pets", "POST", pet));
  const pathOf = ({ name }: Side) => `/pets/${readText(second[name], "id")}`;
  await comparison.ask(
    "another tenant's list",
    (side) => rival(side, "/pets"),
    (body) => ({ list: JSON.stringify(body) }),
  );
  await comparison.ask("another tenant's pet", (side) => rival(side, pathOf(side)));
  await comparison.ask("another tenant's pet is removed", (side) => rival(side, pathOf(side), "DELETE"));
  const page = await comparison.ask("the first page of a tenant", (side) => keeper(side, "/pets?limit=1"));
  const next = ({ name }: Side) => `/pets?cursor=${readText(page[name], "nextCursor")}`;
  await comparison.ask("another tenant's cursor", (side) => rival(side, next(side)), withoutCursor);
  await comparison.ask("the next page of a tenant", (side) => keeper(side, next(side)));
  await comparison.ask("a tenant's own pet", (side) => keeper(side, pathOf(side)));

  await compareParameter(comparison, names);
  await sleep(MAP_CHANGE_MS);
  const reduced = await clientOf("keeper");
  await comparison.ask("a list after the map was changed", (side) => reduced(side, "/pets?limit=1"));
  await comparison.ask("a pet is added after the map was changed", (side) => reduced(side, "/pets", "POST", pet));
  // Last, because one side takes it.
  await comparison.ask("PutParameter, too long", (side) => {
    const { parameter: Name } = names[side.name];
    return administer(side, names[side.name], "AmazonSSM.PutParameter", { Name, Value: "x".repeat(4097), Overwrite: true });
  });
}

async function compareParameter(comparison: Comparison, names: Pair<Names>): Promise<void> {
  const ask = (what: string, operation: "GetParameter" | "PutParameter", input: object, isNamed = true) =>
    comparison.ask(`${operation}, ${what}`, (side) => {
      const Name = isNamed ? names[side.name].parameter : "/pets/none";
      return administer(side, names[side.name], `AmazonSSM.${operation}`, { Name, ...input });
    });
  const Value = JSON.stringify({ PetsAdmins: ["ReadPetsAccess"] });
  await ask("as it was created", "GetParameter", {});
  await ask("another parameter", "GetParameter", {}, false);
  await ask("without Overwrite", "PutParameter", { Value });
  await ask("changed", "PutParameter", { Value, Overwrite: true });
  await ask("as it was changed", "GetParameter", {});
}

function readSub({ text }: Answer): string {
  const { User } = z
    .object({ User: z.object({ Attributes: z.array(z.object({ Name: z.string(), Value: z.string() })) }) })
    .parse(JSON.parse(text));
  return User.Attributes.find(({ Name }) => Name === "sub")?.Value ?? "";
}

/** The same users on both sides, with attributes, groups and records. */
async function createPeople(sides: Pair<Side>, names: Pair<Names>): Promise<Readonly<Record<Name, string>>> {
  const create = async (name: Name): Promise<string> => {
    const { groups, record } = people[name];
    const Username = inventUser([], name).username;
    const own = name === "keeper" ? { "custom:companyId": "c-1" } : {};
    await onBoth(sides, async (side) => {
      const { userPoolId: UserPoolId } = side;
      const administerUser = (operation: string, input: object) =>
        callCognito(side, operation, { UserPoolId, Username, ...input });
      const UserAttributes = attributes({ email: Username, email_verified: "true", name: "Ada", locale: "en-GB", ...own });
      const created = await administerUser("AdminCreateUser", { MessageAction: "SUPPRESS", UserAttributes });
      await administerUser("AdminSetUserPassword", { Password: PASSWORD, Permanent: true });
      for (const GroupName of groups) await administerUser("AdminAddUserToGroup", { GroupName });
      const Item = { userId: { S: readSub(created) }, entitlements: { L: [] }, ...record };
      const { directoryTable: TableName } = names[side.name];
      if (record !== undefined) await administer(side, names[side.name], "DynamoDB_20120810.PutItem", { TableName, Item });
    });
    return Username;
  };
  return {
    keeper: await create("keeper"),
    rival: await create("rival"),
    guest: await create("guest"),
    stranger: await create("stranger"),
  };
}
