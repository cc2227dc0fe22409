import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Pet, species } from "../../config/pet";

/** Storage of pets. Calls reject with the database's error. */
export interface PetStore {
  list(limit: number, afterId?: string): Promise<{ readonly pets: readonly Pet[]; readonly lastId?: string }>;
  get(id: string): Promise<Pet | undefined>;
  add(pet: Pet): Promise<void>;
  /** Whether the pet existed. */
  remove(id: string): Promise<boolean>;
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

/** A DynamoDB table with the key `id`. Calls give up well before the function times out. */
export function createPetStore(
  tableName: string,
  client = new DynamoDBClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 } }),
): PetStore {
  const keyOf = (id: string) => ({ TableName: tableName, Key: marshall({ id }) });
  return {
    async list(limit, afterId) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({
          TableName: tableName,
          Limit: limit,
          ...(afterId === undefined ? {} : { ExclusiveStartKey: marshall({ id: afterId }) }),
        }),
      );
      const lastId = LastEvaluatedKey?.id?.S;
      return { pets: Items.map(petOf), ...(lastId === undefined ? {} : { lastId }) };
    },
    async get(id) {
      const { Item } = await client.send(new GetItemCommand({ ...keyOf(id), ConsistentRead: true }));
      return Item === undefined ? undefined : petOf(Item);
    },
    async add(pet) {
      await client.send(
        new PutItemCommand({ TableName: tableName, Item: marshall(pet), ConditionExpression: "attribute_not_exists(id)" }),
      );
    },
    async remove(id) {
      try {
        await client.send(new DeleteItemCommand({ ...keyOf(id), ConditionExpression: "attribute_exists(id)" }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
