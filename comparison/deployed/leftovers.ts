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
import { DeleteParameterCommand, ListTagsForResourceCommand, paginateDescribeParameters } from "@aws-sdk/client-ssm";
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
    async find({ lambda: client }, wanted) {
      const functions = await collect(paginateListFunctions({ client }, {}), ({ Functions }) => Functions);
      const listed = functions.map(({ FunctionName: id = "", FunctionArn: Resource, LastModified }) => ({
        id,
        createdAt: LastModified === undefined ? undefined : new Date(LastModified),
        readTags: async () => (await client.send(new ListTagsCommand({ Resource }))).Tags,
      }));
      return findTagged(listed, wanted);
    },
    remove: ({ lambda }, FunctionName) => lambda.send(new DeleteFunctionCommand({ FunctionName })),
  },
  {
    kind: "API",
    command: "apigateway delete-rest-api --rest-api-id",
    async find({ gateway: client }, wanted) {
      const apis = await collect(paginateGetRestApis({ client }, {}), ({ items }) => items);
      return apis.filter(({ tags }) => isTagged(tags, wanted)).map(({ id = "" }) => id);
    },
    remove: ({ gateway }, restApiId) => gateway.send(new DeleteRestApiCommand({ restApiId })),
  },
  {
    kind: "user pool",
    command: "cognito-idp delete-user-pool --user-pool-id",
    async find({ cognito: client }, wanted) {
      const pools = await collect(paginateListUserPools({ client }, { MaxResults: 60 }), ({ UserPools }) => UserPools);
      const listed = pools.map(({ Id: id = "", Name: name, CreationDate: createdAt }) => ({
        id,
        name,
        createdAt,
        readTags: async () => (await client.send(new DescribeUserPoolCommand({ UserPoolId: id }))).UserPool?.UserPoolTags,
      }));
      return findTagged(listed, wanted);
    },
    remove: ({ cognito }, UserPoolId) => cognito.send(new DeleteUserPoolCommand({ UserPoolId })),
  },
  {
    kind: "table",
    command: "dynamodb delete-table --table-name",
    async find({ tables: client }, wanted) {
      const names = await collect(paginateListTables({ client }, {}), ({ TableNames }) => TableNames);
      const readTags = async (TableName: string) => {
        const { Table } = await client.send(new DescribeTableCommand({ TableName }));
        return readTagList((await client.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }))).Tags);
      };
      return findTagged(
        names.map((id) => ({ id, readTags: () => readTags(id) })),
        wanted,
      );
    },
    remove: ({ tables }, TableName) => tables.send(new DeleteTableCommand({ TableName })),
  },
  {
    kind: "parameter",
    command: "ssm delete-parameter --name",
    async find({ parameters: client }, wanted) {
      const pages = paginateDescribeParameters({ client }, {});
      const names = (await collect(pages, ({ Parameters }) => Parameters)).map(({ Name = "" }) => Name);
      const theirs = names.filter((name) => wanted.stackNames.some((stack) => name.startsWith(`/pets/${stack}/`)));
      const tagged = await Promise.all(
        theirs.map(async (ResourceId) => {
          const tags = new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId });
          return isTagged(readTagList((await client.send(tags)).TagList), wanted) ? [ResourceId] : [];
        }),
      );
      return tagged.flat();
    },
    remove: ({ parameters }, Name) => parameters.send(new DeleteParameterCommand({ Name })),
  },
  {
    kind: "role, once it has no policy any more,",
    command: "iam delete-role --role-name",
    async find({ iam: client }, wanted) {
      const roles = await collect(paginateListRoles({ client }, {}), ({ Roles }) => Roles);
      const listed = roles.map(({ RoleName: id = "", CreateDate: createdAt }) => ({
        id,
        createdAt,
        readTags: async () => readTagList((await client.send(new ListRoleTagsCommand({ RoleName: id }))).Tags),
      }));
      return findTagged(listed, wanted);
    },
    remove: removeRole,
  },
  {
    kind: "log group",
    command: "logs delete-log-group --log-group-name",
    find: findLogGroups,
    remove: ({ logs }, logGroupName) => logs.send(new DeleteLogGroupCommand({ logGroupName })),
  },
];

/** Something that a service lists, whose tags have to be asked for. */
interface Listed {
  readonly id: string;
  /** Where that is not the id. */
  readonly name?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly readTags: () => Promise<Tags | undefined>;
}

/** The ids of those with our tags. Others are not asked for their tags: older ones, and names that are not in Pulumi's format. */
async function findTagged(listed: readonly Listed[], wanted: Wanted): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { id, name = id, createdAt = wanted.createdAfter, readTags } of listed) {
    if (!/-[0-9a-f]{7}$/.test(name) || createdAt < wanted.createdAfter) continue;
    if (isTagged(await unlessGone(readTags()), wanted)) ids.push(id);
  }
  return ids;
}

const isTagged = (tags: Tags | undefined, { stackNames }: Wanted) =>
  tags?.project === "pets" && stackNames.includes(tags.stack ?? "");

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
