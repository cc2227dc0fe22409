import { type CognitoIdentityProviderClient, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { marshall } from "@aws-sdk/util-dynamodb";
import { accessControl } from "../../config/access-control";
import { grantsOf } from "../../config/access-rules";
import type { UserRecord } from "../../config/user-record";
import { createSdkSettings } from "./target-stack";
import type { TestUser } from "./test-users";

interface DataAddress {
  readonly region: string;
  readonly endpoint: string;
  readonly userPoolId: string;
  /** Undefined without a user directory, as the parameter is with the map in the bundles. */
  readonly tableName: string | undefined;
  readonly parameterName: string | undefined;
}

/** An administrator of a stack's user directory and permission map. */
export function createStackData(
  { region, endpoint, userPoolId: UserPoolId, tableName: TableName, parameterName: Name }: DataAddress,
  cognito: CognitoIdentityProviderClient,
) {
  const settings = createSdkSettings(region, endpoint);
  const [dynamoDb, ssm] = [new DynamoDBClient(settings), new SSMClient(settings)];
  const map = new Map(grantsOf(accessControl));
  const findSub = async ({ username }: TestUser) => {
    const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId, Filter: `email = "${username}"` }));
    const sub = Users[0]?.Attributes?.find((attribute) => attribute.Name === "sub")?.Value;
    if (sub === undefined) throw new Error(`the pool has no user ${username}`);
    return sub;
  };
  return {
    async setRecord(user: TestUser, record: Omit<UserRecord, "userId"> | undefined): Promise<void> {
      const userId = await findSub(user);
      if (record === undefined) await dynamoDb.send(new DeleteItemCommand({ TableName, Key: marshall({ userId }) }));
      else await dynamoDb.send(new PutItemCommand({ TableName, Item: marshall({ userId, ...record }) }));
    },
    async grant(group: string, permissions: readonly string[]): Promise<void> {
      map.set(group, permissions);
      const Value = JSON.stringify(Object.fromEntries(map));
      await ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
    },
  };
}
