import { paginateGetRestApis } from "@aws-sdk/client-api-gateway";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { paginateListUserPools } from "@aws-sdk/client-cognito-identity-provider";
import { paginateListTables } from "@aws-sdk/client-dynamodb";
import { paginateListRolePolicies, paginateListRoles } from "@aws-sdk/client-iam";
import { paginateListFunctions } from "@aws-sdk/client-lambda";
import { paginateDescribeParameters } from "@aws-sdk/client-ssm";
import type { Clients } from "../../comparison/deployed/clients";
import { collect, unlessGone } from "../../comparison/deployed/requests";

/** Names of existing resources, by kind. */
export type Inventory = Readonly<
  Record<
    "apis" | "functions" | "logGroups" | "parameters" | "rolePolicies" | "roles" | "tables" | "userPoolIds",
    readonly string[]
  >
>;

/**
 * What the account has of stacks whose names start with `stacks`, by kind: `pets-{stack}-users-1a2b3c4`. Empty before `up` and after
 * `destroy`, whatever else is deployed meanwhile.
 */
export async function takeInventory(
  { cognito, gateway, iam, lambda, logs, parameters, tables }: Clients,
  stacks: string,
): Promise<Inventory> {
  const isTheirs = (name: string) => name.includes(`-${stacks}`);
  const list = async <Page>(pages: AsyncIterable<Page>, namesOf: (page: Page) => readonly (string | undefined)[] | undefined) =>
    (await collect(pages, namesOf)).filter((name) => name !== undefined).sort();
  const listApis = () =>
    list(paginateGetRestApis({ client: gateway }, {}), ({ items }) => items?.map(({ id, name }) => `${name} ${id}`));
  // The log group of an API's executions is named after the API's id only, and exists no longer than the API.
  const apis = await listApis();
  const groups = await list(paginateDescribeLogGroups({ client: logs }, {}), ({ logGroups }) =>
    logGroups?.map(({ logGroupName }) => logGroupName),
  );
  const others = [...apis, ...(await listApis())].filter((api) => !isTheirs(api)).map((api) => api.replace(/^.* /, ""));
  const isOfOthers = (group: string) => others.includes(/^API-Gateway-Execution-Logs_([^/]+)/.exec(group)?.[1] ?? "");
  const isExecutions = (group: string) => group.startsWith("API-Gateway-Execution-Logs_");

  const roles = await list(paginateListRoles({ client: iam }, {}), ({ Roles }) => Roles?.map(({ RoleName }) => RoleName));
  const theirRoles = roles.filter(isTheirs);
  const policiesOf = (RoleName: string) =>
    list(paginateListRolePolicies({ client: iam }, { RoleName }), ({ PolicyNames }) =>
      PolicyNames?.map((name) => `${RoleName}/${name}`),
    );
  const functions = await list(paginateListFunctions({ client: lambda }, {}), ({ Functions }) =>
    Functions?.map(({ FunctionName }) => FunctionName),
  );
  const pools = await list(paginateListUserPools({ client: cognito }, { MaxResults: 60 }), ({ UserPools }) =>
    UserPools?.map(({ Name, Id }) => `${Name} ${Id}`),
  );
  const parameterNames = await list(paginateDescribeParameters({ client: parameters }, {}), ({ Parameters }) =>
    Parameters?.map(({ Name }) => Name),
  );
  const tableNames = await list(paginateListTables({ client: tables }, {}), ({ TableNames }) => TableNames);
  return {
    functions: functions.filter(isTheirs),
    apis: apis.filter(isTheirs),
    userPoolIds: pools.filter(isTheirs).map((pool) => pool.replace(/^.* /, "")),
    // `/pets/{stack}/permission-map`
    parameters: parameterNames.filter((name) => name.includes(`/${stacks}`)),
    tables: tableNames.filter(isTheirs),
    roles: theirRoles,
    rolePolicies: (await Promise.all(theirRoles.map((name) => unlessGone(policiesOf(name))))).flatMap((found = []) => found),
    logGroups: groups.filter((group) => (isExecutions(group) ? !isOfOthers(group) : isTheirs(group))),
  };
}

/** The names of every kind. */
export const listNames = async (clients: Clients, stacks: string): Promise<readonly string[]> =>
  Object.values(await takeInventory(clients, stacks)).flat();
