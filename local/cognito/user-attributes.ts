import { invalidParameter, notAuthorized } from "./errors";
import type { ClientModel, UserPoolModel } from "./resources";
import { STANDARD, VERIFICATIONS } from "./standard-attributes";

export type Attributes = Readonly<Record<string, string>>;

/** Without a list, a client may use standard attributes only. Documented: CreateUserPoolClient, read 2026-11. */
const canWrite = ({ writeAttributes }: ClientModel, name: string) => writeAttributes?.includes(name) ?? STANDARD.has(name);
const nonConforming = (fault: string) => invalidParameter(`Attributes did not conform to the schema: ${fault}`);

/** Whether tokens and GetUser show the attribute to the client. Documented: CreateUserPoolClient, ReadAttributes, read 2026-11. */
export const canRead = ({ readAttributes }: ClientModel, name: string): boolean =>
  name === "sub" || (readAttributes?.includes(name) ?? (STANDARD.has(name) || VERIFICATIONS.has(name)));

/** Required attributes without a value, in the schema's order. */
export const missingAttributes = ({ attributes: schema }: UserPoolModel, attributes: Attributes): readonly string[] =>
  schema.filter(({ name, isRequired }) => isRequired && !attributes[name]).map(({ name }) => name);

/**
 * Validates attributes written by a client (limited to its writable ones) or an administrator, who may also set `email_verified`.
 *
 * @throws CognitoError NotAuthorizedException, or InvalidParameterException.
 */
export function checkAttributes(pool: UserPoolModel, attributes: Attributes, client?: ClientModel): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (client !== undefined && !canWrite(client, name))
      throw notAuthorized("A client attempted to write unauthorized attribute");
    if (name === "sub") throw invalidParameter("Cannot modify the non-mutable attribute sub");
    if (VERIFICATIONS.has(name)) {
      if (!/^(true|false)$/i.test(value)) throw nonConforming(`${name}: The value must be true or false`);
    } else {
      const isKnown = STANDARD.has(name) || pool.attributes.some((attribute) => attribute.isCustom && attribute.name === name);
      if (!isKnown) throw nonConforming(`Type for attribute {${name}} could not be determined`);
      checkLength(pool, name, value);
    }
  }
}

/**
 * Refuses to change what was set for good at the creation of the user. Reported for other operations: "Attribute cannot be updated", in
 * public notes of AWS's answers, read 2026-11; for a new password assumed.
 *
 * @throws CognitoError InvalidParameterException.
 */
export function checkMutable(pool: UserPoolModel, attributes: Attributes, present: Attributes): void {
  const fixed = pool.attributes.find(
    ({ name, isMutable, isRequired }) =>
      !isMutable && Object.hasOwn(attributes, name) && (Object.hasOwn(present, name) || !isRequired),
  );
  if (fixed !== undefined) throw invalidParameter(`user.${fixed.name}: Attribute cannot be updated.`);
}

/** Messages are assumed. Bounds come from the schema; other standard attributes allow 2,048 characters. */
function checkLength({ attributes: schema }: UserPoolModel, name: string, value: string): void {
  const { minLength, maxLength } = schema.find((attribute) => attribute.name === name) ?? { minLength: 0, maxLength: 2048 };
  if (value.length < minLength) throw nonConforming(`${name}: String must be at least ${minLength} characters long`);
  if (value.length > maxLength) throw nonConforming(`${name}: String must be no longer than ${maxLength} characters`);
}

/** @throws CognitoError InvalidParameterException naming every required attribute that is missing. */
export function checkRequired(pool: UserPoolModel, attributes: Attributes): void {
  const missing = missingAttributes(pool, attributes);
  if (missing.length > 0) throw nonConforming(missing.map((name) => `${name}: The attribute is required`).join("\n"));
}

/**
 * A new user's email as sign-in name, which the attributes may only repeat.
 * Reported: public client code that handles these two texts, read 2026-11.
 */
export function readEmail(username: string, attributes: Attributes): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(username)) throw invalidParameter("Username should be an email.");
  if (attributes.email !== undefined && attributes.email.toLowerCase() !== username.toLowerCase()) {
    throw invalidParameter("User email should be empty or same as username, since username attribute is email.");
  }
  return username;
}
