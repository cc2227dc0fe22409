import { type AwsRequest, FakeFault } from "../comparison/latency/fake-aws";

export const TAGS = { project: "pets", stack: "dev" };
const tagList = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const members = (tags: object) =>
  tagList(tags)
    .map(({ Key, Value }) => `<member><Key>${Key}</Key><Value>${Value}</Value></member>`)
    .join("");

/** What an account contains besides other stacks' resources. */
export interface Contents {
  readonly tags?: object;
  readonly users?: readonly object[];
  readonly items?: readonly object[];
  readonly isProtected?: boolean;
  /** The parameter's value, since it was created. */
  readonly isChanged?: boolean;
  readonly resources?: readonly object[];
  /** Operations that are denied. */
  readonly denied?: readonly string[];
  /** Operations that find nothing. */
  readonly missing?: readonly string[];
}

/** An account with one resource of each kind that a killed update may leave. Returns the operations that changed something. */
export function createAccount(contents: Contents = {}) {
  const { tags = TAGS, users = [], items = [], isProtected = false, isChanged = false, denied = [], missing = [] } = contents;
  const {
    resources = [
      { id: "r0", path: "/" },
      { id: "r1", parentId: "r0", pathPart: "pets" },
    ],
  } = contents;
  const cognito = (name: string) => `POST AWSCognitoIdentityProviderService.${name}`;
  const table = { TableName: "table-1", TableArn: "arn:table-1", TableStatus: "ACTIVE", DeletionProtectionEnabled: isProtected };
  const answers: Readonly<Record<string, object | string>> = {
    "POST GetRole":
      `<GetRoleResponse><GetRoleResult><Role><RoleName>role-1</RoleName><Arn>arn:aws:iam::123456789012:role/role-1</Arn>` +
      `<Tags>${members(tags)}</Tags></Role></GetRoleResult></GetRoleResponse>`,
    "POST ListRolePolicies":
      "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames><member>permissions</member></PolicyNames>" +
      "</ListRolePoliciesResult></ListRolePoliciesResponse>",
    "GET /2015-03-31/functions/function-1": { Configuration: { FunctionName: "function-1" }, Tags: tags },
    "POST Logs_20140328.DescribeLogGroups": {
      logGroups: [
        { logGroupName: "group-1", arn: "arn:group-1:*" },
        { logGroupName: "group-1-of-others", arn: "arn:other:*" },
      ],
    },
    "POST Logs_20140328.ListTagsForResource": { tags },
    "POST DynamoDB_20120810.DescribeTable": { Table: table },
    "POST DynamoDB_20120810.ListTagsOfResource": { Tags: tagList(tags) },
    "POST DynamoDB_20120810.Scan": { Items: items },
    "POST AmazonSSM.GetParameter": { Parameter: { Name: "/map-1", Version: isChanged ? 2 : 1 } },
    "POST AmazonSSM.ListTagsForResource": { TagList: tagList(tags) },
    "GET /restapis": {
      item: [
        { id: "a1", name: "api-1", tags },
        { id: "b2", name: "billing", tags },
      ],
    },
    [cognito("ListUserPools")]: {
      UserPools: [
        { Id: "pool-1", Name: "users-1" },
        { Id: "pool-2", Name: "users-2" },
      ],
    },
    [cognito("DescribeUserPool")]: {
      UserPool: { UserPoolTags: tags, DeletionProtection: isProtected ? "ACTIVE" : "INACTIVE" },
    },
    [cognito("ListUsers")]: { Users: users },
    [cognito("ListUserPoolClients")]: {
      UserPoolClients: [
        { ClientId: "c1", ClientName: "web-1" },
        { ClientId: "c2", ClientName: "web-2" },
      ],
    },
    [cognito("GetGroup")]: { Group: { GroupName: "Readers" } },
    [cognito("ListUsersInGroup")]: { Users: users },
    [cognito("DescribeResourceServer")]: { ResourceServer: { Identifier: "petsapi" } },
    "GET /restapis/a1/resources": { item: resources },
    "GET /restapis/a1/resources/r1/methods/GET": { httpMethod: "GET" },
    "GET /restapis/a1/resources/r1/methods/GET/responses/204": { statusCode: "204" },
    "GET /restapis/a1/models/NewPet": { name: "NewPet" },
    "GET /restapis/a1/stages/live": { stageName: "live" },
  };
  const changes: string[] = [];
  const answer = ({ operation, body }: AwsRequest) => {
    const { Action } = Object(body);
    const name = typeof Action === "string" ? `POST ${Action}` : operation.replace(/\/$/, "");
    const isOneOf = (names: readonly string[]) => names.some((other) => name.includes(other));
    if (isOneOf(denied)) return new FakeFault(403, "AccessDeniedException");
    if (isOneOf(missing)) return new FakeFault(404, typeof Action === "string" ? "NoSuchEntity" : "ResourceNotFoundException");
    const known = answers[name];
    if (known !== undefined) return known;
    changes.push(name);
    return typeof Action === "string" ? `<${Action}Response/>` : {};
  };
  return { answer, changes };
}
