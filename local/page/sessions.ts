import { advanceClock, changeGroup, messageOf, Problem, readTrace, type Session, signIn } from "./api";
import type { SeededUser, StackState } from "./contract";
import { hasOtherGroups } from "./origins";
import { engineNow, holdsItsGroups, missingGroups, type Store, sessionKey, sessionsOf } from "./state";
import { expiryMsOf, readClaims } from "./tokens";
import { formatSpan, isDate, LAST_MS } from "./words";

/** Tokens are reused until they expire, so that caches take effect. */
export async function ensureSession(store: Store, stack: StackState, user: SeededUser, mayBeExpired: boolean): Promise<void> {
  const key = sessionKey(stack, user.username);
  const held = store.state.sessions.get(key);
  if (held !== undefined && (mayBeExpired || expiryOf(held) > engineNow(store.state.engine))) return;
  try {
    const { session, requestId } = await signIn(stack, user);
    const trace = await readTrace(requestId);
    const { lostGroups, sessions } = store.state;
    const missing = missingGroups(session.idToken, user.groups);
    const lost = new Map(lostGroups);
    if (!hasOtherGroups(trace?.steps)) {
      lost.delete(user.username);
      if (missing.length > 0) lost.set(user.username, { groups: missing, isBack: false });
    }
    const issued = trace === undefined ? session : { ...session, steps: trace.steps };
    store.set({ sessions: new Map(sessions).set(key, issued), lostGroups: lost });
    store.addToResult(stack, { signIn: trace });
  } catch (error) {
    const signInTrace = error instanceof Problem ? await readTrace(error.requestId).catch(() => undefined) : undefined;
    store.addToResult(stack, { isDone: true, problem: `Signing in: ${messageOf(error)}`, signIn: signInTrace });
  }
}

const expiryOf = ({ accessToken, idToken }: Session) =>
  Math.min(...[accessToken, idToken].map((token) => expiryMsOf(readClaims(token) ?? {})));

export function forgetSessions(store: Store, { username }: SeededUser): void {
  const sessions = new Map(store.state.sessions);
  for (const stack of store.state.engine.stacks) sessions.delete(sessionKey(stack, username));
  store.set({ sessions });
}

/** Advances the engine's clock until all of the user's tokens have expired, if they have not yet. */
export async function letTokensExpire(store: Store, { username }: SeededUser): Promise<void> {
  const { engine } = store.state;
  const held = sessionsOf(store.state, username).flatMap(({ accessToken, idToken }) => [accessToken, idToken]);
  const ends = held.map((token) => expiryMsOf(readClaims(token) ?? {}));
  const leftMs = Math.max(0, ...ends) - engineNow(engine);
  if (leftMs <= 0 || !Number.isFinite(leftMs)) return;
  const seconds = Math.ceil(leftMs / 1000) + 1;
  if (!isDate(engineNow(engine) + seconds * 1000)) {
    throw new Problem(
      `The engine's clock would have to go ${formatSpan(seconds * 1000)} ahead, and that is past ${new Date(LAST_MS).toISOString()}, ` +
        "the last moment that a date can hold. Nothing was sent. Start the engine again, which sets its clock back.",
    );
  }
  store.set({ engine: await advanceClock(seconds) });
}

export async function removeGroups(store: Store, user: SeededUser): Promise<void> {
  const { lostGroups } = store.state;
  if (user.groups.length === 0 || lostGroups.get(user.username)?.isBack === false) return;
  store.set({ lostGroups: new Map(lostGroups).set(user.username, { groups: user.groups, isBack: false }) });
  await changeGroups(store, "AdminRemoveUserFromGroup", user, user.groups);
}

export async function restoreGroups(store: Store, user: SeededUser): Promise<void> {
  const lost = store.state.lostGroups.get(user.username);
  if (lost === undefined) return;
  await changeGroups(store, "AdminAddUserToGroup", user, lost.groups);
  const lostGroups = new Map(store.state.lostGroups);
  if (holdsItsGroups(store.state, user)) lostGroups.delete(user.username);
  else lostGroups.set(user.username, { ...lost, isBack: true });
  store.set({ lostGroups });
}

async function changeGroups(
  store: Store,
  operation: "AdminAddUserToGroup" | "AdminRemoveUserFromGroup",
  user: SeededUser,
  groups: readonly string[],
): Promise<void> {
  for (const stack of store.state.engine.stacks) {
    for (const group of groups) await changeGroup(operation, stack, user.username, group);
  }
}
