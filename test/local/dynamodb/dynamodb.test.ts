import { once } from "node:events";
import { connect } from "node:net";
import { crc32 } from "node:zlib";
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { createDynamoDb } from "../../../local/dynamodb/dynamodb";
import { readTables, TABLE } from "../../../local/dynamodb/resources";
import { createHttpServer, jsonAnswer } from "../../../local/http-server";
import { close, listen } from "../../../local/listen";
import { NotImitatedError } from "../../../local/recorded-inputs";
import { Trace } from "../../../local/trace";
import { edited } from "../support/edit";
import { createTestTable, read, recorded } from "./support";

describe("readTables", () => {
  it("refuses an index, a stream, another key and the like, naming the table", async () => {
    const recording = await recorded;
    for (const change of [
      { globalSecondaryIndexes: [] },
      { streamEnabled: true },
      { ttl: { enabled: true } },
      { billingMode: "PROVISIONED" },
      { rangeKey: "id" },
      { hashKey: "name" },
      { attributes: [{ name: "id", type: "N" }] },
      { attributes: [] },
      {
        attributes: [
          { name: "id", type: "S" },
          { name: "name", type: "S" },
        ],
      },
      {
        attributes: [
          { name: "id", type: "S" },
          { name: "name", type: "N" },
        ],
        rangeKey: "name",
      },
      { localSecondaryIndexes: [] },
      { replicas: [] },
    ]) {
      const changed = edited(recording, TABLE, "pets", (inputs) => ({ ...inputs, ...change }));
      expect(() => readTables(changed), JSON.stringify(change)).to.throw(NotImitatedError, '"pets"');
    }
  });

  it("reads the key schema of each table, with or without a range key", async () => {
    const tables = readTables(await recorded);

    expect(tables.map(({ name, hashKey, rangeKey }) => [name, hashKey, rangeKey])).to.deep.equal([
      ["pets", "id", undefined],
      ["visits", "tenantId", "id"],
    ]);
  });
});

