import { invalid } from "./errors";
import type { KeyNames } from "./resources";

export type Item = Readonly<Record<string, unknown>>;

export const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null && !Array.isArray(value);

/** Plain JSON as DynamoDB has it. */
export const toItem = (values: Readonly<Record<string, unknown>>): Item =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toAttribute(value)]));

function toAttribute(value: unknown): Item {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return isItem(value) ? { M: toItem(value) } : { NULL: true };
}

/** An item as plain JSON. */
export const toValues = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toValue(value)]));

function toValue(attribute: unknown): unknown {
  const [type, content] = isItem(attribute) ? (Object.entries(attribute)[0] ?? []) : [];
  if (type === "NULL") return null;
  if (type === "N") return Number(content);
  if (type === "L" && Array.isArray(content)) return content.map(toValue);
  return type === "M" && isItem(content) ? toValues(content) : content;
}

// Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, read 2026-11.
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_HASH_BYTES = 2048;
const MAX_RANGE_BYTES = 1024;
const MAX_DEPTH = 32;

const bytesOf = (text: string) => Buffer.byteLength(text);

/** An item's size for item and page limits: names and values. Source: CapacityUnitCalculations.html, read 2026-11. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + bytesOf(name) + sizeOfValue(name, value, 1), 0);
}

/** Numbers as JavaScript formats them without an exponent: DynamoDB returns any other in a different spelling. */
const isPlainNumber = (text: string) => /^-?\d+(?:\.\d+)?$/.test(text) && String(Number(text)) === text;

/** @throws DynamoDbError for invalid values, and for bytes and sets, which are not imitated. */
function sizeOfValue(name: string, value: unknown, depth: number): number {
  if (depth > MAX_DEPTH) throw invalid("Nesting Levels have exceeded supported limits");
  const [tagged, ...others] = isItem(value) ? Object.entries(value) : [];
  if (tagged === undefined || others.length > 0)
    throw invalid(`Supplied AttributeValue has to contain exactly one of the supported datatypes: "${name}"`);
  const [type, content] = tagged;
  if (type === "S" && typeof content === "string") return bytesOf(content);
  if (type === "N" && typeof content === "string" && isPlainNumber(content)) return Math.ceil(content.length / 2) + 1;
  if ((type === "BOOL" && typeof content === "boolean") || (type === "NULL" && content === true)) return 1;
  if (type === "M" && isItem(content))
    return Object.entries(content).reduce((sum, [key, inner]) => sum + bytesOf(key) + sizeOfValue(key, inner, depth + 1) + 1, 3);
  if (type === "L" && Array.isArray(content))
    return content.reduce<number>((sum, inner) => sum + sizeOfValue(name, inner, depth + 1) + 1, 3);
  throw invalid(`The local engine imitates S, BOOL, NULL, M, L and plain N; "${name}" is ${type} or has no value of it`);
}

/** What tells an item apart: the value of its hash key, and of its range key if the table has one. */
export interface Key {
  readonly hash: string;
  readonly range: string | undefined;
}

const namesOf = ({ hashKey, rangeKey }: KeyNames) => (rangeKey === undefined ? [hashKey] : [hashKey, rangeKey]);

/** A stored item's key; undefined for an item of a table with other keys. */
export function keyOf(item: Item, keys: KeyNames): Key | undefined {
  const [hash, ...others] = namesOf(keys).map((name) => (Object.hasOwn(item, name) ? textOf(item[name]) : undefined));
  return hash === undefined || others.includes(undefined) ? undefined : { hash, range: others[0] };
}

/** An item's key attributes, as requests give them. */
export const keyAttributes = (item: Item, keys: KeyNames): Item =>
  Object.fromEntries(namesOf(keys).map((name) => [name, item[name]]));

/** The key of a request. `subject` prefixes the error message. */
export function readKey(given: Item, keys: KeyNames, subject = ""): Key {
  const key = Object.keys(given).length === namesOf(keys).length ? keyOf(given, keys) : undefined;
  if (key === undefined) throw invalid(`${subject}The provided key element does not match the schema`);
  checkHash(key.hash, keys, subject);
  if (keys.rangeKey !== undefined && key.range !== undefined) checkRange(key.range, keys.rangeKey, subject);
  return key;
}

/** Validates a whole item and returns its key. */
export function readItemKey(item: Item, keys: KeyNames): Key {
  if (sizeOf(item) > MAX_ITEM_BYTES) throw invalid("Item size has exceeded the maximum allowed size");
  const fault = "One or more parameter values were invalid: ";
  for (const name of namesOf(keys)) {
    if (!Object.hasOwn(item, name)) throw invalid(`${fault}Missing the key ${name} in the item`);
    const value = item[name];
    if (textOf(value) === undefined)
      throw invalid(`${fault}Type mismatch for key ${name} expected: S actual: ${isItem(value) ? Object.keys(value)[0] : ""}`);
  }
  return readKey(keyAttributes(item, keys), keys);
}

export const textOf = (value: unknown): string | undefined =>
  isItem(value) && Object.keys(value).length === 1 && typeof value.S === "string" ? value.S : undefined;

export function checkHash(text: string, { hashKey }: KeyNames, subject = ""): void {
  checkNotEmpty(text, hashKey, subject);
  if (bytesOf(text) > MAX_HASH_BYTES)
    throw invalid("One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes");
}

function checkRange(text: string, rangeKey: string, subject: string): void {
  checkNotEmpty(text, rangeKey, subject);
  if (bytesOf(text) > MAX_RANGE_BYTES)
    throw invalid(
      "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    );
}

function checkNotEmpty(text: string, keyName: string, subject: string): void {
  if (text === "")
    throw invalid(
      `${subject}One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${keyName}`,
    );
}
