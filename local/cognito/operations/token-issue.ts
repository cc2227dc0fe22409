import type { Trace } from "../../trace";
import { notAuthorized } from "../errors";
import { askTrigger, type TriggerSource } from "../pre-token-generation";
import type { Json } from "../protocol";
import type { ClientModel } from "../resources";
import type { SignIn } from "../sign-ins";
import { createTokens } from "../tokens";
import type { UserPool } from "../user-pool";
import type { User } from "../users";

export interface Visit {
  readonly pool: UserPool;
  readonly client: ClientModel;
  readonly trace: Trace;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
}

/** Issues the tokens of a sign-in or refresh. If the trigger fails, no token is issued and nothing is saved. */
export async function issueTokens(
  { pool, client, trace, clientMetadata }: Visit,
  user: User,
  signIn: SignIn,
  source: TriggerSource,
): Promise<Json> {
  const { model, users, signIns, surroundings } = pool;
  const groups = users.groupsOf(user);
  const [asked, keys] = await Promise.all([
    askTrigger({ pool: model, client, user, groups, source, clientMetadata }, surroundings.invoke, trace),
    pool.keys,
  ]);
  const request = { pool: model, client, user, groups, signIn, nowMs: surroundings.clock.now() };
  const startedAt = trace.elapsedMs;
  const { idToken, accessToken, scopes } = await createTokens(request, asked, keys);
  const durationMs = trace.elapsedMs - startedAt;
  // While the trigger ran, an administrator may have ended all this.
  if (!users.find(user.sub)?.isEnabled) throw notAuthorized("User is disabled.");
  if (signIns.isRevoked(signIn.eventId)) throw notAuthorized("Refresh Token has been revoked");
  signIns.keep(signIn, client);
  const { idTokenValiditySeconds, accessTokenValiditySeconds } = client;
  trace.add({ kind: "tokens", outcome: "ok", idTokenValiditySeconds, accessTokenValiditySeconds, scopes, durationMs });
  return { AccessToken: accessToken, ExpiresIn: accessTokenValiditySeconds, IdToken: idToken, TokenType: "Bearer" };
}

export async function startSignIn(visit: Visit, user: User, source: TriggerSource): Promise<Json> {
  const { refreshToken, ...signIn } = visit.pool.signIns.begin(user, visit.client);
  const result = await issueTokens(visit, user, signIn, source);
  return { ChallengeParameters: {}, AuthenticationResult: { ...result, RefreshToken: refreshToken } };
}
