import { z } from "zod";
import { conditionFailed, invalid } from "./errors";
import { type Item, isItem, readItemKey, readKey } from "./items";
import type { Table } from "./table";

/** Context of an operation. */
interface Target {
  readonly table: Table;
  readonly keyName: string;
}

type Operation = (input: unknown, target: Target) => Readonly<Record<string, unknown>>;

const item = z.custom<Item>(isItem, "expected an object");

/** An operation with a closed schema: members that are not imitated must not be ignored. */
const operation =
  <T>(name: string, schema: z.ZodType<T>, run: (input: T, target: Target) => Readonly<Record<string, unknown>>): Operation =>
  (input, target) => {
    const { success, data, error } = schema.safeParse(input);
    if (success) return run(data, target);
    const faults = error.issues.map(({ path, message }) => `${path.join(".") || name}: ${message}`);
    throw invalid(`The local engine does not imitate this of ${name}: ${faults.join("; ")}`);
  };

/**
 * The only supported conditions ask whether the item exists, by its key attribute.
 *
 * @throws DynamoDbError if the condition fails, and for any other condition.
 */
function check(condition: string | undefined, found: Item | undefined, keyName: string): void {
  if (condition === undefined) return;
  const [, asked, name] = /^\s*(attribute_exists|attribute_not_exists)\s*\(\s*(\w+)\s*\)\s*$/.exec(condition) ?? [];
  if (asked === undefined || name !== keyName) {
    throw invalid(
      `The local engine imitates the conditions attribute_exists(${keyName}) and attribute_not_exists(${keyName}); ConditionExpression is "${condition}"`,
    );
  }
  if ((found !== undefined) !== (asked === "attribute_exists")) throw conditionFailed();
}

/** Operations by name, limited to those that functions use, with the members they use. */
export const operations: Readonly<Record<string, Operation>> = {
  GetItem: operation(
    "GetItem",
    z.strictObject({ TableName: z.string(), Key: item, ConsistentRead: z.boolean().optional() }),
    ({ Key }, { table, keyName }) => {
      const found = table.get(readKey(Key, keyName));
      return found === undefined ? {} : { Item: found };
    },
  ),
  PutItem: operation(
    "PutItem",
    z.strictObject({ TableName: z.string(), Item: item, ConditionExpression: z.string().optional() }),
    ({ Item, ConditionExpression }, { table, keyName }) => {
      const key = readItemKey(Item, keyName);
      check(ConditionExpression, table.get(key), keyName);
      table.put(key, Item);
      return {};
    },
  ),
  DeleteItem: operation(
    "DeleteItem",
    z.strictObject({ TableName: z.string(), Key: item, ConditionExpression: z.string().optional() }),
    ({ Key, ConditionExpression }, { table, keyName }) => {
      const key = readKey(Key, keyName);
      check(ConditionExpression, table.get(key), keyName);
      table.delete(key);
      return {};
    },
  ),
  Scan: operation(
    "Scan",
    z.strictObject({
      TableName: z.string(),
      Limit: z.int().min(1).optional(),
      ExclusiveStartKey: item.optional(),
      ConsistentRead: z.boolean().optional(),
    }),
    ({ Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey: start }, { table, keyName }) => {
      const afterKey = start === undefined ? undefined : readKey(start, keyName, "The provided starting key is invalid: ");
      const { items, isCut } = table.scan(Limit, afterKey);
      // DynamoDB gives the key of the last item also where the page ends just with the table.
      const last = isCut ? items.at(-1) : undefined;
      const next = last === undefined ? {} : { LastEvaluatedKey: { [keyName]: last[keyName] } };
      return { Items: items, Count: items.length, ScannedCount: items.length, ...next };
    },
  ),
};
