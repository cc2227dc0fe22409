import { randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { type HttpAnswer, headerOf } from "../gateway/http";
import type { ServedRequest } from "../http-server";
import { evaluateStatements } from "../iam-evaluation";
import type { FunctionModel } from "../lambda/resources";
import { accessDenied, DynamoDbError, internalServerError, notJson, unknownOperation } from "./errors";
import { type Item, isItem } from "./items";
import { operations } from "./operations";
import type { TableModel } from "./resources";
import { type Keeper, Table } from "./table";

const TARGET = "DynamoDB_20120810.";

export interface DynamoDbOptions {
  readonly tables: readonly TableModel[];
  readonly functions: readonly FunctionModel[];
  /** Without it the tables are in memory only. */
  readonly openKeeper?: (tableName: string) => Keeper;
  /** Told of what the engine itself could not do, which a client learns nothing of. */
  readonly onFault: (message: string) => void;
}

export interface DynamoDb {
  /** Where the tables are below the engine's address: a secret of this run, which only the functions' processes are given. */
  readonly secretPath: string;
  /** Undefined at any other path. Never throws. */
  answer(request: ServedRequest): HttpAnswer | undefined;
  close(): void;
}

/**
 * The recorded tables. A function may do what its role's policy allows and nothing else: its processes sign with its name, and the
 * signature itself is not checked.
 *
 * Not built on dynalite, which needs a port of its own, throws uncatchable errors for aborted requests and database faults, and loses
 * acknowledged writes after a full disk, since LevelDB continues after a torn record.
 */
export function createDynamoDb({ tables, functions, openKeeper, onFault }: DynamoDbOptions): DynamoDb {
  const secretPath = `/${randomBytes(32).toString("base64url")}`;
  const opened = new Map<string, { readonly model: TableModel; readonly table: Table }>();
  const close = () => {
    for (const { table } of opened.values()) table.close();
  };
  try {
    for (const model of tables) opened.set(model.tableName, { model, table: new Table(openKeeper?.(model.tableName)) });
  } catch (error) {
    close();
    throw error;
  }

  const run = (request: ServedRequest) => {
    const target = headerOf(request, "x-amz-target") ?? "";
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
    const input = parseBody(request);
    const found = opened.get(String(input.TableName));
    authorize(functions, headerOf(request, "authorization") ?? "", `dynamodb:${name}`, found?.model.arn);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (request.method !== "POST" || operation === undefined || found === undefined)
      throw unknownOperation(`The local engine does not imitate this. It imitates: ${Object.keys(operations).join(", ")}`);
    return operation(input, { table: found.table, keyName: found.model.keyName });
  };

  return {
    secretPath,
    answer(request) {
      if (!isPath(request.path, secretPath)) return undefined;
      try {
        return toAnswer(200, run(request));
      } catch (error) {
        if (!(error instanceof DynamoDbError)) onFault(`a table could not be used: ${String(error)}`);
        const { status, type, message } = error instanceof DynamoDbError ? error : internalServerError();
        return toAnswer(status, { __type: type, message });
      }
    },
    close,
  };
}

/** Compares in constant time. Clients append a slash to an endpoint's path. */
function isPath(path: string, secretPath: string): boolean {
  const [given, expected] = [Buffer.from(path), Buffer.from(`${secretPath}/`)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseBody({ body }: ServedRequest): Item {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    if (isItem(parsed)) return parsed;
  } catch {
    // Told below, without the parser's message: it repeats the body.
  }
  throw notJson();
}

/** @throws DynamoDbError unless a statement of the caller's role allows the action and none denies it. */
function authorize(functions: readonly FunctionModel[], authorization: string, action: string, arn: string | undefined): void {
  const caller = /Credential=([^/]+)\//.exec(authorization)?.[1];
  const statements = functions.find(({ functionName }) => functionName === caller)?.statements ?? [];
  if (arn !== undefined && evaluateStatements(statements, action, arn) === "allow") return;
  throw accessDenied(
    `${caller ?? "a caller without a name"} is not authorized to perform: ${action} on resource: ${arn ?? "a table that the program does not have"}`,
  );
}

function toAnswer(status: number, content: Readonly<Record<string, unknown>>): HttpAnswer {
  const body = JSON.stringify(content);
  return {
    status,
    headers: [
      ["Content-Type", "application/x-amz-json-1.0"],
      // As long as AWS's, of the same letters.
      ["x-amzn-RequestId", randomBytes(26).toString("hex").toUpperCase()],
      ["x-amz-crc32", String(crc32(body))],
    ],
    body,
  };
}
