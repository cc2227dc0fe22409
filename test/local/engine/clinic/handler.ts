import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { type Environment, requireVariable } from "../../../../handlers/lib/environment";

/** Lists and books visits, which consist of an id only. */
export function createHandler(environment: Environment) {
  const TableName = requireVariable(environment, "VISITS");
  const client = new DynamoDBClient();

  return async ({ httpMethod, pathParameters }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    if (httpMethod === "PUT") {
      await client.send(new PutItemCommand({ TableName, Item: { visit: { S: pathParameters?.visitId ?? "" } } }));
      return { statusCode: 204, body: "" };
    }
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    return { statusCode: 200, body: JSON.stringify(Items.map(({ visit }) => visit?.S)) };
  };
}
