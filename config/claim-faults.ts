import type { AccessControl } from "./access-rules";
import {
  addSettingsClaims,
  type ClaimSource,
  type ClaimValue,
  canSet,
  claimsIn,
  flattenSource,
  isIn,
  TENANT_CLAIM,
  type TokenClaims,
  type TokenKind,
  typeOf,
} from "./claim-rules";
import { findShapeFaults } from "./claim-shape";
import type { Settings } from "./settings";
import { eventVersionOf } from "./token-generation";
import { MAX_HEADER_BYTES, sizeLargestHeader } from "./token-size";
import { CUSTOM_PREFIX, standardAttributes, userAttributes } from "./user-attributes";

/** An invalid declaration of claims. `faults` has one sentence each. */
export class TokenClaimsError extends Error {
  readonly code = "TOKEN_CLAIMS_INVALID";
  constructor(readonly faults: readonly string[]) {
    super(`config/token-claims.ts has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "TokenClaimsError";
  }
}

/**
 * Claims that a trigger cannot set or remove: Cognito silently ignores it.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html, read 2026-09.
 */
const RESERVED = new Set(
  (
    "acr amr at_hash aud auth_time azp client_id device_key event_id exp iat identities iss jti nbf nonce origin_jti sub token_use " +
    "username version"
  ).split(" "),
);
/** How to get what looks like a claim's work. */
const INSTEAD: Readonly<Record<string, string>> = {
  scope: "scopes are made from the access-control table",
  "cognito:groups": "groups are Cognito's, or those of the user's record in the directory",
};
const NAME = /^[A-Za-z0-9_.:/-]{1,128}$/;
/** A schema's attribute. Source: API reference, SchemaAttributeType (name of 1 to 20 characters), read 2026-11. */
const CUSTOM_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,19}$/;
/** Source: Amazon Cognito developer guide, "Quotas", read 2026-09. */
const MAX_CUSTOM_ATTRIBUTES = 50;
const MAX_ATTRIBUTE_LENGTH = 2048;
/** Of both tokens together, with scopes. Source: as MAX_CUSTOM_ATTRIBUTES. */
const MAX_CLAIMS = 5000;
/** In an ID token these are never objects. Source: as RESERVED. */
const PLAIN = new Set(["address", "email_verified", "phone_number_verified", "updated_at"]);
const kinds = ["access", "id"] as const;
const titles = { access: "access token", id: "ID token" } as const;

type NeededSettings = Pick<Settings, "userDirectory" | "userPoolPlan">;

/**
 * Validates a declaration before anything is created from it.
 *
 * @returns the declaration with the settings' claims.
 * @throws TokenClaimsError with all faults.
 */
export function checkTokenClaims(declared: TokenClaims, settings: NeededSettings, table: AccessControl): TokenClaims {
  const shapeFaults = findShapeFaults(declared);
  if (shapeFaults.length > 0) throw new TokenClaimsError(shapeFaults);
  const faults = [
    ...findCustomAttributeFaults(declared),
    ...Object.entries(declared.set).flatMap(([name, { from }]) => [
      ...findNameFaults(name),
      ...findTokenFaults(declared, name, settings),
      ...flattenSource(from).flatMap((source) => findSourceFaults(declared, name, source, settings)),
    ]),
    ...Object.keys(declared.suppress).flatMap((name) => [
      ...findNameFaults(name),
      ...findSuppressionFaults(declared, name, settings),
    ]),
  ];
  const claims = addSettingsClaims(declared, settings);
  if (faults.length === 0) faults.push(...findSizeFaults(claims, table));
  if (faults.length > 0) throw new TokenClaimsError([...new Set(faults)]);
  return claims;
}

/**
 * Holds the custom attributes of a deployed pool.
 *
 * @throws TokenClaimsError for one that was changed or removed: the provider previews an update, and fails when it gets there ("cannot modify
 * or remove schema items", tried with terraform-provider-aws 5.100); only a new pool, without users, can do without it.
 */
export function assertCustomAttributes(deployed: TokenClaims["customAttributes"], { customAttributes }: TokenClaims): void {
  const faults = Object.entries(deployed).flatMap(([name, { maxLength }]) => {
    const now = Object.hasOwn(customAttributes, name) ? customAttributes[name] : undefined;
    if (now?.maxLength === maxLength) return [];
    const what = now === undefined ? "was removed" : `has maxLength ${now.maxLength}, but was deployed with ${maxLength}`;
    return [
      `custom attribute "${name}" ${what}: Cognito can neither change nor remove an attribute, and a new user pool would have no users; ` +
        `restore ${name}: { maxLength: ${maxLength} }, and add another attribute instead`,
    ];
  });
  if (faults.length > 0) throw new TokenClaimsError(faults);
}

/** A warning if the largest token takes most of what API Gateway accepts in headers; undefined for no warning. */
export function warnOfTokenSize(claims: TokenClaims, table: AccessControl): string | undefined {
  const [largest] = sizeHeaders(claims, table).sort((a, b) => b.bytes - a.bytes);
  if (largest === undefined || largest.bytes < WARNED_SHARE * MAX_HEADER_BYTES) return undefined;
  return `the largest ${titles[largest.kind]} takes ${describeSize(largest.bytes)}; other headers need room as well`;
}

const sizeHeaders = (claims: TokenClaims, table: AccessControl) =>
  kinds.map((kind) => ({ kind, bytes: sizeLargestHeader(claims, table, kind) }));

/** From it on, a front end's cookies or a proxy's headers might not fit beside the token. */
const WARNED_SHARE = 0.6;
const describeSize = (bytes: number) =>
  `${bytes} bytes of header, ${Math.round((100 * bytes) / MAX_HEADER_BYTES)} % of the ${MAX_HEADER_BYTES} that API Gateway accepts in all headers together`;

function findCustomAttributeFaults({ customAttributes }: TokenClaims): string[] {
  const names = Object.keys(customAttributes);
  return [
    ...names
      .filter((name) => !CUSTOM_NAME.test(name))
      .map((name) => `custom attribute "${name}" must be 1 to 20 letters, digits, _ and -, and begin with a letter`),
    ...Object.entries(customAttributes)
      .filter(([, { maxLength }]) => !Number.isInteger(maxLength) || maxLength < 1 || maxLength > MAX_ATTRIBUTE_LENGTH)
      .map(
        ([name, { maxLength }]) => `custom attribute "${name}" has maxLength ${maxLength}; expected 1 to ${MAX_ATTRIBUTE_LENGTH}`,
      ),
    ...(names.length > MAX_CUSTOM_ATTRIBUTES
      ? [`${names.length} custom attributes, but a user pool has at most ${MAX_CUSTOM_ATTRIBUTES}`]
      : []),
  ];
}

function findNameFaults(name: string): string[] {
  if (!NAME.test(name) || name === "__proto__")
    return [`claim "${name}" may contain only letters, digits and _ . : / - (at most 128 characters)`];
  const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
  if (instead !== undefined) return [`claim "${name}" cannot be declared: ${instead}`];
  const isReserved = RESERVED.has(name) || name.startsWith("cognito:");
  return isReserved ? [`claim "${name}" is Cognito's own: a trigger can neither set nor remove it`] : [];
}

/** Of a claim to set: which tokens can have it. */
function findTokenFaults({ set, suppress, customAttributes }: TokenClaims, name: string, settings: NeededSettings): string[] {
  const { tokens, from } = set[name] ?? {};
  if (tokens === undefined || from === undefined) return [];
  const faults: string[] = [];
  const suppressed = Object.hasOwn(suppress, name) ? suppress[name] : undefined;
  for (const kind of kinds.filter((one) => isIn(tokens, one))) {
    if (suppressed !== undefined && isIn(suppressed, kind))
      faults.push(`claim "${name}" is both set in and suppressed from the ${titles[kind]}; remove one of them`);
    if (!canSet(eventVersionOf(settings.userPoolPlan), kind, typeOf(from))) faults.push(onHigherPlan(name, kind, typeOf(from)));
  }
  if (isIn(tokens, "access") && isSchemaAttribute(customAttributes, name))
    faults.push(
      `claim "${name}" is an attribute of the pool's schema, which a trigger sets in the ID token only; choose another name for the access token`,
    );
  if (isIn(tokens, "id") && PLAIN.has(name) && typeOf(from) === "object")
    faults.push(`claim "${name}" is never an object in an ID token; choose another name`);
  if (name === TENANT_CLAIM && settings.userDirectory === "table")
    faults.push(`claim "${name}" is set from the directory, because userDirectory is "table"; remove it here`);
  return faults;
}

const isSchemaAttribute = (custom: TokenClaims["customAttributes"], name: string) =>
  standardAttributes.includes(name) ||
  (name.startsWith(CUSTOM_PREFIX) && Object.hasOwn(custom, name.slice(CUSTOM_PREFIX.length)));

function onHigherPlan(name: string, kind: TokenKind, type: string): string {
  const problem =
    kind === "access"
      ? 'cannot be set in the access token on the user pool plan "lite"'
      : `is of the type ${type}, but on the user pool plan "lite" only texts reach the ID token`;
  return `claim "${name}" ${problem}. Set it with: pulumi config set userPoolPlan essentials`;
}

function findSuppressionFaults(
  { suppress }: TokenClaims,
  name: string,
  { userDirectory, userPoolPlan }: NeededSettings,
): string[] {
  const tokens = suppress[name];
  if (name === TENANT_CLAIM && userDirectory === "table")
    return [`claim "${name}" is set from the directory, because userDirectory is "table"; it cannot be suppressed`];
  if (tokens === undefined || !isIn(tokens, "access") || eventVersionOf(userPoolPlan) === "V2_0") return [];
  return [
    `claim "${name}" cannot be removed from the access token on the user pool plan "${userPoolPlan}". Set it with: pulumi config set userPoolPlan essentials`,
  ];
}

function findSourceFaults(
  { customAttributes }: TokenClaims,
  name: string,
  source: ClaimSource,
  { userDirectory }: NeededSettings,
): string[] {
  if ("directory" in source)
    return userDirectory === "table"
      ? []
      : [`claim "${name}" needs the directory. Set it with: pulumi config set userDirectory table`];
  if ("attribute" in source) {
    const { attribute, part } = source;
    const custom = Object.keys(customAttributes).map((one) => CUSTOM_PREFIX + one);
    const known = [...Object.keys(userAttributes), ...custom];
    if (!known.includes(attribute))
      return [`claim "${name}" is made from "${attribute}", which the pool does not have; expected one of ${known.join(", ")}`];
    const withRegion = ["locale", ...custom];
    return part === undefined || withRegion.includes(attribute)
      ? []
      : [`claim "${name}" takes the region of "${attribute}", which has none; expected one of ${withRegion.join(", ")}`];
  }
  const values: readonly unknown[] = "constant" in source ? flattenValue(source.constant) : [];
  const members = "object" in source ? Object.keys(source.object) : values.flatMap(memberNames);
  return [
    ...values.flatMap((value) => findValueFaults(name, value)),
    ...(members.includes("__proto__")
      ? [`claim "${name}" has a member "__proto__", which readers may take for something else`]
      : []),
  ];
}

/** All values in one, itself first. */
const flattenValue = (value: ClaimValue): readonly ClaimValue[] => [
  value,
  ...(typeof value === "object" && !isList(value) ? Object.values(value).flatMap(flattenValue) : []),
];
const isList = (value: ClaimValue): value is readonly string[] => Array.isArray(value);
const memberNames = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** A Cognito authorizer passes claims as texts, joining lists by commas: functions must get the same back. */
function findValueFaults(name: string, value: unknown): string[] {
  if (typeof value === "number" && !Number.isFinite(value)) return [`claim "${name}" is ${value}, which JSON cannot say`];
  if (!Array.isArray(value)) return [];
  const isReadable = value.length > 0 && value.every((text) => typeof text === "string" && text !== "" && !text.includes(","));
  return isReadable
    ? []
    : [
        `claim "${name}" has a list of other than non-empty texts without commas, which API Gateway joins by commas; use an object instead`,
      ];
}

function findSizeFaults(claims: TokenClaims, table: AccessControl): string[] {
  const count = kinds.reduce((sum, kind) => sum + claimsIn(claims, kind).length, Object.keys(table.permissions).length);
  return [
    ...(count > MAX_CLAIMS ? [`${count} claims and scopes in both tokens, but Cognito takes ${MAX_CLAIMS}`] : []),
    ...sizeHeaders(claims, table)
      .filter(({ bytes }) => bytes > MAX_HEADER_BYTES)
      .map(({ kind, bytes }) => `the largest ${titles[kind]} takes ${describeSize(bytes)}`),
  ];
}