describe("createDynamoDb", () => {
  describe("over HTTP", () => {
    type TestTable = Awaited<ReturnType<typeof createTestTable>>;

    /** Runs `use` behind the engine's own kind of server, with a function that signs requests. */
    const withServer = async (
      use: (clientOf: (name: string) => DynamoDBClient, made: TestTable, port: number) => Promise<void>,
      options = {},
    ) => {
      const made = await createTestTable(options);
      const server = createHttpServer(async (request) => made.dynamoDb.answer(request) ?? jsonAnswer(404, {}), 1_000_000);
      const port = await listen(server, 0);
      const clientOf = (name: string) =>
        new DynamoDBClient({
          endpoint: `http://127.0.0.1:${port}${made.dynamoDb.secretPath}`,
          region: "us-east-1",
          maxAttempts: 1,
          credentials: { accessKeyId: made.nameOf(name) || name, secretAccessKey: "x" },
        });
      try {
        await use(clientOf, made, port);
      } finally {
        await close(server);
      }
    };
    const errorOf = (run: Promise<unknown>) =>
      run.then(
        () => "none",
        (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : ""),
      );

    it("lets a function do what its role allows on the recorded table, and nothing else", async () => {
      await withServer(async (clientOf, { table: { tableName: TableName, arn } }) => {
        const pets = clientOf("pets");
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
      await withServer(async (clientOf, { table: { tableName: TableName } }) => {
        for (const caller of ["id-token-lambda-authorizer", "stranger"])
          expect(await errorOf(clientOf(caller).send(new ScanCommand({ TableName })))).to.include("AccessDenied");
        const others = clientOf("pets").send(new ScanCommand({ TableName: "others" }));
        expect(await errorOf(others)).to.include("AccessDenied");
      });
    });

    it("returns DynamoDB's error to the client if the store fails", async () => {
      const openKeeper = () => ({
        items: new Map(),
        keep: () => {
          throw new Error("ENOSPC: no space left on device, write");
        },
        close: () => undefined,
      });
      await withServer(
        async (clientOf, { table: { tableName: TableName }, faults }) => {
          const put = clientOf("pets").send(new PutItemCommand({ TableName, Item: { id: { S: "1" } } }));

          expect(await errorOf(put)).to.equal("InternalServerError: Internal server error");
          expect(faults).to.deep.equal(["dynamodb could not be imitated: Error: ENOSPC: no space left on device, write"]);
        },
        { openKeeper },
      );
    });

    it("survives requests that are cut off, broken or aborted", async () => {
      await withServer(async (clientOf, { table: { tableName: TableName }, dynamoDb }, port) => {
        const head = `POST ${dynamoDb.secretPath}/ HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n`;
        for (const text of [
          head,
          `${head}Content-Length: 100\r\n\r\n{"TableName":`,
          `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhe`,
          `${head}Transfer-Encoding: chunked\r\n\r\nno size\r\n`,
          `${head}Content-Length: 2\r\n\r\n{]`,
          `${head}Content-Length: 2000000\r\n\r\n${"x".repeat(1_000_001)}`,
        ]) {
          const socket = connect({ port, host: "127.0.0.1" });
          socket.on("error", () => undefined);
          await once(socket, "connect");
          await new Promise<void>((resolve) => socket.write(text, () => resolve()));
          socket.resetAndDestroy();
        }

        expect((await clientOf("pets").send(new ScanCommand({ TableName }))).Count).to.equal(0);
      });
    });
  });

  it("responds only at the secret path of its run, without CORS headers", async () => {
    const [{ dynamoDb, send, table }, other] = [await createTestTable(), await createTestTable()];
    const body = JSON.stringify({ TableName: table.tableName });
    const target = "DynamoDB_20120810.Scan";

    expect(dynamoDb.secretPath).to.match(/^\/[\w-]{43}$/);
    for (const path of [
      "/",
      "//",
      `${other.dynamoDb.secretPath}/`,
      `${dynamoDb.secretPath}/x`,
      dynamoDb.secretPath.toLowerCase(),
    ])
      expect(send(body, { target, path }), path).to.equal(undefined);
    const answered = send(body, { target });
    expect(answered?.status).to.equal(200);
    expect(answered?.headers.map(([name]) => name)).to.deep.equal(["Content-Type", "x-amz-crc32", "x-amzn-RequestId"]);
    for (const method of ["OPTIONS", "GET", "PUT"]) expect(send(body, { target, method })?.status, method).to.equal(400);
  });

  it("lists the supported operations for any other", async () => {
    const { ask } = await createTestTable({ actions: ["dynamodb:*"] });

    for (const name of ["UpdateItem", "BatchGetItem", "DeleteTable", "toString", "constructor", ""]) {
      const { status, body } = ask(name, {});
      expect(status, name).to.equal(400);
      expect(body.__type).to.equal("com.amazon.coral.service#UnknownOperationException");
      expect(body.message).to.include("GetItem, PutItem, DeleteItem, Scan, Query");
    }
  });

  it("gives every response its own request id and a checksum", async () => {
    const { send, table } = await createTestTable();
    const item = { id: { S: "1" }, name: { S: "Ä 🐈" } };
    const put = JSON.stringify({ TableName: table.tableName, Item: item });
    const get = JSON.stringify({ TableName: table.tableName, Key: { id: { S: "1" } } });

    const answers = [
      send(put, { target: "DynamoDB_20120810.PutItem" }),
      send(get, { target: "DynamoDB_20120810.GetItem" }),
      send("{", { target: "DynamoDB_20120810.GetItem" }),
    ];

    expect(read(answers[1]).body).to.deep.equal({ Item: item });
    const headersOf = (index: number) => Object.fromEntries(answers[index]?.headers ?? []);
    for (const [index, answer] of answers.entries())
      expect(headersOf(index)).to.have.property("x-amz-crc32", String(crc32(String(answer?.body))));
    const ids = answers.map((_answer, index) => headersOf(index)["x-amzn-RequestId"]);
    expect(new Set(ids).size).to.equal(3);
    for (const id of ids) expect(id).to.match(/^[0-9A-Z]{52}$/);
  });

  it("refuses anything but a JSON object, and a request without an operation", async () => {
    const { send, table } = await createTestTable();
    for (const body of ["", "{", "[]", "null", '"x"', Buffer.from([0xff, 0x7b])])
      expect(read(send(body, { target: "DynamoDB_20120810.Scan" })).body.__type, String(body)).to.include(
        "SerializationException",
      );
    const body = JSON.stringify({ TableName: table.tableName });
    for (const target of ["", "Scan", "DynamoDB_20111205.Scan", "DynamoDB_20120810.", "DynamoDB_20120810.toString"])
      expect(read(send(body, { target })).body.__type, target).to.include("AccessDeniedException");
  });

  it("rejects two tables with the same name", async () => {
    const tables = readTables(await recorded);

    expect(() => createDynamoDb({ tables: [...tables, ...tables], functions: [], onFault: () => undefined })).to.throw(
      `two tables have the name ${tables[0]?.tableName}`,
    );
  });

  it("refuses stored items with other keys", async () => {
    const keeper = { items: new Map([["1", { id: { S: "1" } }]]), keep: () => undefined, close: () => undefined };

    const opened = await createTestTable({ openKeeper: () => keeper }).catch(String);

    expect(opened).to.equal("Error: a kept item has other keys than its table");
  });

  describe("at the engine's root", () => {
    const item = { Item: { id: { S: "1" } } };
    const messageOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => `${status} ${body.__type}`;

    it("lets an administrator run every supported operation on every table", async () => {
      const { administer, ask } = await createTestTable();

      expect(administer("PutItem", item).status).to.equal(200);
      expect(ask("GetItem", { Key: item.Item }).body).to.deep.equal(item);
      expect(administer("Scan", {}).body).to.deep.include({ Items: [item.Item], Count: 1 });
      expect(messageOf(administer("Scan", { TableName: "others" }))).to.equal(
        "400 com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
      );
      for (const TableName of ["__proto__", "constructor", 1, null])
        expect(messageOf(administer("Scan", { TableName })), String(TableName)).to.include("ResourceNotFoundException");
      expect(messageOf(administer("DeleteTable", {}))).to.include("UnknownOperationException");
    });

    it("refuses unsigned requests, and lets no origin read a response", async () => {
      const { administer, ask, requestOf, dynamoDb } = await createTestTable();

      const refused = administer("PutItem", item, { isSigned: false });

      expect(messageOf(refused)).to.equal("400 com.amazon.coral.service#MissingAuthenticationTokenException");
      expect(refused.trace.steps).to.deep.equal([
        { kind: "refusal", outcome: "refused", errorType: "MissingAuthenticationTokenException" },
      ]);
      expect(ask("Scan", {}).body.Count).to.equal(0);
      for (const authorization of ["Bearer AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256", ""]) {
        const headers = [
          ["X-Amz-Target", "DynamoDB_20120810.PutItem"],
          ["Authorization", authorization],
        ] as const;
        const answer = dynamoDb.administer({ ...requestOf(JSON.stringify(item)), headers }, refused.trace);
        expect(messageOf(read(answer)), authorization).to.include("MissingAuthenticationToken");
      }
      for (const { headers = [] } of [refused, administer("PutItem", item)])
        expect(headers.map(([name]) => name)).to.deep.equal(["Content-Type", "x-amz-crc32"]);
    });

    it("restricts a function to its role there, too", async () => {
      const { administer } = await createTestTable({ actions: ["dynamodb:GetItem"] });

      expect(administer("GetItem", { Key: item.Item }, { caller: "pets" }).status).to.equal(200);
      for (const [caller, operation] of [
        ["pets", "PutItem"],
        ["id-token-lambda-authorizer", "GetItem"],
      ] as const)
        expect(messageOf(administer(operation, item, { caller })), caller).to.include("AccessDeniedException");
    });

    it("leaves other services' requests to them", async () => {
      const { dynamoDb, requestOf } = await createTestTable();

      for (const target of [
        "",
        "AWSCognitoIdentityProviderService.ListUsers",
        "AmazonSSM.GetParameter",
        "DynamoDB_20111205.Scan",
      ])
        expect(dynamoDb.administer(requestOf("{}", { target }), new Trace("test")), target).to.equal(undefined);
    });
  });
});
