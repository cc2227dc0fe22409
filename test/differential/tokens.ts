import { generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from "jose";

const foreignKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The same claims, and some more, under the signature of a key that is not the pool's. */
export function signByForeignKey(
  token: string,
  kid: string = decodeProtectedHeader(token).kid ?? "",
  more: JWTPayload = {},
): Promise<string> {
  return new SignJWT({ ...decodeJwt(token), ...more }).setProtectedHeader({ kid, alg: "RS256" }).sign(foreignKey);
}

/** Gives itself every permission and keeps the signature. */
export function tamper(token: string): string {
  const [header, , signature] = token.split(".");
  const claims = { ...decodeJwt(token), "cognito:groups": ["PetsAdmins"], scope: "petsapi/read petsapi/write" };
  return `${header}.${encode(claims)}.${signature}`;
}

export function dropSignature(token: string): string {
  const { kid } = decodeProtectedHeader(token);
  return `${encode({ kid, alg: "none" })}.${token.split(".")[1]}.`;
}
