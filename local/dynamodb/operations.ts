import { z } from "zod";
import { closedOperation } from "../json-service";
import { conditionFailed, invalid } from "./errors";
import { type Item, isItem, type Key, keyAttributes, readItemKey, readKey } from "./items";
import { readKeyCondition } from "./key-condition";
import type { TableModel } from "./resources";
import type { Table } from "./table";

/** What an operation is on. */
export interface OpenTable {
  readonly table: Table;
  readonly model: TableModel;
}

const item = z.custom<Item>(isItem, "expected an object");

const operation = closedOperation<OpenTable>(invalid);

/**
 * The only supported conditions ask whether the item exists, by one of its key attributes.
 *
 * @throws ServiceError if the condition fails, and for any other condition.
 */
function check(condition: string | undefined, key: Key, { table, model: { hashKey, rangeKey } }: OpenTable): void {
  if (condition === undefined) return;
  const [, asked, name] = /^\s*(attribute_exists|attribute_not_exists)\s*\(\s*(\w+)\s*\)\s*$/.exec(condition) ?? [];
  if (asked === undefined || (name !== hashKey && name !== rangeKey)) {
    throw invalid(
      `The local engine imitates the conditions attribute_exists(${hashKey}) and attribute_not_exists(${hashKey}); ConditionExpression is "${condition}"`,
    );
  }
  if ((table.get(key) !== undefined) !== (asked === "attribute_exists")) throw conditionFailed();
}

const page = {
  Limit: z.int().min(1).optional(),
  ExclusiveStartKey: item.optional(),
  ConsistentRead: z.boolean().optional(),
};

const readStart = (start: Item | undefined, model: TableModel) =>
  start === undefined ? undefined : readKey(start, model, "The provided starting key is invalid: ");

/** DynamoDB gives the key of the last item also where the page ends just with the items. */
function describePage({ items, isCut }: ReturnType<Table["scan"]>, model: TableModel): Item {
  const last = isCut ? items.at(-1) : undefined;
  const next = last === undefined ? {} : { LastEvaluatedKey: keyAttributes(last, model) };
  return { Items: items, Count: items.length, ScannedCount: items.length, ...next };
}

/** Operations by name, limited to those that functions use, with the members they use. */
export const operations = {
  GetItem: operation(
    "GetItem",
    z.strictObject({ TableName: z.string(), Key: item, ConsistentRead: z.boolean().optional() }),
    ({ Key }, { table, model }) => {
      const found = table.get(readKey(Key, model));
      return found === undefined ? {} : { Item: found };
    },
  ),
  PutItem: operation(
    "PutItem",
    z.strictObject({ TableName: z.string(), Item: item, ConditionExpression: z.string().optional() }),
    ({ Item, ConditionExpression }, target) => {
      const key = readItemKey(Item, target.model);
      check(ConditionExpression, key, target);
      target.table.put(key, Item);
      return {};
    },
  ),
  DeleteItem: operation(
    "DeleteItem",
    z.strictObject({ TableName: z.string(), Key: item, ConditionExpression: z.string().optional() }),
    ({ Key, ConditionExpression }, target) => {
      const key = readKey(Key, target.model);
      check(ConditionExpression, key, target);
      target.table.delete(key);
      return {};
    },
  ),
  Scan: operation(
    "Scan",
    z.strictObject({ TableName: z.string(), ...page }),
    ({ Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey }, { table, model }) =>
      describePage(table.scan(Limit, readStart(ExclusiveStartKey, model)), model),
  ),
  Query: operation(
    "Query",
    z.strictObject({
      TableName: z.string(),
      KeyConditionExpression: z.string(),
      ExpressionAttributeNames: item.optional(),
      ExpressionAttributeValues: item.optional(),
      ...page,
    }),
    ({ Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey, ...condition }, { table, model }) => {
      const hash = readKeyCondition(condition, model);
      const start = readStart(ExclusiveStartKey, model);
      // As recorded from AWS by dynalite, read 2026-11.
      if (start !== undefined && start.hash !== hash)
        throw invalid("The provided starting key is outside query boundaries based on provided conditions");
      return describePage(table.query(hash, Limit, start), model);
    },
  ),
};
