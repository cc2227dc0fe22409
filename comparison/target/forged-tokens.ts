import { createSign, type KeyObject } from "node:crypto";
import { type AccessControl, grantsOf, scopeOf } from "../../config/access-rules";

type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token, whoever signed it. */
export const claimsOf = (token: string): Claims => readPart(token, 1);
export const headerOf = (token: string): Claims => readPart(token, 0);

function readPart(token: string, index: 0 | 1): Claims {
  const part: unknown = JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
  if (typeof part !== "object" || part === null) throw new Error("a token of the target is not a JWT");
  return { ...part };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** What somebody would write into a token who wants to have every permission. */
const claimsOfMight = (table: AccessControl): Claims => ({
  "cognito:groups": [...grantsOf(table).keys()],
  scope: Object.keys(table.permissions)
    .map((name) => scopeOf(table, name))
    .join(" "),
});

/** Every permission written into a token, under the signature that it had. */
export function tamper(token: string, table: AccessControl): string {
  const [header, , signature] = token.split(".");
  return `${header}.${encode({ ...claimsOf(token), ...claimsOfMight(table) })}.${signature}`;
}

/**
 * The same claims with a header that says there is no signature.
 *
 * @param members further members of the header
 * @param signature by default, what a verifier might take for one
 */
export const unsign = (token: string, members: Claims = {}, signature = encode("")): string =>
  `${encode({ ...members, alg: "none" })}.${encode(claimsOf(token))}.${signature}`;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The same token in another spelling: one bit is set that the last letter of its signature has left over. */
export function respell(token: string): string {
  const respelled = `${token.slice(0, -1)}${ALPHABET[ALPHABET.indexOf(token.slice(-1)) ^ 1]}`;
  const [signature, other] = [token, respelled].map((text) => Buffer.from(text.split(".")[2] ?? "", "base64url").toString("hex"));
  if (signature !== other) throw new Error("the signature of a token of the target has no bits left over");
  return respelled;
}

/** The same claims below a header with further members, signed by the key of whoever signs such tokens. */
export function signAnew(token: string, members: Claims, key: KeyObject): string {
  const input = `${encode({ ...headerOf(token), ...members })}.${token.split(".")[1]}`;
  return `${input}.${createSign("RSA-SHA256").update(input).sign(key, "base64url")}`;
}
