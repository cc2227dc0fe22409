import { randomBytes } from "node:crypto";
import { BoundedMap } from "../bounded-map";
import type { Clock } from "../clock";
import { notAuthorized } from "./errors";

/** Limit of pending sign-ins per pool. Beyond it the oldest are dropped: flooding only makes others start again. */
const MAX_SESSIONS = 2000;

interface Session<Content> {
  readonly content: Content;
  readonly expiresAtMs: number;
  readonly isUsed: boolean;
}

/** Pending challenges by an opaque session string that only the client knows. Kept in memory only. */
export class Sessions<Content> {
  readonly #sessions = new BoundedMap<Session<Content>>(MAX_SESSIONS);

  constructor(private readonly clock: Clock) {}

  open(content: Content, validityMinutes: number): string {
    const key = randomBytes(48).toString("base64");
    this.#sessions.set(key, { content, expiresAtMs: this.clock.now() + validityMinutes * 60_000, isUsed: false });
    return key;
  }

  /**
   * @throws CognitoError NotAuthorizedException for a session that is unknown, expired or used. Reported: an AWS trace of
   * 2026-09-11 in a public runbook (the texts on expiry and reuse) and public client code.
   */
  read(key: string): Content {
    const session = this.#sessions.get(key);
    if (session === undefined) throw notAuthorized("Invalid session for the user.");
    if (session.isUsed) throw notAuthorized("Invalid session for the user, session can only be used once.");
    if (this.clock.now() >= session.expiresAtMs) throw notAuthorized("Invalid session for the user, session is expired.");
    return session.content;
  }

  /** Reads a session for the last time. */
  take(key: string): Content {
    const content = this.read(key);
    const session = this.#sessions.get(key);
    if (session !== undefined) this.#sessions.set(key, { ...session, isUsed: true });
    return content;
  }
}
