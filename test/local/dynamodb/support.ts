import { createDynamoDb, type DynamoDbOptions } from "../../../local/dynamodb/dynamodb";
import { readTables } from "../../../local/dynamodb/resources";
import type { HttpAnswer } from "../../../local/gateway/http";
import { type FunctionModel, readFunctions } from "../../../local/lambda/resources";
import { recordStrategy } from "../../support/programs";

const recorded = recordStrategy("id-token-lambda-authorizer");

interface Options extends Pick<DynamoDbOptions, "openKeeper"> {
  /** What every function may do, in place of its role. */
  readonly actions?: string[];
}

/** The recorded table, with its own faults as reported. */
export async function createTestTable({ actions, ...options }: Options = {}) {
  const functions = (await readFunctions(await recorded)).map((fn) =>
    actions === undefined ? fn : { ...fn, statements: [{ Effect: "Allow" as const, Action: actions, Resource: ["*"] }] },
  );
  const tables = readTables(await recorded);
  const [table] = tables;
  if (table === undefined) throw new Error("no table");
  const faults: string[] = [];
  const dynamoDb = createDynamoDb({ tables, functions, onFault: (message) => faults.push(message), ...options });
  const nameOf = (name: string) => functions.find((fn: FunctionModel) => fn.name === name)?.functionName ?? "";
  const send = (
    body: Buffer | string,
    { target = "", caller = "pets", path = `${dynamoDb.secretPath}/`, method = "POST" } = {},
  ) =>
    dynamoDb.answer({
      method,
      path,
      query: "",
      headers: [
        ["X-Amz-Target", target],
        ["Authorization", `AWS4-HMAC-SHA256 Credential=${nameOf(caller)}/20260101/us-east-1/dynamodb/aws4_request`],
      ],
      body: Buffer.from(body),
      remoteAddress: "127.0.0.1",
    });
  /** The table's response to an operation of the pets function: status and JSON. */
  const ask = (operation: string, input: object) => {
    const text = JSON.stringify({ TableName: table.tableName, ...input });
    return read(send(text, { target: `DynamoDB_20120810.${operation}` }));
  };
  return { dynamoDb, table, faults, nameOf, send, ask };
}

export function read(answer: HttpAnswer | undefined): { readonly status: number; readonly body: Record<string, unknown> } {
  return { status: answer?.status ?? 0, body: JSON.parse(String(answer?.body ?? "null")) };
}
