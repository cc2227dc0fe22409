import { join } from "node:path";
import { DescribeUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Stack } from "@pulumi/pulumi/automation";
import { createClients } from "../../comparison/deployed/clients";
import { readExportedState } from "../../comparison/deployed/exported-state";
import { configureStack } from "../../comparison/deployed/stack";
import { accessControl } from "../../config/access-control";
import { renderPermissionMap } from "../../config/permission-map";
import type { Strategy } from "../../strategies/strategy";
import type { Checks } from "../emulator/checks";
import { listNames } from "../emulator/inventory";
import { connect, REGION, withStack } from "../emulator/stack";
import { findUser } from "../emulator/users";
import { changeOver } from "./change-over";
import { Directory, type Person } from "./directory";
import { checkLookupsOmitted, checkRefusal } from "./lookups";
import { changeMap, checkMap, REDUCED_MAP, readMap, TTL_SECONDS } from "./permission-map";
import { isTagNotReadBack, previewChanges } from "./preview";
import type { Subject } from "./subject";
import { checkTenants } from "./tenants";
import { checkClaims, checkClaimsInFunctions, checkRecordedGroups } from "./token-checks";

/** Everything that tokens can carry, on a plan that every strategy supports. */
const EVERYTHING = {
  "changes:claims": "example",
  userPoolPlan: "essentials",
  advancedSecurity: "off",
  userDirectory: "table",
  permissionMap: "parameter",
  permissionMapTtlSeconds: String(TTL_SECONDS),
  // A policy is asked for with every request.
  authorizerCacheTtlSeconds: "0",
} as const;

/** One stack with declared claims, a directory and a changeable map: under `first`, changed over in place, and under `second`. */
export async function checkEverythingOn(checks: Checks, endpoint: string, first: Strategy, second: Strategy): Promise<void> {
  const clients = createClients(REGION, endpoint);
  const stackName = await withStack(
    endpoint,
    async (stack) => {
      await configureStack(stack, { ...EVERYTHING, strategy: first.name });
      const { outputs } = await stack.up();
      const target = await connect(stack, clients, endpoint);
      const directory = new Directory(clients, target, String(outputs.userDirectoryTable?.value));
      const people = await createPeople(directory);
      const parameterName = String(outputs.permissionMapParameter?.value);
      const subject = { checks, clients, stack, strategy: first, target, directory, people, parameterName };

      const newcomer = await directory.signUp();
      checks.equal(
        `${first.name}: a user who has signed up has a record with a tenant of their own`,
        await directory.get(newcomer),
        {
          userId: newcomer,
          tenantId: newcomer,
          entitlements: [],
        },
      );
      await checkTokens(subject);
      await checkRefusal(subject);
      checks.equal(
        `${first.name} with everything on: the preview after the map was changed is empty`,
        await previewChanges(stack),
        [],
      );

      await configureStack(stack, { "changes:claims": "grown", onUnknownUser: "omit", onDirectoryFailure: "omit" });
      await changeOver(checks, { stack, target, users: people, to: second });
      checks.equal(`${second.name}: the change-over has left the changed map alone`, await readMap(subject), REDUCED_MAP);

      const flipped = { ...subject, strategy: second, target: await connect(stack, clients, endpoint) };
      const { userPoolId } = flipped.target;
      checks.equal(`${second.name}: the pool is the same, with another custom attribute`, userPoolId, target.userPoolId);
      await changeMap(flipped, renderPermissionMap(accessControl));
      await checkTokens(flipped);
      await checkLookupsOmitted(flipped);
      await checkAttributes(flipped);
      checks.equal(
        `${second.name} with everything on: the next preview is empty`,
        await previewChanges(stack, isTagNotReadBack),
        [],
      );
      // Last, because it replaces the code of a function.
      await checkClaimsInFunctions(checks, { ...flipped, functionName: await findFunction(stack, endpoint) });
    },
    join(__dirname, "changed-program"),
  );
  checks.equal(`${second.name} with everything on: destroy leaves nothing`, await listNames(clients, stackName), []);
}

async function findFunction(stack: Stack, endpoint: string): Promise<string> {
  const { functions } = readExportedState((await stack.exportStack()).deployment, endpoint);
  return functions.find(({ role }) => role === "pets")?.name ?? "";
}

/** Two admins of different tenants, whom the change-over asks for besides, and somebody whose groups only the directory knows. */
async function createPeople(directory: Directory): Promise<readonly Person[]> {
  const record = { tenantId: "acme", entitlements: ["premium"] };
  const attributes = { locale: "en-GB", "custom:companyId": "c-1", "custom:partnerId": "p-1" };
  const descriptions = [
    { name: "admin", groups: ["PetsAdmins"], attributes, record },
    { name: "rival", groups: ["PetsAdmins"], attributes: { locale: "en" }, record: { ...record, tenantId: "umbrella" } },
    { name: "reader", groups: ["ReadPetsAccess"], attributes, record },
    { name: "nobody", groups: [], attributes, record },
    { name: "guest", groups: [], attributes, record: { ...record, groups: ["ReadPetsAccess"] } },
  ];
  const people: Person[] = [];
  for (const description of descriptions) people.push(await directory.createPerson(description));
  return people;
}

/** What both strategies have in common, beginning with the table's own map, and ending with the reduced one. */
async function checkTokens(subject: Subject): Promise<void> {
  const { checks, target, people } = subject;
  await checkClaims(checks, target, people);
  await checkRecordedGroups(checks, target, findUser(people, "guest"));
  await checkTenants(subject);
  await checkMap(subject);
}

/** A custom attribute has been added to the pool where it is, and stays. */
async function checkAttributes({ checks, clients, stack, target }: Subject): Promise<void> {
  const { UserPool } = await clients.cognito.send(new DescribeUserPoolCommand({ UserPoolId: target.userPoolId }));
  const custom = UserPool?.SchemaAttributes?.flatMap(({ Name = "" }) => (Name.startsWith("custom:") ? Name : []));
  checks.equal(`${target.strategy}: the pool has the new custom attribute`, custom?.toSorted(), [
    "custom:badge",
    "custom:companyId",
    "custom:partnerId",
  ]);
  await configureStack(stack, { "changes:claims": "example" });
  const refused = await stack.preview().then(
    () => "previewed",
    (error: unknown) => String(error),
  );
  checks.equal(
    `${target.strategy}: removing a custom attribute is refused`,
    /custom attribute "badge" was removed: .*restore badge: \{ maxLength: 8 \}/.test(refused),
    true,
  );
  await configureStack(stack, { "changes:claims": "grown" });
}
