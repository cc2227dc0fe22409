import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { PostConfirmationTriggerEvent, PreTokenGenerationTriggerEvent } from "aws-lambda";
import { type Environment, requireVariable } from "../../../../handlers/lib/environment";

/** Gives a new user a record, and tokens what the record says. */
export function createHandler(environment: Environment) {
  const TableName = requireVariable(environment, "USERS");
  const client = new DynamoDBClient();

  const welcome = async (userId: string) => {
    const Item = { userId: { S: userId }, tenantId: { S: userId } };
    await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(userId)" }));
  };
  const readTenant = async (userId: string) => {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { userId: { S: userId } } }));
    if (Item?.tenantId?.S === undefined) throw new Error("you are in no directory");
    return Item.tenantId.S;
  };

  return async (event: PostConfirmationTriggerEvent | PreTokenGenerationTriggerEvent) => {
    const { sub = "", "custom:company_id": company = "none" } = event.request.userAttributes;
    if (event.triggerSource.startsWith("PostConfirmation")) {
      await welcome(sub);
      return event;
    }
    const claimsToAddOrOverride = { tenant_id: await readTenant(sub), company };
    const claimsOverrideDetails = { claimsToAddOrOverride, claimsToSuppress: ["email"] };
    return { ...event, response: { claimsOverrideDetails } };
  };
}
