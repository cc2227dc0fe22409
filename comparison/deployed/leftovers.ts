import { DeleteRestApiCommand, paginateGetRestApis } from "@aws-sdk/client-api-gateway";
import { DeleteLogGroupCommand, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteUserPoolCommand, DescribeUserPoolCommand, paginateListUserPools } from "@aws-sdk/client-cognito-identity-provider";
import {
  DeleteTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  paginateListTables,
} from "@aws-sdk/client-dynamodb";
import { ListRoleTagsCommand, paginateListRoles } from "@aws-sdk/client-iam";
import { DeleteFunctionCommand, ListTagsCommand, paginateListFunctions } from "@aws-sdk/client-lambda";
import type { Clients } from "./clients";
import type { DeploymentTarget } from "./deployment-target";
import type { CreatedNames } from "./exported-state";
import { collect, readTagList, removeRole, type Tags, unlessGone } from "./requests";

/** Search criteria: tags or names of these stacks. */
interface Wanted {
  readonly stackNames: readonly string[];
  readonly created: CreatedNames;
  readonly createdAfter: Date;
}

/** Names in Pulumi's format; tags of others need not be checked. */
const isPulumiName = (name: string) => /-[0-9a-f]{7}$/.test(name);

/**
 * Asks every service for remaining resources of these stacks, regardless of Pulumi's state. Returns a sentence for each with the command
 * that removes it, and for services that did not answer.
 */
export async function findLeftovers({ clients, region, endpoint }: DeploymentTarget, wanted: Wanted): Promise<readonly string[]> {
  const options = `--region ${region}${endpoint === undefined ? "" : ` --endpoint-url ${endpoint}`}`;
  const found = await Promise.all(
    KINDS.map(async ({ kind, command, find }) => {
      try {
        return (await find(clients, wanted)).map((id) => `the ${kind} ${id}: aws ${command} '${id}' ${options}`);
      } catch (error) {
        return [
          `perhaps a ${kind}, for the service does not say (${String(error)}); look for names with ${wanted.stackNames.join(", ")}`,
        ];
      }
    }),
  );
  return found.flat();
}

/** Removes leftovers; resolves with whether there were any. What cannot be removed will be found again. */
export async function removeLeftovers({ clients }: DeploymentTarget, wanted: Wanted): Promise<boolean> {
  const removed = await Promise.all(
    KINDS.map(async ({ find, remove }) => {
      const ids = await find(clients, wanted).catch(() => []);
      await Promise.allSettled(ids.map((id) => remove(clients, id)));
      return ids.length > 0;
    }),
  );
  return removed.includes(true);
}

interface Kind {
  readonly kind: string;
  /** Of the AWS CLI, completed by what `find` answers with. */
  readonly command: string;
  readonly find: (clients: Clients, wanted: Wanted) => Promise<readonly string[]>;
  readonly remove: (clients: Clients, id: string) => Promise<unknown>;
}

/** Resource types that may outlive their stack and cost money. */
const KINDS: readonly Kind[] = [
  {
    kind: "function",
    command: "lambda delete-function --function-name",
    find: findFunctions,
    remove: ({ lambda }, FunctionName) => lambda.send(new DeleteFunctionCommand({ FunctionName })),
  },
  {
    kind: "API",
    command: "apigateway delete-rest-api --rest-api-id",
    find: findApis,
    remove: ({ gateway }, restApiId) => gateway.send(new DeleteRestApiCommand({ restApiId })),
  },
  {
    kind: "user pool",
    command: "cognito-idp delete-user-pool --user-pool-id",
    find: findUserPools,
    remove: ({ cognito }, UserPoolId) => cognito.send(new DeleteUserPoolCommand({ UserPoolId })),
  },
  {
    kind: "table",
    command: "dynamodb delete-table --table-name",
    find: findTables,
    remove: ({ tables }, TableName) => tables.send(new DeleteTableCommand({ TableName })),
  },
  {
    kind: "role, once it has no policy any more,",
    command: "iam delete-role --role-name",
    find: findRoles,
    remove: removeRole,
  },
  {
    kind: "log group",
    command: "logs delete-log-group --log-group-name",
    find: findLogGroups,
    remove: ({ logs }, logGroupName) => logs.send(new DeleteLogGroupCommand({ logGroupName })),
  },
];

