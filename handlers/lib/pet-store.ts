import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Pet, species } from "../../config/pet";

/** Storage of pets, which belong to a tenant each. Calls reject with the database's error. */
export interface PetStore {
  list(tenantId: string, limit: number, afterId?: string): Promise<{ readonly pets: readonly Pet[]; readonly lastId?: string }>;
  get(tenantId: string, id: string): Promise<Pet | undefined>;
  add(tenantId: string, pet: Pet): Promise<void>;
  /** Whether the tenant had the pet. */
  remove(tenantId: string, id: string): Promise<boolean>;
}

type Item = Parameters<typeof unmarshall>[0];

function petOf(item: Item): Pet {
  const { id, name, species: kind, birthDate, createdAt } = unmarshall(item);
  return {
    id: String(id),
    name: String(name),
    species: species.find((known) => known === kind) ?? "other",
    ...(typeof birthDate === "string" ? { birthDate } : {}),
    createdAt: String(createdAt),
  };
}

/** A DynamoDB table with the keys `tenantId` and `id`. Calls give up well before the function times out. */
export function createPetStore(
  tableName: string,
  client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  }),
): PetStore {
  const keyOf = (tenantId: string, id: string) => ({ TableName: tableName, Key: marshall({ tenantId, id }) });
  return {
    async list(tenantId, limit, afterId) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "tenantId = :tenantId",
          ExpressionAttributeValues: marshall({ ":tenantId": tenantId }),
          Limit: limit,
          ...(afterId === undefined ? {} : { ExclusiveStartKey: marshall({ tenantId, id: afterId }) }),
        }),
      );
      const lastId = LastEvaluatedKey?.id?.S;
      return { pets: Items.map(petOf), ...(lastId === undefined ? {} : { lastId }) };
    },
    async get(tenantId, id) {
      const { Item } = await client.send(new GetItemCommand({ ...keyOf(tenantId, id), ConsistentRead: true }));
      return Item === undefined ? undefined : petOf(Item);
    },
    async add(tenantId, pet) {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: marshall({ tenantId, ...pet }),
          ConditionExpression: "attribute_not_exists(id)",
        }),
      );
    },
    async remove(tenantId, id) {
      try {
        await client.send(new DeleteItemCommand({ ...keyOf(tenantId, id), ConditionExpression: "attribute_exists(id)" }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
