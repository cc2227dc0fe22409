import { invalid } from "./errors";
import { checkHash, type Item, textOf } from "./items";
import type { KeyNames } from "./resources";

export interface KeyCondition {
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeNames?: Item | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

const FORM = /^\s*(#\w+|[A-Za-z]\w*)\s*=\s*(:\w+)\s*$/;

/**
 * The hash key that a query asks for, which is the only condition imitated: `name = :value`, the name also as `#name`.
 * Texts as recorded from AWS by dynalite and moto, read 2026-11. Which names are reserved words is not looked at.
 *
 * @throws DynamoDB's ValidationException.
 */
export function readKeyCondition(
  { KeyConditionExpression: expression, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: KeyCondition,
  keys: KeyNames,
): string {
  const [, operand, placeholder] = FORM.exec(expression) ?? [];
  if (operand === undefined || placeholder === undefined)
    throw invalid(`The local engine imitates the condition ${keys.hashKey} = :value; KeyConditionExpression is "${expression}"`);
  const name = operand.startsWith("#") ? look(names, operand) : operand;
  if (name === undefined) throw undefinedIn("attribute name used in the document path", "attribute name", operand);
  const value = look(values, placeholder);
  if (value === undefined) throw undefinedIn("attribute value used in expression", "attribute value", placeholder);
  refuseUnused("ExpressionAttributeNames", names, operand);
  refuseUnused("ExpressionAttributeValues", values, placeholder);
  if (name !== keys.hashKey) throw invalid(`Query condition missed key schema element: ${keys.hashKey}`);
  const hash = textOf(value);
  if (hash === undefined)
    throw invalid("One or more parameter values were invalid: Condition parameter type does not match schema type");
  checkHash(hash, keys);
  return hash;
}

const look = (map: Item | undefined, key: string): unknown =>
  map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;

const undefinedIn = (what: string, kind: string, key: string) =>
  invalid(`Invalid KeyConditionExpression: An expression ${what} is not defined; ${kind}: ${key}`);

function refuseUnused(member: string, map: Item | undefined, used: string): void {
  if (map === undefined) return;
  const unused = Object.keys(map).filter((key) => key !== used);
  if (unused.length > 0) throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(", ")}}`);
  if (Object.keys(map).length === 0) throw invalid(`${member} must not be empty`);
}
