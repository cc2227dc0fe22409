import { paginateGetRestApis } from "@aws-sdk/client-api-gateway";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  ListUsersCommand,
  paginateListGroups,
  paginateListResourceServers,
  paginateListUserPools,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { paginateListTables } from "@aws-sdk/client-dynamodb";
import { paginateListRolePolicies, paginateListRoles } from "@aws-sdk/client-iam";
import { paginateListFunctions } from "@aws-sdk/client-lambda";
import { createClients } from "../../comparison/deployed/clients";
import { addPerson } from "../../comparison/deployed/people";
import { unlessGone } from "../../comparison/deployed/requests";

export interface Tokens {
  readonly access: string;
  readonly id: string;
}

/** What a sign-in gives. */
export interface Session extends Tokens {
  readonly refresh: string;
}

/** Names of what exists, by kind. */
export type Inventory = Readonly<
  Record<"apis" | "functions" | "logGroups" | "rolePolicies" | "roles" | "tables" | "userPoolIds", readonly string[]>
>;

export const listNames = (inventory: Inventory): readonly string[] => Object.values(inventory).flat();

/** Of everybody whom `createUser` makes. */
export const PASSWORD = "Correct-horse-7-battery";

/** What the checks do by the AWS SDK at an emulator's address. */
export function createEmulator(endpoint: string, region: string) {
  const { cognito, gateway, iam, lambda, logs, tables } = createClients(region, endpoint);

  async function collect<Page>(
    pages: AsyncIterable<Page>,
    namesOf: (page: Page) => readonly (string | undefined)[],
  ): Promise<string[]> {
    const names: string[] = [];
    for await (const page of pages) names.push(...namesOf(page).filter((name) => name !== undefined));
    return names.sort();
  }

  const initiateAuth = async (input: InitiateAuthCommandInput, refreshToken?: string): Promise<Session> => {
    const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(input));
    const { AccessToken, IdToken, RefreshToken = refreshToken } = AuthenticationResult ?? {};
    if (AccessToken === undefined || IdToken === undefined || RefreshToken === undefined)
      throw new Error(`${input.AuthFlow} gave no tokens`);
    return { access: AccessToken, id: IdToken, refresh: RefreshToken };
  };
  const signIn = (ClientId: string, email: string): Promise<Session> =>
    initiateAuth({ AuthFlow: "USER_PASSWORD_AUTH", ClientId, AuthParameters: { USERNAME: email, PASSWORD } });
  const refresh = (ClientId: string, session: Session): Promise<Session> =>
    initiateAuth(
      { AuthFlow: "REFRESH_TOKEN_AUTH", ClientId, AuthParameters: { REFRESH_TOKEN: session.refresh } },
      session.refresh,
    );

  const createUser = (userPoolId: string, email: string, groups: readonly string[]): Promise<void> =>
    addPerson(cognito, userPoolId, { username: email, password: PASSWORD, groups });

  return {
    createUser,
    signIn,
    refresh,

    /**
     * What the account has of stacks whose names begin with `stacks`, by kind: `pets-{stack}-users-1a2b3c4`. Nothing of any kind before
     * `up` and after `destroy`, whatever else is deployed meanwhile.
     */
    async takeInventory(stacks: string): Promise<Inventory> {
      const isTheirs = (name: string) => name.includes(`-${stacks}`);
      const listApis = () =>
        collect(paginateGetRestApis({ client: gateway }, {}), ({ items = [] }) => items.map(({ id, name }) => `${name} ${id}`));
      // The log group of an API's executions has only the API's id, and is there for no longer than the API is.
      const apis = await listApis();
      const groups = await collect(paginateDescribeLogGroups({ client: logs }, {}), ({ logGroups = [] }) =>
        logGroups.map((g) => g.logGroupName),
      );
      const others = [...apis, ...(await listApis())].filter((api) => !isTheirs(api)).map((api) => api.replace(/^.* /, ""));
      const isOfOthers = (group: string) => others.includes(/^API-Gateway-Execution-Logs_([^/]+)/.exec(group)?.[1] ?? "");
      const isExecutions = (group: string) => group.startsWith("API-Gateway-Execution-Logs_");

      const roles = await collect(paginateListRoles({ client: iam }, {}), ({ Roles = [] }) => Roles.map((role) => role.RoleName));
      const theirRoles = roles.filter(isTheirs);
      const policiesOf = (RoleName: string) =>
        collect(paginateListRolePolicies({ client: iam }, { RoleName }), ({ PolicyNames = [] }) =>
          PolicyNames.map((name) => `${RoleName}/${name}`),
        );
      const functions = await collect(paginateListFunctions({ client: lambda }, {}), ({ Functions = [] }) =>
        Functions.map((f) => f.FunctionName),
      );
      const pools = await collect(paginateListUserPools({ client: cognito }, { MaxResults: 60 }), ({ UserPools = [] }) =>
        UserPools.map(({ Name, Id }) => `${Name} ${Id}`),
      );
      const names = await collect(paginateListTables({ client: tables }, {}), ({ TableNames = [] }) => TableNames);
      return {
        functions: functions.filter(isTheirs),
        apis: apis.filter(isTheirs),
        userPoolIds: pools.filter(isTheirs).map((pool) => pool.replace(/^.* /, "")),
        tables: names.filter(isTheirs),
        roles: theirRoles,
        rolePolicies: (await Promise.all(theirRoles.map((name) => unlessGone(policiesOf(name))))).flatMap((found = []) => found),
        logGroups: groups.filter((group) => (isExecutions(group) ? !isOfOthers(group) : isTheirs(group))),
      };
    },

    listGroups: (userPoolId: string): Promise<string[]> =>
      collect(paginateListGroups({ client: cognito }, { UserPoolId: userPoolId }), ({ Groups = [] }) =>
        Groups.map(({ GroupName }) => GroupName),
      ),

    async countUsers(userPoolId: string): Promise<number> {
      const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId: userPoolId, Limit: 1 }));
      return Users.length;
    },

    async describePool(userPoolId: string) {
      const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
      const trigger = UserPool?.LambdaConfig?.PreTokenGenerationConfig;
      return {
        triggerVersion: trigger?.LambdaVersion ?? "none",
        plainTrigger: trigger === undefined ? (UserPool?.LambdaConfig?.PreTokenGeneration ?? "none") : "none",
        plan: UserPool?.UserPoolTier,
        resourceServers: await collect(
          paginateListResourceServers({ client: cognito }, { UserPoolId: userPoolId, MaxResults: 50 }),
          ({ ResourceServers = [] }) => ResourceServers.map(({ Identifier }) => Identifier),
        ),
      };
    },

    /** Tokens that have expired. An emulator lets a client give tokens for a second; AWS would not go below five minutes. */
    async takeExpiredTokens(userPoolId: string, clientId: string, email: string): Promise<Tokens> {
      const settings = {
        UserPoolId: userPoolId,
        ClientId: clientId,
        ExplicitAuthFlows: [
          "ALLOW_USER_PASSWORD_AUTH" as const,
          "ALLOW_USER_SRP_AUTH" as const,
          "ALLOW_REFRESH_TOKEN_AUTH" as const,
        ],
      };
      const units = (unit: "minutes" | "seconds") => ({ AccessToken: unit, IdToken: unit, RefreshToken: "days" as const });
      const change = (validity: number, unit: "minutes" | "seconds") =>
        cognito.send(
          new UpdateUserPoolClientCommand({
            ...settings,
            AccessTokenValidity: validity,
            IdTokenValidity: validity,
            TokenValidityUnits: units(unit),
          }),
        );
      await change(1, "seconds");
      const tokens = await signIn(clientId, email);
      await change(60, "minutes");
      await new Promise((resolve) => setTimeout(resolve, 2100));
      return tokens;
    },

    /** Tokens of a user pool that has nothing to do with the stack, whose user is in the same groups. */
    async takeForeignTokens(email: string): Promise<Tokens> {
      const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "foreign", UsernameAttributes: ["email"] }));
      const UserPoolId = UserPool?.Id ?? "";
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({ UserPoolId, ClientName: "foreign", ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
      );
      await createUser(UserPoolId, email, []);
      const tokens = await signIn(UserPoolClient?.ClientId ?? "", email);
      await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
      return tokens;
    },
  };
}

export type Emulator = ReturnType<typeof createEmulator>;
