import { createPublicKey, createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** JSON as a key set is received over the network. */
export const bytesOf = (value: unknown): ArrayBuffer => new Uint8Array(Buffer.from(JSON.stringify(value))).buffer;

/** A user pool's keys and the tokens that it would issue, with Cognito's claims. Times are seconds since 1970. */
export interface TestPool {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  readonly signers: Signers;
  idToken(options?: TokenOptions): string;
  accessToken(options?: TokenOptions & { readonly scopes?: readonly string[] }): string;
}

/** The signers of ID tokens and of access tokens. */
interface Signers {
  readonly id: Signer;
  readonly access: Signer;
}
interface Signer {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

interface TokenOptions {
  readonly groups?: readonly string[];
  /** Replaces claims; an undefined claim is omitted. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

export const USER = { sub: "7d8ca528-4931-4254-9273-ea5ee853f271", username: "7d8ca528-4931-4254-9273-ea5ee853f271" } as const;

/** How the access token of a machine (client credentials) differs from a user's: it identifies no user. */
export const createMachineClaims = (clientId: string, scopes: readonly string[]) => ({
  sub: clientId,
  client_id: clientId,
  scope: scopes.join(" "),
  version: 2,
  username: undefined,
  "cognito:groups": undefined,
  origin_jti: undefined,
  event_id: undefined,
});

const idKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const accessKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const strangerKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });

export function signToken(header: Readonly<Record<string, unknown>>, payload: unknown, key: KeyObject, alg = "RS256"): string {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${createSign(`RSA-SHA${alg.slice(2)}`)
    .update(input)
    .sign(key, "base64url")}`;
}

/** The key that signs ID tokens, for tokens that no pool would issue. */
export const { privateKey: idTokenKey, publicKey: idTokenPublicKey } = idKeys;

const testSigners: Signers = {
  id: { kid: "id-key", privateKey: idKeys.privateKey },
  access: { kid: "access-key", privateKey: accessKeys.privateKey },
};

/** A pool whose keys are those of `issuer`; with `stranger` it claims the same key ids but signs with its own keys. */
export function createTestPool({
  issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_573657273",
  clientId = "77656200000000000000000000",
  stranger = false,
  signers = testSigners,
} = {}): TestPool {
  const jwk = ({ kid, privateKey }: Signer) => ({
    ...createPublicKey(privateKey).export({ format: "jwk" }),
    kid,
    alg: "RS256",
    use: "sig",
  });
  const keyOf = ({ privateKey }: Signer) => (stranger ? strangerKeys.privateKey : privateKey);
  const now = Math.floor(Date.now() / 1000);
  const common = {
    sub: USER.sub,
    iss: issuer,
    auth_time: now,
    iat: now,
    exp: now + 3600,
    jti: randomUUID(),
    origin_jti: randomUUID(),
  };
  const groupsClaim = (groups: readonly string[] = []) => (groups.length > 0 ? { "cognito:groups": groups } : {});
  return {
    issuer,
    clientId,
    jwks: { keys: [jwk(signers.id), jwk(signers.access)] },
    signers,
    idToken: ({ groups, claims, header } = {}) =>
      signToken(
        { kid: signers.id.kid, alg: "RS256", ...header },
        { ...common, aud: clientId, token_use: "id", "cognito:username": USER.username, ...groupsClaim(groups), ...claims },
        keyOf(signers.id),
      ),
    accessToken: ({ groups, claims, header, scopes = [] } = {}) =>
      signToken(
        { kid: signers.access.kid, alg: "RS256", ...header },
        {
          ...common,
          client_id: clientId,
          token_use: "access",
          username: USER.username,
          scope: ["aws.cognito.signin.user.admin", ...scopes].join(" "),
          ...groupsClaim(groups),
          ...claims,
        },
        keyOf(signers.access),
      ),
  };
}
