import { type AccessControl, grantsOf, scopeOf } from "../../config/access-rules";

type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token, whoever signed it. */
export function claimsOf(token: string): Claims {
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  if (typeof claims !== "object" || claims === null) throw new Error("a token of the target has no claims");
  return { ...claims };
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

/** The same claims with a header that says there is no signature, and with what a verifier might take for one. */
export const unsign = (token: string): string => `${encode({ alg: "none" })}.${encode(claimsOf(token))}.${encode("")}`;
