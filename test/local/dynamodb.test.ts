import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { AbstractValueIterator } from "abstract-level";
import { expect } from "chai";
import { readTables, startDynamoDb, type TableModel } from "../../local/dynamodb";
import { type FunctionModel, readFunctions } from "../../local/lambda/resources";
import { NotImitatedError } from "../../local/recorded-inputs";
import { deployStrategy } from "../support/programs";
import { edited } from "./support/edit";

const TYPE = "aws:dynamodb/table:Table";
const deployment = () => deployStrategy("id-token-lambda-authorizer");

describe("readTables", () => {
  it("refuses an index, a stream and the like, and names the table", async () => {
    for (const change of [
      { globalSecondaryIndexes: [] },
      { streamEnabled: true },
      { ttl: { enabled: true } },
      { billingMode: "PROVISIONED" },
    ]) {
      const changed = edited(await deployment(), TYPE, "pets", (inputs) => ({ ...inputs, ...change }));
      expect(() => readTables(changed)).to.throw(NotImitatedError, '"pets"');
    }
  });
});

describe("startDynamoDb", () => {
  /** The recorded table while `use` runs, which is given how to sign as a function. */
  const withTable = async (
    use: (
      clientOf: (accessKeyId: string) => DynamoDBClient,
      table: TableModel,
      functions: readonly FunctionModel[],
    ) => Promise<void>,
    path?: string,
  ) => {
    const recorded = await deployment();
    const functions = await readFunctions(recorded);
    const [table] = readTables(recorded);
    if (table === undefined) throw new Error("no table");
    const dynamoDb = await startDynamoDb([table], functions, path);
    const clientOf = (accessKeyId: string) =>
      new DynamoDBClient({
        endpoint: dynamoDb.address,
        region: "us-east-1",
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey: "x" },
      });
    try {
      await use(clientOf, table, functions);
    } finally {
      await dynamoDb.stop();
    }
  };
  const nameOf = (functions: readonly FunctionModel[], name: string) =>
    functions.find((fn) => fn.name === name)?.functionName ?? "";
  const errorOf = (run: Promise<unknown>) =>
    run.then(
      () => "none",
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ""),
    );

  it("lets a function do on the recorded table what its role allows, and nothing else", async () => {
    await withTable(async (clientOf, { createTable: { TableName }, arn }, functions) => {
      const pets = clientOf(nameOf(functions, "pets"));
      await pets.send(new PutItemCommand({ TableName, Item: { id: { S: "1" } } }));
      const { Item } = await pets.send(new GetItemCommand({ TableName, Key: { id: { S: "1" } } }));

      const update = pets.send(new UpdateItemCommand({ TableName, Key: { id: { S: "1" } } }));

      expect(Item).to.deep.equal({ id: { S: "1" } });
      expect(await errorOf(update))
        .to.include("AccessDenied")
        .and.include(`dynamodb:UpdateItem on resource: ${arn}`);
    });
  });

  it("refuses a function without such a role, an unknown caller, and another table", async () => {
    await withTable(async (clientOf, { createTable: { TableName } }, functions) => {
      for (const caller of [nameOf(functions, "id-token-lambda-authorizer"), "stranger"]) {
        expect(await errorOf(clientOf(caller).send(new ScanCommand({ TableName })))).to.include("AccessDenied");
      }
      expect(await errorOf(clientOf(nameOf(functions, "pets")).send(new ScanCommand({ TableName: "others" })))).to.include(
        "AccessDenied",
      );
    });
  });

  it("ends every scan of the store, so that none of them stays in memory", async () => {
    const { close } = AbstractValueIterator.prototype;
    let closed = 0;
    AbstractValueIterator.prototype.close = function () {
      closed++;
      return close.call(this);
    };
    try {
      await withTable(async (clientOf, { createTable: { TableName } }, functions) => {
        const pets = clientOf(nameOf(functions, "pets"));
        for (let i = 0; i < 3; i++) await pets.send(new PutItemCommand({ TableName, Item: { id: { S: String(i) } } }));
        closed = 0;

        await pets.send(new ScanCommand({ TableName }));
        await pets.send(new ScanCommand({ TableName, Limit: 1 }));

        expect(closed).to.be.at.least(2);
      });
    } finally {
      AbstractValueIterator.prototype.close = close;
    }
  });

  it("keeps its items in a folder over a restart, and forgets them without one", async () => {
    const path = await mkdtemp(join(tmpdir(), "tables-"));
    const put = (folder?: string) =>
      withTable(async (clientOf, { createTable: { TableName } }, functions) => {
        await clientOf(nameOf(functions, "pets")).send(new PutItemCommand({ TableName, Item: { id: { S: "1" } } }));
      }, folder);
    const count = async (folder?: string) => {
      let found: number | undefined;
      await withTable(async (clientOf, { createTable: { TableName } }, functions) => {
        found = (await clientOf(nameOf(functions, "pets")).send(new ScanCommand({ TableName }))).Count;
      }, folder);
      return found;
    };
    try {
      await put(path);
      expect(await count(path)).to.equal(1);
      await put();
      expect(await count()).to.equal(0);
    } finally {
      await rm(path, { recursive: true });
    }
  });
});
