import { constants, createHmac, createPrivateKey, createPublicKey, createSign, type KeyObject, sign } from "node:crypto";
import type { Stack } from "../../../local/stack";
import type { RunningEngine } from "./running";

export type Json = Readonly<Record<string, unknown>>;

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;
const decode = (part: string | undefined): Json => {
  const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString());
  if (!isJson(value)) throw new Error("this part of the token is not an object");
  return value;
};

/** A token taken apart by a holder who knows everything but the private key. */
export interface Parts {
  readonly header: Json;
  readonly payload: Json;
  readonly signature: string;
}
export function takeApart(token: string): Parts {
  const [header, payload, signature = ""] = token.split(".");
  return { header: decode(header), payload: decode(payload), signature };
}

/** Joins header and payload, each an object or JSON as text, and the signature that `makeSignature` returns for them. */
export function assemble(header: unknown, payload: unknown, makeSignature: (input: string) => string): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${makeSignature(input)}`;
}

export const byKey =
  (key: KeyObject, hash: "SHA256" | "SHA384" | "SHA512" = "SHA256") =>
  (input: string): string =>
    createSign(`RSA-${hash}`).update(input).sign(key, "base64url");

export const byPss =
  (key: KeyObject) =>
  (input: string): string =>
    sign("sha256", Buffer.from(input), {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }).toString("base64url");

export const bySecret =
  (secret: string | Buffer) =>
  (input: string): string =>
    createHmac("sha256", secret).update(input).digest("base64url");

/** The key that signs what a stack's API accepts. No client has it, but its signatures show what else the API checks. */
export function poolKey(running: RunningEngine, stack: Stack): { readonly kid: string; readonly privateKey: KeyObject } {
  const jwk = running.signingKeys(stack)[stack.tokenUse];
  return { kid: jwk.kid, privateKey: createPrivateKey({ key: { ...jwk }, format: "jwk" }) };
}

/** Every form in which a verifier might mistake the public key for a secret. */
export function publicKeySecrets(privateKey: KeyObject): readonly (string | Buffer)[] {
  const key = createPublicKey(privateKey);
  const jwk = key.export({ format: "jwk" });
  const pem = key.export({ format: "pem", type: "spki" });
  return [
    pem,
    pem.toString().trim(),
    key.export({ format: "pem", type: "pkcs1" }),
    key.export({ format: "der", type: "spki" }),
    JSON.stringify(jwk),
    JSON.stringify({ alg: "RS256", ...jwk, use: "sig" }),
    jwk.n ?? "",
    Buffer.from(jwk.n ?? "", "base64url"),
    "",
  ];
}
