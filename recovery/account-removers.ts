import { DeleteRestApiCommand, paginateGetRestApis } from "@aws-sdk/client-api-gateway";
import { DeleteLogGroupCommand, ListTagsForResourceCommand, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import {
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
  paginateListUserPools,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  DeleteTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  ScanCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { DeleteFunctionCommand, GetFunctionCommand } from "@aws-sdk/client-lambda";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand as ListParameterTagsCommand,
} from "@aws-sdk/client-ssm";
import { collect, readTagList, removeRole, unlessGone } from "../comparison/deployed/requests";
import type { Remover } from "./remover";

/** DynamoDB refuses to change or delete a table that is still being created. */
const TABLE_LIMIT_S = 60;

const role: Remover = {
  find: async ({ iam }, { name }) => {
    const answer = await unlessGone(iam.send(new GetRoleCommand({ RoleName: name })));
    return answer?.Role?.RoleName === undefined ? [] : [{ id: answer.Role.RoleName, tags: readTagList(answer.Role.Tags) }];
  },
  remove: removeRole,
};

const lambdaFunction: Remover = {
  find: async ({ lambda }, { name }) => {
    const answer = await unlessGone(lambda.send(new GetFunctionCommand({ FunctionName: name })));
    const found = answer?.Configuration?.FunctionName;
    return found === undefined ? [] : [{ id: found, tags: answer?.Tags ?? {} }];
  },
  remove: ({ lambda }, id) => lambda.send(new DeleteFunctionCommand({ FunctionName: id })),
};

const logGroup: Remover = {
  find: async ({ logs }, { name }) => {
    const pages = paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: name });
    const groups = (await collect(pages, ({ logGroups }) => logGroups)).filter(({ logGroupName }) => logGroupName === name);
    return Promise.all(
      groups.map(async ({ logGroupName: id = "", arn = "" }) => {
        // The ARN with a trailing asterisk refers to the group's streams.
        const resourceArn = arn.replace(/:\*$/, "");
        const answer = await unlessGone(logs.send(new ListTagsForResourceCommand({ resourceArn })));
        return { id, tags: answer?.tags ?? {} };
      }),
    );
  },
  remove: ({ logs }, id) => logs.send(new DeleteLogGroupCommand({ logGroupName: id })),
};

const table: Remover = {
  find: async ({ tables }, { name }) => {
    const { Table } = (await unlessGone(tables.send(new DescribeTableCommand({ TableName: name })))) ?? {};
    if (Table?.TableName === undefined) return [];
    const { Tags } = await tables.send(new ListTagsOfResourceCommand({ ResourceArn: Table.TableArn }));
    // A table that is not active yet is empty and cannot be scanned.
    const isActive = Table.TableStatus === "ACTIVE";
    const items = isActive ? (await tables.send(new ScanCommand({ TableName: name, Limit: 1 }))).Items : undefined;
    return [{ id: Table.TableName, tags: readTagList(Tags), contents: items?.length ? "items" : undefined }];
  },
  remove: async ({ tables }, TableName) => {
    await waitUntilTableExists({ client: tables, maxWaitTime: TABLE_LIMIT_S }, { TableName });
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
    if (Table?.DeletionProtectionEnabled === true) {
      await tables.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    }
    await tables.send(new DeleteTableCommand({ TableName }));
  },
};

const parameter: Remover = {
  find: async ({ parameters }, { name: Name }) => {
    const { Parameter } = (await unlessGone(parameters.send(new GetParameterCommand({ Name })))) ?? {};
    if (Parameter?.Name === undefined) return [];
    const tags = new ListParameterTagsCommand({ ResourceType: "Parameter", ResourceId: Parameter.Name });
    const { TagList } = await parameters.send(tags);
    // A create makes the first version.
    const contents = Parameter.Version === 1 ? undefined : "a changed value";
    return [{ id: Parameter.Name, tags: readTagList(TagList), contents }];
  },
  remove: ({ parameters }, Name) => parameters.send(new DeleteParameterCommand({ Name })),
};

const restApi: Remover = {
  find: async ({ gateway }, { name }) => {
    const apis = await collect(paginateGetRestApis({ client: gateway }, { limit: 500 }), ({ items }) => items);
    return apis.filter((api) => api.name === name).map(({ id = "", tags = {} }) => ({ id, tags }));
  },
  remove: ({ gateway }, id) => gateway.send(new DeleteRestApiCommand({ restApiId: id })),
};

const userPool: Remover = {
  find: async ({ cognito }, { name }) => {
    const pools = await collect(paginateListUserPools({ client: cognito }, { MaxResults: 60 }), ({ UserPools }) => UserPools);
    return Promise.all(
      pools
        .filter((pool) => pool.Name === name)
        .map(async ({ Id = "" }) => {
          const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: Id }));
          const { Users } = await cognito.send(new ListUsersCommand({ UserPoolId: Id, Limit: 1 }));
          return { id: Id, tags: UserPool?.UserPoolTags ?? {}, contents: Users?.length ? "users" : undefined };
        }),
    );
  },
  remove: async ({ cognito }, UserPoolId) => {
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    if (UserPool?.DeletionProtection === "ACTIVE") {
      await cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: "INACTIVE" }));
    }
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  },
};

/** Types listed per account. Each name was chosen for this create alone, or contains the stack's, and the resource carries the stack's tags. */
export const accountRemovers = {
  "aws:apigateway/restApi:RestApi": restApi,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:cognito/userPool:UserPool": userPool,
  "aws:dynamodb/table:Table": table,
  "aws:iam/role:Role": role,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:ssm/parameter:Parameter": parameter,
} as const;
