type Schema = Readonly<Record<string, unknown>>;

const TEXTS_BY_FORMAT: Readonly<Record<string, string>> = {
  date: "2024-02-29",
  "date-time": "2024-02-29T12:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * A sample value for a JSON schema, to start editing from. Objects get all properties, not only required ones; a property whose pattern
 * no sample matches is omitted (undefined).
 */
export function sampleBody(schema: unknown, name = "text"): unknown {
  if (!isObject(schema)) return {};
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case "string":
      return sampleText(schema, name);
    case "integer":
    case "number":
      return Math.max(readNumber(schema.minimum, Number.NEGATIVE_INFINITY), Math.min(1, readNumber(schema.maximum, 1)));
    case "boolean":
      return true;
    case "array":
      return [sampleBody(schema.items, name)];
    default:
      return sampleObject(isObject(schema.properties) ? schema.properties : {});
  }
}

function sampleObject(properties: Schema): Schema {
  const samples = Object.entries(properties).map(([name, property]) => [name, sampleBody(property, name)] as const);
  return Object.fromEntries(samples.filter(([, sample]) => sample !== undefined));
}

/** Chosen by format or pattern; else the property's name, cut or padded to the allowed length. */
function sampleText(schema: Schema, name: string): string | undefined {
  const formatted = typeof schema.format === "string" ? TEXTS_BY_FORMAT[schema.format] : undefined;
  const text = `Some ${name}`
    .slice(0, readNumber(schema.maxLength, Number.POSITIVE_INFINITY))
    .padEnd(readNumber(schema.minLength, 0), ".");
  if (typeof schema.pattern !== "string") return formatted ?? text;
  const pattern = new RegExp(schema.pattern, "u");
  return [formatted, text, ...Object.values(TEXTS_BY_FORMAT), "1", "a", "A"].find((sample) => pattern.test(sample ?? ""));
}

function readNumber(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
