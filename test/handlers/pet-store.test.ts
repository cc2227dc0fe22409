import type { RequestListener } from "node:http";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import type { Pet } from "../../config/pet";
import { createPetStore, type PetStore } from "../../handlers/lib/pet-store";
import { withServer } from "../support/server";

type Answer = readonly [status: number, body: unknown];

/** DynamoDB's protocol, with the test's responses. */
async function withTable(answers: Readonly<Record<string, Answer>>, use: (store: PetStore, asked: unknown[]) => Promise<void>) {
  const asked: unknown[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    asked.push({ operation, ...JSON.parse(Buffer.concat(chunks).toString()) });
    const [status, body] = answers[operation] ?? [500, {}];
    response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
  };
  await withServer(listener, async (endpoint) => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    await use(createPetStore("pets-table", client), asked).finally(() => client.destroy());
  });
}

const rex: Pet = { id: "1", name: "Rex", species: "dog", createdAt: "2026-01-01T00:00:00.000Z" };
const item = {
  tenantId: { S: "t1" },
  id: { S: "1" },
  name: { S: "Rex" },
  species: { S: "dog" },
  createdAt: { S: rex.createdAt },
};
const ofTenant = {
  KeyConditionExpression: "tenantId = :tenantId",
  ExpressionAttributeValues: { ":tenantId": { S: "t1" } },
};
const conditionFailed: Answer = [
  400,
  { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", message: "no" },
];

describe("createPetStore", () => {
  it("lists a page and the key that the next one starts after", async () => {
    await withTable(
      { Query: [200, { Items: [item], LastEvaluatedKey: { tenantId: { S: "t1" }, id: { S: "1" } } }] },
      async (store, asked) => {
        expect(await store.list("t1", 1)).to.deep.equal({ pets: [rex], lastId: "1" });
        await store.list("t1", 5, "1");

        expect(asked).to.deep.equal([
          { operation: "Query", TableName: "pets-table", ...ofTenant, Limit: 1 },
          {
            operation: "Query",
            TableName: "pets-table",
            ...ofTenant,
            Limit: 5,
            ExclusiveStartKey: { tenantId: { S: "t1" }, id: { S: "1" } },
          },
        ]);
      },
    );
  });

  it("gets a pet that was just written, and undefined for a missing one", async () => {
    await withTable({ GetItem: [200, { Item: { ...item, birthDate: { S: "2024-02-29" } } }] }, async (store, asked) => {
      expect(await store.get("t1", "1")).to.deep.equal({ ...rex, birthDate: "2024-02-29" });
      expect(asked).to.deep.equal([
        { operation: "GetItem", TableName: "pets-table", Key: { tenantId: { S: "t1" }, id: { S: "1" } }, ConsistentRead: true },
      ]);
    });
    await withTable({ GetItem: [200, {}] }, async (store) => {
      expect(await store.get("t1", "1")).to.equal(undefined);
    });
  });

  it("adds a pet without overwriting another", async () => {
    await withTable({ PutItem: [200, {}] }, async (store, asked) => {
      await store.add("t1", rex);

      expect(asked).to.deep.equal([
        { operation: "PutItem", TableName: "pets-table", Item: item, ConditionExpression: "attribute_not_exists(id)" },
      ]);
    });
  });

  it("returns whether there was a pet to remove", async () => {
    await withTable({ DeleteItem: [200, {}] }, async (store) => {
      expect(await store.remove("t1", "1")).to.equal(true);
    });
    await withTable({ DeleteItem: conditionFailed }, async (store) => {
      expect(await store.remove("t1", "1")).to.equal(false);
    });
  });

  it("rethrows other errors of the table", async () => {
    await withTable({}, async (store) => {
      for (const call of [
        () => store.list("t1", 1),
        () => store.get("t1", "1"),
        () => store.add("t1", rex),
        () => store.remove("t1", "1"),
      ]) {
        expect(await call().catch((error: unknown) => error)).to.be.instanceOf(Error);
      }
    });
  });
});
