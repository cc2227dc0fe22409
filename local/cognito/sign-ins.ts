import { createHash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../clock";
import { notAuthorized } from "./errors";
import type { ClientModel } from "./resources";
import type { User } from "./users";

export const hashText = (text: string): string => createHash("sha256").update(text).digest("hex");

/** One sign-in: its refresh token and all tokens derived from it are revoked together. */
export const signInState = z.object({
  /** SHA-256 of the refresh token, as hex. */
  tokenHash: z.string(),
  sub: z.string(),
  clientId: z.string(),
  originJti: z.string(),
  /**
   * Assumed: one event id for a sign-in and its refreshes. It is what revoked access tokens are known by, since tokens of clients
   * without revocation have no origin_jti and can still be ended by a global sign-out.
   */
  eventId: z.string(),
  authTimeSeconds: z.number(),
  expiresAtMs: z.number(),
  /** Until when an access token of it may be valid. */
  accessExpiresAtMs: z.number(),
  isRevoked: z.boolean(),
});
export type SignIn = z.infer<typeof signInState>;

export class SignIns {
  readonly #byHash = new Map<string, SignIn>();
  revision = 0;

  constructor(
    private readonly clock: Clock,
    initial: readonly SignIn[],
  ) {
    this.restore(initial);
  }

  /** Goes back to these sign-ins, and no others. */
  restore(signIns: readonly SignIn[]): void {
    this.#byHash.clear();
    for (const signIn of signIns) this.#byHash.set(signIn.tokenHash, signIn);
    this.revision++;
  }

  get all(): readonly SignIn[] {
    return [...this.#byHash.values()];
  }

  /** Starts a sign-in that is not kept yet: what comes of it is valid only if everything after it goes well. */
  begin({ sub }: User, client: ClientModel): SignIn & { readonly refreshToken: string } {
    const refreshToken = randomBytes(96).toString("base64url");
    const now = this.clock.now();
    return {
      refreshToken,
      tokenHash: hashText(refreshToken),
      sub,
      clientId: client.id,
      originJti: randomUUID(),
      eventId: randomUUID(),
      authTimeSeconds: Math.floor(now / 1000),
      expiresAtMs: now + client.refreshTokenValiditySeconds * 1000,
      accessExpiresAtMs: now,
      isRevoked: false,
    };
  }

  /** Keeps a sign-in, and forgets those of which no token can be valid any more. */
  keep(signIn: SignIn, { accessTokenValiditySeconds }: ClientModel): void {
    const now = this.clock.now();
    for (const { tokenHash, expiresAtMs, accessExpiresAtMs } of this.#byHash.values()) {
      if (now >= Math.max(expiresAtMs, accessExpiresAtMs)) this.#byHash.delete(tokenHash);
    }
    // The schema leaves the refresh token itself out.
    this.#put({ ...signInState.parse(signIn), accessExpiresAtMs: now + accessTokenValiditySeconds * 1000 });
  }

  find(refreshToken: string): SignIn | undefined {
    return this.#byHash.get(hashText(refreshToken));
  }

  /** @throws CognitoError NotAuthorizedException for a refresh token that does not hold. */
  redeem(refreshToken: string, client: ClientModel): SignIn {
    const signIn = this.find(refreshToken);
    // Reported: github.com/aws/aws-sdk-cpp/issues/1789, read 2026-11. Assumed: another client's token is answered as an unknown one.
    if (signIn === undefined || signIn.clientId !== client.id) throw notAuthorized("Invalid Refresh Token.");
    if (signIn.isRevoked) throw notAuthorized("Refresh Token has been revoked");
    if (this.clock.now() >= signIn.expiresAtMs) throw notAuthorized("Refresh Token has expired");
    return signIn;
  }

  revoke(signIn: SignIn): void {
    this.#put({ ...signIn, isRevoked: true });
  }

  revokeAllOf({ sub }: User): void {
    for (const signIn of this.all) if (signIn.sub === sub) this.revoke(signIn);
  }

  isRevoked(eventId: string): boolean {
    return this.all.some((signIn) => signIn.eventId === eventId && signIn.isRevoked);
  }

  #put(signIn: SignIn): void {
    this.#byHash.set(signIn.tokenHash, signIn);
    this.revision++;
  }
}
