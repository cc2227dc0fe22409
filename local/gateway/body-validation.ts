import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";

/** Describes the faults of a body; undefined if it is valid. */
export type ValidateBody = (body: string) => string | undefined;

/**
 * Validates bodies against a model (JSON schema draft 4) with the messages of the Java library that API Gateway uses. Source: github.com/java-json-tools/json-schema-validator, validation.properties, read 2026-11.
 */
export function createBodyValidator(schema: Schema): ValidateBody {
  const validator = new Validator(withoutFormats(schema), "4", false);
  return (text) => {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return "";
    }
    try {
      const { valid, errors } = validator.validate(body);
      if (valid) return undefined;
      const reasons = new Set(errors.map((error) => reasonOf(error, schema, body)).filter((reason) => reason !== ""));
      return `[${[...reasons].join(", ")}]`;
    } catch {
      // The library cannot write down a property name that is no Unicode text.
      return "";
    }
  };
}

/**
 * Draft 4 has no date format, and the library ignores unknown formats, so the function has to check them. Assumed for all formats: the
 * program's models have no other. Source: the library's DraftV4FormatAttributesDictionary, read 2026-11.
 */
const withoutFormats = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === "format" && typeof value === "string" ? undefined : value)));

const at = (root: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => {
      const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
      return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    }, root);

const typeOf = (value: unknown) => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? (Number.isInteger(value) ? "integer" : "number") : typeof value;
};
/** Values may be nested arbitrarily deep. */
const quoted = (value: unknown) =>
  typeof value === "object" && value !== null && !isFlat(value) ? typeOf(value) : JSON.stringify(value);
const isFlat = (value: object) => Object.values(value).every((item) => typeof item !== "object" || item === null);

/** Messages for the keywords of this program's models; others keep the validator's own. Empty for errors that only sum up others. */
function reasonOf({ keyword, keywordLocation, instanceLocation, error }: OutputUnit, schema: unknown, body: unknown): string {
  const expected = at(schema, keywordLocation);
  const value = at(body, instanceLocation);
  const length = typeof value === "string" ? [...value].length : 0;
  const keysOf = (object: unknown) => (typeof object === "object" && object !== null ? Object.keys(object) : []);
  switch (keyword) {
    case "properties":
    case "false":
      return "";
    case "type":
      return `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: [${quoted(expected)}])`;
    case "required": {
      const missing = Array.isArray(expected) ? expected.filter((name) => !keysOf(value).includes(name)) : [];
      return `object has missing required properties (${quoted(missing.sort())})`;
    }
    case "additionalProperties": {
      const known = keysOf(at(schema, keywordLocation.replace(/additionalProperties$/, "properties")));
      const unknown = keysOf(value).filter((name) => !known.includes(name));
      return `object instance has properties which are not allowed by the schema: ${quoted(unknown.sort())}`;
    }
    case "enum":
      return `instance value (${quoted(value)}) not found in enum (possible values: ${quoted(expected)})`;
    case "minLength":
      return `string ${quoted(value)} is too short (length: ${length}, required minimum: ${expected})`;
    case "maxLength":
      return `string ${quoted(value)} is too long (length: ${length}, maximum allowed: ${expected})`;
    case "pattern":
      return `ECMA 262 regex ${quoted(expected)} does not match input string ${quoted(value)}`;
    default:
      return error;
  }
}
