import { createPrivateKey, createPublicKey, generatePrime, type KeyObject, randomBytes } from "node:crypto";
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

const PUBLIC_EXPONENT = 65_537n;

/** Solves `x * value = 1 (mod modulus)` by the extended Euclidean algorithm. */
function invert(value: bigint, modulus: bigint): bigint {
  let [remainder, next, coefficient, nextCoefficient] = [value % modulus, modulus, 1n, 0n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [coefficient, nextCoefficient] = [nextCoefficient, coefficient - quotient * nextCoefficient];
  }
  return coefficient < 0n ? coefficient + modulus : coefficient;
}

async function generateFactor(): Promise<bigint> {
  const prime = await new Promise<bigint>((resolve, reject) => {
    generatePrime(1024, { bigint: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
  return prime % PUBLIC_EXPONENT === 1n ? generateFactor() : prime;
}

function toBase64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
}

/**
 * A new RSA key of 2048 bits, from two primes as in RFC 7518, section 6.3.2. `generateKeyPair` takes three times as long, because it
 * also picks the primes by FIPS 186-4.
 */
async function generateKey(): Promise<PrivateJwk> {
  const [p, q] = await Promise.all([generateFactor(), generateFactor()]);
  const d = invert(PUBLIC_EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: PUBLIC_EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: invert(q, p) };
  const members = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, toBase64Url(value)]));
  return rsaKey.parse({ kty: "RSA", kid: randomBytes(32).toString("base64"), ...members });
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
