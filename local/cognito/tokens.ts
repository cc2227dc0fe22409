import { randomUUID } from "node:crypto";
import { compactVerify, decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { z } from "zod";
import { type Claims, type Customization, customize, type TokenClaims } from "./customization";
import { notAuthorized } from "./errors";
import { API_SCOPE } from "./pre-token-generation";
import type { ClientModel, UserPoolModel } from "./resources";
import type { SignIn } from "./sign-ins";
import type { SigningKey, SigningKeys } from "./signing-keys";
import { canRead } from "./user-attributes";
import type { User } from "./users";

export interface TokenRequest {
  readonly pool: UserPoolModel;
  readonly client: ClientModel;
  readonly user: User;
  readonly groups: readonly string[];
  readonly signIn: SignIn;
  readonly nowMs: number;
}

/** Types and order as in tokens from AWS. Documented: developer guide, using the ID and the access token; reported: decoded tokens. */
function createClaims({ pool, client, user, groups, signIn, nowMs }: TokenRequest): TokenClaims {
  const iat = Math.floor(nowMs / 1000);
  const { email_verified: verified = "false", ...attributes } = user.attributes;
  const readable = Object.entries(attributes).filter(([name]) => canRead(client, name));
  const groupsClaim = groups.length > 0 ? { "cognito:groups": groups } : {};
  const originJti = client.isTokenRevocationEnabled ? { origin_jti: signIn.originJti } : {};
  const jti = () => (client.isTokenRevocationEnabled ? { jti: randomUUID() } : {});
  const subject = { sub: user.sub, ...groupsClaim };
  const time = { auth_time: signIn.authTimeSeconds };
  return {
    id: {
      ...subject,
      ...(canRead(client, "email_verified") ? { email_verified: verified === "true" } : {}),
      iss: pool.issuer,
      "cognito:username": user.sub,
      ...originJti,
      aud: client.id,
      event_id: signIn.eventId,
      token_use: "id",
      ...time,
      exp: iat + client.idTokenValiditySeconds,
      iat,
      ...jti(),
      ...Object.fromEntries(readable),
    },
    access: {
      ...subject,
      iss: pool.issuer,
      client_id: client.id,
      ...originJti,
      event_id: signIn.eventId,
      token_use: "access",
      scope: API_SCOPE,
      ...time,
      exp: iat + client.accessTokenValiditySeconds,
      iat,
      ...jti(),
      username: user.sub,
    },
  };
}

const sign = (claims: Claims, { kid, privateKey }: SigningKey) =>
  new SignJWT({ ...claims }).setProtectedHeader({ kid, alg: "RS256" }).sign(privateKey);

/** Issues the ID and access token of a sign-in or refresh. */
export async function createTokens(request: TokenRequest, asked: Customization, keys: SigningKeys) {
  const { id, access } = customize(createClaims(request), asked);
  const [idToken, accessToken] = await Promise.all([sign(id, keys.id), sign(access, keys.access)]);
  return { idToken, accessToken, scopes: String(access.scope).split(" ") };
}

const accessClaims = z.object({
  sub: z.string(),
  client_id: z.string(),
  event_id: z.string(),
  token_use: z.literal("access"),
  exp: z.number(),
  scope: z.string().default(""),
});

const invalid = () => notAuthorized("Invalid Access Token");

function read<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw invalid();
  }
}

/** The token's unverified issuer, which selects the key to verify it with. */
export const readIssuer = (token: string): string => read(() => decodeJwt(token).iss ?? "");

/**
 * Verifies a token with its issuer's access token key, which signs nothing else: signature, kind and expiry. Revocation is checked by
 * the caller. The messages are reported: public Cognito emulators and client code, read 2026-09.
 *
 * @throws CognitoError NotAuthorizedException.
 */
export async function verifyAccessToken(token: string, { kid, publicKey }: SigningKey, nowMs: number) {
  if (read(() => decodeProtectedHeader(token).kid) !== kid) throw invalid();
  const { payload } = await compactVerify(token, publicKey, { algorithms: ["RS256"] }).catch(() => {
    throw notAuthorized("Could not verify signature for Access Token");
  });
  const { success, data } = accessClaims.safeParse(JSON.parse(Buffer.from(payload).toString()));
  if (!success) throw invalid();
  if (nowMs >= data.exp * 1000) throw notAuthorized("Access Token has expired");
  return data;
}
