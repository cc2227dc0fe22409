import {
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  DeleteModelCommand,
  DeleteResourceCommand,
  DeleteStageCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  GetModelCommand,
  GetStageCommand,
  paginateGetResources,
} from "@aws-sdk/client-api-gateway";
import {
  DeleteGroupCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolClientCommand,
  DescribeResourceServerCommand,
  GetGroupCommand,
  ListUsersInGroupCommand,
  paginateListUserPoolClients,
} from "@aws-sdk/client-cognito-identity-provider";
import { collect, unlessGone } from "../comparison/deployed/requests";
import type { Remover } from "./remover";

/** Resources that are unique within their parent under the key's name. */
const only = (id: string | undefined, contents?: string) => (id === undefined ? [] : [{ id, contents }]);

const resource: Remover = {
  find: async ({ gateway }, { restApi: restApiId, parentId, pathPart }) => {
    const pages = paginateGetResources({ client: gateway }, { restApiId, limit: 500 });
    const all = (await unlessGone(collect(pages, ({ items }) => items))) ?? [];
    const found = all.find((other) => other.parentId === parentId && other.pathPart === pathPart);
    // Deleting it would delete them too.
    const hasMethods = Object.keys(found?.resourceMethods ?? {}).length > 0;
    const isParent = found !== undefined && all.some((other) => other.parentId === found.id);
    return only(found?.id, hasMethods || isParent ? "methods or resources" : undefined);
  },
  remove: ({ gateway }, resourceId, { restApi: restApiId }) => gateway.send(new DeleteResourceCommand({ restApiId, resourceId })),
};

const method: Remover = {
  find: async ({ gateway }, { restApi: restApiId, resourceId, httpMethod }) =>
    only((await unlessGone(gateway.send(new GetMethodCommand({ restApiId, resourceId, httpMethod }))))?.httpMethod),
  remove: ({ gateway }, httpMethod, { restApi: restApiId, resourceId }) =>
    gateway.send(new DeleteMethodCommand({ restApiId, resourceId, httpMethod })),
};

const methodResponse: Remover = {
  find: async ({ gateway }, { restApi: restApiId, resourceId, httpMethod, statusCode }) => {
    const location = { restApiId, resourceId, httpMethod, statusCode };
    return only((await unlessGone(gateway.send(new GetMethodResponseCommand(location))))?.statusCode);
  },
  remove: ({ gateway }, statusCode, { restApi: restApiId, resourceId, httpMethod }) =>
    gateway.send(new DeleteMethodResponseCommand({ restApiId, resourceId, httpMethod, statusCode })),
};

const model: Remover = {
  find: async ({ gateway }, { restApi: restApiId, name: modelName }) =>
    only((await unlessGone(gateway.send(new GetModelCommand({ restApiId, modelName }))))?.name),
  remove: ({ gateway }, modelName, { restApi: restApiId }) => gateway.send(new DeleteModelCommand({ restApiId, modelName })),
};

const stage: Remover = {
  find: async ({ gateway }, { restApi: restApiId, stageName }) =>
    only((await unlessGone(gateway.send(new GetStageCommand({ restApiId, stageName }))))?.stageName),
  remove: ({ gateway }, stageName, { restApi: restApiId }) => gateway.send(new DeleteStageCommand({ restApiId, stageName })),
};

const client: Remover = {
  find: async ({ cognito }, { userPoolId: UserPoolId, name }) => {
    const pages = paginateListUserPoolClients({ client: cognito }, { UserPoolId, MaxResults: 60 });
    const all = (await unlessGone(collect(pages, ({ UserPoolClients }) => UserPoolClients))) ?? [];
    return all.filter(({ ClientName }) => ClientName === name).map(({ ClientId = "" }) => ({ id: ClientId }));
  },
  remove: ({ cognito }, ClientId, { userPoolId: UserPoolId }) =>
    cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })),
};

const group: Remover = {
  find: async ({ cognito }, { userPoolId: UserPoolId, name: GroupName }) => {
    const { Group } = (await unlessGone(cognito.send(new GetGroupCommand({ UserPoolId, GroupName })))) ?? {};
    if (Group === undefined) return [];
    const { Users } = await cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName, Limit: 1 }));
    return only(Group.GroupName, Users?.length ? "users" : undefined);
  },
  remove: ({ cognito }, GroupName, { userPoolId: UserPoolId }) => cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName })),
};

const resourceServer: Remover = {
  find: async ({ cognito }, { userPoolId: UserPoolId, identifier: Identifier }) => {
    const answer = await unlessGone(cognito.send(new DescribeResourceServerCommand({ UserPoolId, Identifier })));
    return only(answer?.ResourceServer?.Identifier);
  },
  remove: ({ cognito }, Identifier, { userPoolId: UserPoolId }) =>
    cognito.send(new DeleteResourceServerCommand({ UserPoolId, Identifier })),
};

/** Types that are parts of an API or a user pool in the state. */
export const partRemovers = {
  "aws:apigateway/method:Method": method,
  "aws:apigateway/methodResponse:MethodResponse": methodResponse,
  "aws:apigateway/model:Model": model,
  "aws:apigateway/resource:Resource": resource,
  "aws:apigateway/stage:Stage": stage,
  "aws:cognito/resourceServer:ResourceServer": resourceServer,
  "aws:cognito/userGroup:UserGroup": group,
  "aws:cognito/userPoolClient:UserPoolClient": client,
} as const;
