import { EventEmitter } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { setImmediate } from "node:timers/promises";
import { AbstractKeyIterator, AbstractValueIterator } from "abstract-level";
import dynalite from "dynalite";
import { z } from "zod";
import type { Deployment } from "./deploy";
import { evaluateStatements } from "./iam-evaluation";
import { jsonText } from "./json-text";
import type { FunctionModel } from "./lambda/resources";
import { close, listen } from "./listen";
import { ignored, readResources, stateText } from "./recorded-inputs";

export const TABLE = "aws:dynamodb/table:Table";

/** No index, stream or time to live: each would be a thing that the functions rely on and that is not there. */
const tableSchema = z.strictObject({
  attributes: z.array(z.strictObject({ name: z.string(), type: z.enum(["S", "N", "B"]) })),
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  billingMode: z.literal("PAY_PER_REQUEST"),
  pointInTimeRecovery: ignored,
  serverSideEncryption: ignored,
  deletionProtectionEnabled: ignored,
  tags: ignored,
});

export interface TableModel {
  readonly arn: string;
  readonly createTable: { readonly TableName: string } & Readonly<Record<string, unknown>>;
}

/** @throws NotImitatedError for a table that has what the engine's does not. */
export const readTables = (deployment: Deployment): readonly TableModel[] =>
  readResources(deployment, TABLE, tableSchema).map((table) => {
    const { attributes, hashKey, rangeKey, billingMode } = table.inputs;
    const keys = [
      { AttributeName: hashKey, KeyType: "HASH" },
      ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" }]),
    ];
    return {
      arn: stateText(table, "arn"),
      createTable: {
        TableName: stateText(table, "name"),
        BillingMode: billingMode,
        AttributeDefinitions: attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
        KeySchema: keys,
      },
    };
  });

// dynalite 4.0.0 ends a scan by `return`, which the iterators of its database do not have, so that each scan would stay in memory.
for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
  Object.defineProperty(prototype, "return", {
    value(this: { close(): Promise<void> }) {
      return this.close();
    },
  });
}

const API = "DynamoDB_20120810.";

export interface DynamoDb {
  /** `http://127.0.0.1:{port}` */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Serves the recorded tables at a free port of this machine. A function may do what its role's policy says, and nothing else: its
 * processes sign with its name, and the signature itself is not checked. With a path the tables are kept in that folder.
 */
export async function startDynamoDb(
  tables: readonly TableModel[],
  functions: readonly FunctionModel[],
  path?: string,
): Promise<DynamoDb> {
  const store = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) });
  const storePort = await listen(store, 0);
  const guard = createGuard(store, tables, functions);
  const stop = async () => {
    if (guard.listening) await close(guard);
    await close(store);
  };
  try {
    for (const { createTable } of tables) await create(`http://127.0.0.1:${storePort}`, createTable);
    return { address: `http://127.0.0.1:${await listen(guard, 0)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stands in front of the store and lets through what the caller's role allows. */
const createGuard = (store: Server, tables: readonly TableModel[], functions: readonly FunctionModel[]): Server =>
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => response.destroy());
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const refusal = findRefusal(request, body, tables, functions);
      if (refusal !== undefined) {
        response.writeHead(400, { "Content-Type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message: refusal }));
        return;
      }
      // What was read cannot be read again: the store gets an emitter with as much of a request as it looks at.
      const { method, url, headers } = request;
      const replayed = Object.assign(new EventEmitter(), { method, url, headers });
      store.emit("request", replayed, response);
      replayed.emit("data", body);
      replayed.emit("end");
    });
  });

/** Creates a table and waits until it can be used, which a store answers before it is so. */
async function create(address: string, table: TableModel["createTable"]): Promise<void> {
  const call = async (operation: string, input: object) => {
    const response = await fetch(address, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": `${API}${operation}`,
        "X-Amz-Date": "20260101T000000Z",
        Authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local",
      },
      body: JSON.stringify(input),
    });
    return { isOk: response.ok, text: await response.text() };
  };
  const { TableName } = table;
  const { isOk, text } = await call("CreateTable", table);
  // A folder that keeps its tables has it already.
  if (!isOk && !text.includes("ResourceInUseException")) throw new Error(`the table ${TableName} cannot be created: ${text}`);
  while (!(await call("DescribeTable", { TableName })).text.includes('"TableStatus":"ACTIVE"')) await setImmediate();
}

/** Why a call is refused; undefined where a statement of the caller's role allows it and none denies it. */
function findRefusal(
  { headers }: IncomingMessage,
  body: Buffer,
  tables: readonly TableModel[],
  functions: readonly FunctionModel[],
): string | undefined {
  const action = `dynamodb:${String(headers["x-amz-target"] ?? "").replace(API, "")}`;
  const caller = /Credential=([^/]+)\//.exec(headers.authorization ?? "")?.[1];
  const name = tableNameOf(body);
  const arn = tables.find(({ createTable }) => createTable.TableName === name)?.arn;
  const statements = functions.find(({ functionName }) => functionName === caller)?.statements ?? [];
  if (arn !== undefined && evaluateStatements(statements, action, arn) === "allow") return undefined;
  return `${caller} is not authorized to perform: ${action} on resource: ${arn ?? "a table that the program does not have"}`;
}

const tableInput = jsonText.pipe(z.object({ TableName: z.string() }));
const tableNameOf = (body: Buffer) => tableInput.safeParse(body.toString("utf8")).data?.TableName;
