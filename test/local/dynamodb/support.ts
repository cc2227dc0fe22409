import * as dynamodb from "@pulumi/aws/dynamodb";
import { createDynamoDb, type DynamoDbOptions } from "../../../local/dynamodb/dynamodb";
import { readTables } from "../../../local/dynamodb/resources";
import type { HttpAnswer } from "../../../local/gateway/http";
import type { ServedRequest } from "../../../local/http-server";
import { Trace } from "../../../local/trace";
import { record } from "../../support/programs";
import { createFunction } from "../support/function";

/** A program with one table without a range key and one with a range key. */
export const recorded = record(async () => {
  const table = (name: string, ...[hashKey, rangeKey]: readonly [string, string?]) =>
    new dynamodb.Table(name, {
      attributes: [hashKey, rangeKey].flatMap((key) => (key === undefined ? [] : [{ name: key, type: "S" }])),
      hashKey,
      ...(rangeKey === undefined ? {} : { rangeKey }),
      billingMode: "PAY_PER_REQUEST",
    });
  table("pets", "id");
  table("visits", "tenantId", "id");
  return {};
});

interface Options extends Pick<DynamoDbOptions, "openKeeper"> {
  /** What the pets function may do, on any table. */
  readonly actions?: string[];
  /** The table that `ask` uses. */
  readonly tableName?: "pets" | "visits";
}

/** The recorded tables, with their own faults as reported. */
export async function createTestTable({ actions, tableName = "pets", ...options }: Options = {}) {
  const tables = readTables(await recorded);
  const table = tables.find(({ name }) => name === tableName);
  if (table === undefined) throw new Error("no table");
  const granted = actions ?? ["GetItem", "PutItem", "DeleteItem", "Scan", "Query"].map((name) => `dynamodb:${name}`);
  const Resource = actions === undefined ? [table.arn] : ["*"];
  const functions = [
    createFunction("pets", [{ Effect: "Allow", Action: granted, Resource }]),
    createFunction("id-token-lambda-authorizer"),
  ];
  const faults: string[] = [];
  const dynamoDb = createDynamoDb({ tables, functions, onFault: (message) => faults.push(message), ...options });
  const nameOf = (name: string) => functions.find((fn) => fn.name === name)?.functionName ?? "";
  const requestOf = (
    body: Buffer | string,
    { target = "", caller = "pets", path = "/", method = "POST" } = {},
  ): ServedRequest => ({
    method,
    path,
    query: "",
    headers: [
      ["X-Amz-Target", target],
      ["Authorization", `AWS4-HMAC-SHA256 Credential=${nameOf(caller) || caller}/20260101/us-east-1/dynamodb/aws4_request`],
    ],
    body: Buffer.from(body),
    remoteAddress: "127.0.0.1",
  });
  const send = (body: Buffer | string, { path = `${dynamoDb.secretPath}/`, ...rest }: Parameters<typeof requestOf>[1] = {}) =>
    dynamoDb.answer(requestOf(body, { path, ...rest }));
  const textOf = (input: object) => JSON.stringify({ TableName: table.tableName, ...input });
  /** The table's response to an operation of the pets function: status and JSON. */
  const ask = (operation: string, input: object) => read(send(textOf(input), { target: `DynamoDB_20120810.${operation}` }));
  /** The same at the engine's root, as an administrator or a function. */
  const administer = (operation: string, input: object, { caller = "admin", isSigned = true } = {}) => {
    const request = requestOf(textOf(input), { target: `DynamoDB_20120810.${operation}`, caller });
    const headers = request.headers.filter(([name]) => isSigned || name !== "Authorization");
    const trace = new Trace("test");
    const answer = dynamoDb.administer({ ...request, headers }, trace);
    return { ...read(answer), headers: answer?.headers, trace };
  };
  return { dynamoDb, table, faults, nameOf, requestOf, send, ask, administer };
}

export function read(answer: HttpAnswer | undefined): { readonly status: number; readonly body: Record<string, unknown> } {
  return { status: answer?.status ?? 0, body: JSON.parse(String(answer?.body ?? "null")) };
}