const isTagged = (tags: Tags | undefined, { stackNames }: Wanted) =>
  tags?.project === "pets" && stackNames.includes(tags.stack ?? "");
const isNewer = (time: Date | undefined, { createdAfter }: Wanted) => time === undefined || time >= createdAfter;

async function findFunctions({ lambda: client }: Clients, wanted: Wanted): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { FunctionName = "", FunctionArn, LastModified } of await collect(
    paginateListFunctions({ client }, {}),
    ({ Functions }) => Functions,
  )) {
    if (!isPulumiName(FunctionName) || !isNewer(LastModified === undefined ? undefined : new Date(LastModified), wanted))
      continue;
    const answer = await unlessGone(client.send(new ListTagsCommand({ Resource: FunctionArn })));
    if (isTagged(answer?.Tags, wanted)) names.push(FunctionName);
  }
  return names;
}

async function findApis({ gateway: client }: Clients, wanted: Wanted): Promise<readonly string[]> {
  const apis = await collect(paginateGetRestApis({ client }, {}), ({ items }) => items);
  return apis.filter(({ tags }) => isTagged(tags, wanted)).map(({ id = "" }) => id);
}

async function findUserPools({ cognito: client }: Clients, wanted: Wanted): Promise<readonly string[]> {
  const ids: string[] = [];
  const pools = await collect(paginateListUserPools({ client }, { MaxResults: 60 }), ({ UserPools }) => UserPools);
  for (const { Id = "", Name = "", CreationDate } of pools) {
    if (!isPulumiName(Name) || !isNewer(CreationDate, wanted)) continue;
    const answer = await unlessGone(client.send(new DescribeUserPoolCommand({ UserPoolId: Id })));
    if (isTagged(answer?.UserPool?.UserPoolTags, wanted)) ids.push(Id);
  }
  return ids;
}

async function findTables({ tables: client }: Clients, wanted: Wanted): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await collect(paginateListTables({ client }, {}), ({ TableNames }) => TableNames)).filter(isPulumiName)) {
    const { Table } = (await unlessGone(client.send(new DescribeTableCommand({ TableName: name })))) ?? {};
    if (Table?.TableArn === undefined || !isNewer(Table.CreationDateTime, wanted)) continue;
    const answer = await unlessGone(client.send(new ListTagsOfResourceCommand({ ResourceArn: Table.TableArn })));
    if (isTagged(readTagList(answer?.Tags), wanted)) found.push(name);
  }
  return found;
}

async function findRoles({ iam: client }: Clients, wanted: Wanted): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { RoleName = "", CreateDate } of await collect(paginateListRoles({ client }, {}), ({ Roles }) => Roles)) {
    if (!isPulumiName(RoleName) || !isNewer(CreateDate, wanted)) continue;
    const answer = await unlessGone(client.send(new ListRoleTagsCommand({ RoleName })));
    if (isTagged(readTagList(answer?.Tags), wanted)) names.push(RoleName);
  }
  return names;
}

/** Including groups that Lambda and API Gateway recreate if called while the stack is destroyed. */
async function findLogGroups({ logs: client }: Clients, { stackNames, created }: Wanted): Promise<readonly string[]> {
  const prefixes = [
    ...stackNames.flatMap((name) => [`/aws/lambda/pets-${name}-`, `/aws/apigateway/pets-${name}-`]),
    ...created.apiIds.map((id) => `API-Gateway-Execution-Logs_${id}/`),
    ...created.functionNames.map((name) => `/aws/lambda/${name}`),
  ];
  const groups: string[] = [];
  for (const logGroupNamePrefix of prefixes) {
    const found = await collect(paginateDescribeLogGroups({ client }, { logGroupNamePrefix }), ({ logGroups }) => logGroups);
    groups.push(...found.map(({ logGroupName = "" }) => logGroupName));
  }
  return groups;
}
