import { generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from "jose";

const foreignKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** The same claims, and some more, signed by a key that is not the pool's. */
export function signByForeignKey(
  token: string,
  kid: string = decodeProtectedHeader(token).kid ?? "",
  more: JWTPayload = {},
): Promise<string> {
  return new SignJWT({ ...decodeJwt(token), ...more }).setProtectedHeader({ kid, alg: "RS256" }).sign(foreignKey);
}
