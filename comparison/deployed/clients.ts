import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";

/** The AWS SDK's clients of all services that a stack has something in. */
export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly gateway: APIGatewayClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly tables: DynamoDBClient;
}

/** An emulator loses an answer now and then; waiting for ever would tell nobody. */
export const ANSWER_TIMEOUT_MS = 60_000;

/** An emulator takes any keys, and so it never sees real ones. */
const DUMMY_KEYS = { accessKeyId: "test", secretAccessKey: "test" };

/** At AWS with the credentials of the environment, or at an emulator's address. */
export function createClients(region: string, endpoint?: string, dummyKeys = DUMMY_KEYS): Clients {
  const settings = {
    region,
    ...(endpoint === undefined ? {} : { endpoint, credentials: dummyKeys }),
    requestHandler: { requestTimeout: ANSWER_TIMEOUT_MS, throwOnRequestTimeout: true },
  };
  return {
    cognito: new CognitoIdentityProviderClient(settings),
    gateway: new APIGatewayClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    tables: new DynamoDBClient(settings),
  };
}
