import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SSMClient } from "@aws-sdk/client-ssm";
import { createSdkSettings } from "../target/target-stack";

/** AWS SDK clients of all services that a stack uses. */
export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly gateway: APIGatewayClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly parameters: SSMClient;
  readonly tables: DynamoDBClient;
}

/** For AWS with the environment's credentials, or for an emulator's address. */
export function createClients(...address: Parameters<typeof createSdkSettings>): Clients {
  const settings = createSdkSettings(...address);
  return {
    cognito: new CognitoIdentityProviderClient(settings),
    gateway: new APIGatewayClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    parameters: new SSMClient(settings),
    tables: new DynamoDBClient(settings),
  };
}
