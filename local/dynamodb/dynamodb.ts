import { createJsonService, type JsonService, type ServiceOptions } from "../json-service";
import { errors } from "./errors";
import { type Item, readItemKey, toItem, toValues } from "./items";
import { type OpenTable, operations } from "./operations";
import type { TableModel } from "./resources";
import { isKeptItem, type Keeper, Table } from "./table";

/** Opens what is kept of a table, of which everything must be an item of it. */
type OpenKeeper = (tableName: string, isKept: (key: string, item: Item) => boolean) => Keeper;

export interface DynamoDbOptions extends ServiceOptions {
  readonly tables: readonly TableModel[];
  /** Without it the tables are in memory only. */
  readonly openKeeper?: OpenKeeper;
}

export interface DynamoDb extends JsonService {
  /**
   * Puts plain JSON into a table, unless it has such an item. Returns what reads that item later: undefined once it is gone.
   *
   * @throws ServiceError for an item that the table cannot have.
   */
  seed(tableName: string, values: Item): () => Item | undefined;
  close(): void;
}

/**
 * The recorded tables.
 *
 * Not built on dynalite, which needs a port of its own, throws uncatchable errors for aborted requests and database faults, and loses
 * acknowledged writes after a full disk, since LevelDB continues after a torn record.
 */
export function createDynamoDb({ tables, openKeeper, ...options }: DynamoDbOptions): DynamoDb {
  const opened = new Map<string, OpenTable>();
  const close = () => {
    for (const { table } of opened.values()) table.close();
  };
  try {
    for (const model of tables) {
      if (opened.has(model.tableName)) throw new Error(`two tables have the name ${model.tableName}`);
      const keeper = openKeeper?.(model.tableName, (key, item) => isKeptItem(key, item, model));
      opened.set(model.tableName, { model, table: new Table(model, keeper) });
    }
  } catch (error) {
    close();
    throw error;
  }
  const service = createJsonService(
    {
      targetPrefix: "DynamoDB_20120810.",
      actionPrefix: "dynamodb",
      contentType: "application/x-amz-json-1.0",
      hasChecksum: true,
      operations,
      find({ TableName }) {
        const resource = typeof TableName === "string" ? opened.get(TableName) : undefined;
        return { arn: resource?.model.arn, resource };
      },
      errors,
    },
    options,
  );
  return {
    ...service,
    seed(tableName, values) {
      const { table, model } = opened.get(tableName) ?? {};
      if (table === undefined || model === undefined) throw errors.notFound();
      const item = toItem(values);
      const key = readItemKey(item, model);
      if (table.get(key) === undefined) table.put(key, item);
      return () => {
        const held = table.get(key);
        return held === undefined ? undefined : toValues(held);
      };
    },
    close,
  };
}
