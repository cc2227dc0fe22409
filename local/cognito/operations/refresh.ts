import { z } from "zod";
import { notAuthorized } from "../errors";
import { clientId, clientSecret, optional, textMap, token } from "../inputs";
import type { Json } from "../protocol";
import { unused } from "../unused-members";
import { type Operations, publicOperation, refuseSecret } from "../user-pools";
import { issueTokens, type Visit } from "./token-issue";

/** Issues new tokens for a refresh token, which stays valid: rotation is not imitated. */
export async function refresh(visit: Visit, refreshToken: string): Promise<Json> {
  const { pool, client, trace } = visit;
  const signIn = pool.signIns.redeem(refreshToken, client);
  const user = pool.users.find(signIn.sub);
  // Reported: a public emulator that compares itself with AWS, read 2026-11.
  if (user === undefined) throw notAuthorized("The user has been deleted for the associated refresh token");
  trace.add({ kind: "refresh", outcome: "ok", event: "accepted" });
  return issueTokens(visit, user, signIn, "TokenGeneration_RefreshTokens");
}

export const refreshOperations: Operations = {
  /**
   * The same as the flow REFRESH_TOKEN_AUTH, but for the metadata, which reaches the trigger. Documented: developer guide, refresh
   * tokens, read 2026-11. Clients with rotation use it without the flow, so it does not ask for the flow. Assumed without rotation.
   */
  GetTokensFromRefreshToken: publicOperation(
    z.object({
      ClientId: clientId,
      RefreshToken: token,
      ClientSecret: optional(clientSecret),
      ClientMetadata: optional(textMap),
      ...unused.GetTokensFromRefreshToken,
    }),
    async ({ ClientId, RefreshToken, ClientSecret, ClientMetadata }, pools, trace) => {
      const found = pools.ofClient(ClientId);
      refuseSecret(found.client, "secret", ClientSecret);
      return { AuthenticationResult: await refresh({ ...found, trace, clientMetadata: ClientMetadata }, RefreshToken) };
    },
  ),
};
