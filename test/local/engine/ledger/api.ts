import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { type Environment, requireVariable } from "../../../../handlers/lib/environment";

/** Parameter Store's response at an address, to a request signed as the function. */
async function askParameterStore(address: string, operation: string, input: object, signer: string): Promise<unknown> {
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-Amz-Target": `AmazonSSM.${operation}`, Authorization: `AWS4-HMAC-SHA256 Credential=${signer}/` },
    body: JSON.stringify(input),
  });
  return response.json();
}

/** Returns what the function can read of its own, and what it cannot. */
export function createHandler(environment: Environment) {
  const [TableName, Name, signer, address] = ["LEDGER", "MAP", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL_SSM"].map((name) =>
    requireVariable(environment, name),
  );
  const client = new DynamoDBClient();

  return async ({ queryStringParameters }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const ask = (operation: string, input: object, at = `${address}/`) => askParameterStore(at, operation, input, signer ?? "");
    const root = `${new URL(address ?? "").origin}/`;
    const query = new QueryCommand({
      TableName,
      KeyConditionExpression: "#tenant = :tenant",
      ExpressionAttributeNames: { "#tenant": "tenantId" },
      ExpressionAttributeValues: { ":tenant": { S: queryStringParameters?.tenant ?? "" } },
    });
    const { Items = [] } = await client.send(query);
    const body = {
      entries: Items.map(({ id }) => id?.S),
      map: await ask("GetParameter", { Name }),
      other: await ask("GetParameter", { Name: "/ledger/other" }),
      put: await ask("PutParameter", { Name, Value: "taken over", Overwrite: true }),
      putAtRoot: await ask("PutParameter", { Name, Value: "taken over", Overwrite: true }, root),
    };
    return { statusCode: 200, body: JSON.stringify(body) };
  };
}
