import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";

const rsaKey = z.looseObject({ kty: z.literal("RSA"), n: z.string(), e: z.string(), d: z.string(), kid: z.string() });
/** A pool has two keys, one per kind of token. Documented: developer guide, verifying a JWT, read 2026-11. */
export const signingKeysState = z.object({ id: rsaKey, access: rsaKey });
export type SigningKeysState = z.infer<typeof signingKeysState>;
type PrivateJwk = SigningKeysState["id"];

type TokenUse = keyof SigningKeysState;

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface SigningKeys extends Readonly<Record<TokenUse, SigningKey>> {
  /** For whoever verifies, by `kid`. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  /** The key set as JSON, with the public halves only. */
  readonly jwks: string;
}

async function generateKey(): Promise<PrivateJwk> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return rsaKey.parse({ ...privateKey.export({ format: "jwk" }), kid: randomBytes(32).toString("base64") });
}

export async function generateSigningKeys(): Promise<SigningKeysState> {
  const [id, access] = await Promise.all([generateKey(), generateKey()]);
  return { id, access };
}

function loadKey(jwk: PrivateJwk): SigningKey {
  const privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  return { kid: jwk.kid, privateKey, publicKey: createPublicKey(privateKey) };
}

export function loadSigningKeys(state: SigningKeysState): SigningKeys {
  const [id, access] = [loadKey(state.id), loadKey(state.access)];
  const published = [state.id, state.access].map(({ e, kid, kty, n }) => ({ alg: "RS256", e, kid, kty, n, use: "sig" }));
  return {
    id,
    access,
    publicKeys: new Map([id, access].map(({ kid, publicKey }) => [kid, publicKey])),
    jwks: JSON.stringify({ keys: published }),
  };
}
