import { createDiffieHellman, createHash, createHmac, getDiffieHellman, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Secure Remote Password as Cognito's clients speak it: the 3072-bit prime of RFC 5054, which is that of group 15 in RFC 3526, SHA-256,
 * and a key derived by HKDF with the info "Caldera Derived Key". Reported: amazon-cognito-identity-js 6.3.21, AuthenticationHelper, read 2026-11.
 */
const prime = getDiffieHellman("modp15").getPrime();
const group = createDiffieHellman(prime, 2);
const G = 2n;

const hash = (...parts: readonly (string | Buffer)[]) => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const toInt = (bytes: Buffer) => BigInt(`0x${bytes.toString("hex")}`);
const N = toInt(prime);

/** Big-endian, with a zero byte before a high bit, as clients encode integers for hashing. */
function toBytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

/** Modulo N. OpenSSL takes a fifth of the time of bigint arithmetic. */
function power(base: bigint, exponent: bigint): bigint {
  group.setPrivateKey(toBytes(exponent));
  return toInt(group.computeSecret(toBytes(base % N)));
}

const K = toInt(hash(toBytes(N), toBytes(G)));

/** Stored instead of the password, as hex; neither reveals it. */
export interface PasswordProof {
  readonly salt: string;
  readonly verifier: string;
}

/** `identity` is the part of the pool id after `_` followed by the username; clients hash it with the password. */
function computeVerifier(identity: string, password: string, salt: string): bigint {
  return power(G, toInt(hash(toBytes(BigInt(`0x${salt}`)), hash(`${identity}:${password}`))));
}

/** Clients that parse the salt as a number would lose a leading zero byte. */
const toSalt = (bytes: Buffer) => `${(bytes.readUInt8(0) | 0x40).toString(16).padStart(2, "0")}${bytes.toString("hex", 1)}`;

export function protectPassword(identity: string, password: string): PasswordProof {
  const salt = toSalt(randomBytes(16));
  return { salt, verifier: computeVerifier(identity, password, salt).toString(16) };
}

const createVerifier = () => (toInt(randomBytes(384)) % N).toString(16);

/** Proof of a password that nobody knows, which takes no time to make. */
export const createUnknownPassword = (): PasswordProof => ({ salt: toSalt(randomBytes(16)), verifier: createVerifier() });

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * A non-existent user: the same name always gets the same salt and UUID, and a verifier that matches no known password. Documented: developer guide, cognito-user-pool-managing-errors, read 2026-11.
 */
export function simulateUser(secret: Buffer, name: string): { readonly userId: string; readonly proof: PasswordProof } {
  const derive = (purpose: string) => createHmac("sha256", secret).update(`${purpose} ${name}`).digest().subarray(0, 16);
  const id = derive("id").toString("hex");
  const uuid = `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20)}`;
  return {
    userId: UUID.test(name) ? name : uuid,
    proof: { salt: toSalt(derive("salt")), verifier: createVerifier() },
  };
}

const paddedHex = (hex: string) => Buffer.from(hex.padStart(768, "0"), "hex");

export const isPasswordRight = (identity: string, password: string, { salt, verifier }: PasswordProof): boolean =>
  timingSafeEqual(paddedHex(computeVerifier(identity, password, salt).toString(16)), paddedHex(verifier));

/** Server state between the challenge and the client's response. */
export interface SrpChallenge {
  readonly identity: string;
  readonly proof: PasswordProof;
  readonly clientPublic: bigint;
  readonly serverSecret: bigint;
  readonly serverPublic: bigint;
}

/** @returns undefined for a public value that would make the session key predictable (RFC 5054, 2.5.4). */
export function challengePassword(identity: string, proof: PasswordProof, clientPublicHex: string): SrpChallenge | undefined {
  const clientPublic = BigInt(`0x${clientPublicHex}`);
  if (clientPublic % N === 0n) return undefined;
  const serverSecret = toInt(randomBytes(32));
  const serverPublic = (K * BigInt(`0x${proof.verifier}`) + power(G, serverSecret)) % N;
  return { identity, proof, clientPublic, serverSecret, serverPublic };
}

/** Whether the signature proves knowledge of the password. `timestamp` is signed as written. */
export function isAnswerRight(
  { identity, proof, clientPublic, serverSecret, serverPublic }: SrpChallenge,
  answer: { readonly secretBlock: string; readonly timestamp: string; readonly signature: string },
): boolean {
  const mix = hash(toBytes(clientPublic), toBytes(serverPublic));
  const shared = power(clientPublic * power(BigInt(`0x${proof.verifier}`), toInt(mix)), serverSecret);
  const extracted = createHmac("sha256", toBytes(toInt(mix)))
    .update(toBytes(shared))
    .digest();
  const key = createHmac("sha256", extracted).update("Caldera Derived Key\u0001").digest().subarray(0, 16);
  const expected = createHmac("sha256", key)
    .update(identity)
    .update(Buffer.from(answer.secretBlock, "base64"))
    .update(answer.timestamp)
    .digest();
  const given = Buffer.from(answer.signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
