import { z } from "zod";
import { CognitoError, notAuthorized } from "../errors";
import { clientId, clientSecret, optional, token } from "../inputs";
import { API_SCOPE } from "../pre-token-generation";
import { readIssuer, verifyAccessToken } from "../tokens";
import { unused } from "../unused-members";
import { canRead } from "../user-attributes";
import type { UserPool } from "../user-pool";
import { type Operations, publicOperation, refuseSecret, type UserPools } from "../user-pools";
import type { User } from "../users";

/** The owner of a valid, unrevoked access token with the scope of Cognito's own API. */
async function authenticate(
  accessToken: string,
  pools: UserPools,
): Promise<{ readonly pool: UserPool; readonly user: User; readonly clientId: string }> {
  const pool = pools.ofIssuer(readIssuer(accessToken));
  if (pool === undefined) throw notAuthorized("Invalid Access Token");
  const { surroundings, users, signIns } = pool;
  const { access } = await pool.keys;
  const claims = await verifyAccessToken(accessToken, access, surroundings.clock.now());
  const user = users.get(claims.sub);
  if (signIns.isRevoked(claims.event_id)) throw notAuthorized("Access Token has been revoked");
  if (!claims.scope.split(" ").includes(API_SCOPE)) throw notAuthorized("Access Token does not have required scopes");
  return { pool, user, clientId: claims.client_id };
}

export const ownAccountOperations: Operations = {
  GetUser: publicOperation(z.object({ AccessToken: token }), async ({ AccessToken }, pools) => {
    const { user, clientId: id } = await authenticate(AccessToken, pools);
    const { client } = pools.ofClient(id);
    const readable = Object.entries({ sub: user.sub, ...user.attributes }).filter(([name]) => canRead(client, name));
    return { Username: user.sub, UserAttributes: readable.map(([Name, Value]) => ({ Name, Value })) };
  }),

  GlobalSignOut: publicOperation(z.object({ AccessToken: token }), async ({ AccessToken }, pools, trace) => {
    const { pool, user } = await authenticate(AccessToken, pools);
    pool.signIns.revokeAllOf(user);
    trace.add({ kind: "user", outcome: "ok", event: "signed out everywhere" });
    return {};
  }),

  /** Documented: RevokeToken in the API reference (which errors there are), read 2026-11. The texts are assumed. */
  RevokeToken: publicOperation(
    z.object({ ClientId: clientId, Token: token, ClientSecret: optional(clientSecret), ...unused.RevokeToken }),
    ({ ClientId, Token, ClientSecret }, pools, trace) => {
      const { pool, client } = pools.ofClient(ClientId);
      refuseSecret(client, "secret", ClientSecret);
      if (!client.isTokenRevocationEnabled) {
        throw new CognitoError("UnsupportedOperationException", "Token revocation is not enabled for this client");
      }
      if (Token.includes(".")) throw new CognitoError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked");
      const signIn = pool.signIns.find(Token);
      // Assumed, after RFC 7009, 2.2: a token that nobody knows is as good as revoked.
      if (signIn === undefined) return {};
      if (signIn.clientId !== client.id)
        throw new CognitoError("UnauthorizedException", "The token was issued to another client");
      pool.signIns.revoke(signIn);
      trace.add({ kind: "refresh", outcome: "ok", event: "revoked" });
      return {};
    },
  ),
};
