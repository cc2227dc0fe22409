import { callApi, messageOf, Problem, readState, readTrace, type Session } from "./api";
import type { EngineState, RouteState, SeededUser, StackState } from "./contract";
import { originsOf } from "./origins";
import { ensureSession, forgetSessions, letTokensExpire, removeGroups, restoreGroups } from "./sessions";
import {
  bodyOf,
  type Deviation,
  engineNow,
  groupsOfAll,
  holdsItsGroups,
  routeKeyOf,
  routesOf,
  type Store,
  sessionKey,
  usersOf,
} from "./state";
import { type SentToken, tamper } from "./tokens";

/** A well-formed id of nothing, for routes with an id while no response contained one. */
const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

interface Order {
  readonly user: SeededUser;
  readonly route: RouteState;
  readonly body: string | undefined;
  readonly deviation: Deviation;
}

/**
 * Signs in if needed, applies the chosen mistake to the token, and sends the request to one strategy after the other, so that they do not
 * slow each other down. Ignored while another send is running.
 */
export async function send(store: Store, options: { deviation?: Deviation; signInAgain?: boolean } = {}): Promise<void> {
  if (store.state.isBusy) return;
  if (options.deviation !== undefined) store.choose({ deviation: options.deviation });
  await runAlone(store, async () => {
    store.learn(await readState());
    const order = readOrder(store);
    if (order === undefined) return;
    if (options.signInAgain) forgetSessions(store, order.user);
    await carryOut(store, order);
  });
}

/** Restores the groups that the user was removed from. Issued tokens do not change. */
export async function giveGroupsBack(store: Store, user: SeededUser): Promise<void> {
  await runAlone(store, () => restoreGroups(store, user));
}

/** Asks the engine what its parameters and tables hold now. */
export async function readAgain(store: Store): Promise<void> {
  await runAlone(store, async () => store.learn(await readState()));
}

async function runAlone(store: Store, action: () => Promise<void>): Promise<void> {
  if (store.state.isBusy) return;
  store.set({ isBusy: true, problem: undefined });
  try {
    await action();
  } catch (error) {
    store.set({ problem: messageOf(error) });
  } finally {
    store.set({ isBusy: false });
  }
}

/**
 * The request of the form; undefined if the body is not JSON, which is reported beside it.
 *
 * @throws Problem for an unknown user or route: a different engine was started meanwhile.
 */
function readOrder(store: Store): Order | undefined {
  const { choices, engine } = store.state;
  const user = usersOf(store.state).find(({ username }) => username === choices.username);
  const route = routesOf(engine).find((candidate) => routeKeyOf(candidate) === choices.routeKey);
  if (user === undefined || route === undefined) {
    const [what, gone] = user === undefined ? ["user", choices.username] : ["route", choices.routeKey];
    throw new Problem(`The engine has no ${what} ${gone} any more. Nothing was sent; choose another one.`);
  }
  const body = bodyOf(choices, route);
  try {
    if (body !== undefined) JSON.parse(body);
  } catch (error) {
    store.set({ bodyProblem: `This is not JSON: ${messageOf(error)}. Nothing was sent.` });
    return undefined;
  }
  return { user, route, body, deviation: choices.deviation };
}

async function carryOut(store: Store, { user, route, body, deviation }: Order): Promise<void> {
  const { stacks } = store.state.engine;
  const aheadBeforeMs = store.state.engine.clockAheadMs;
  const waiting = new Map(stacks.map(({ strategy }) => [strategy, { isDone: false }]));
  store.set({ sent: { user, route, deviation, atMs: engineNow(store.state.engine), clockMovedMs: 0, results: waiting } });

  const signIn = async () => {
    for (const stack of stacks) await ensureSession(store, stack, user, deviation === "expired");
  };
  if (deviation !== "none") await signIn();
  if (deviation === "groupRemoved" && !holdsItsGroups(store.state, user)) {
    // The lesson needs tokens that still say the groups.
    await restoreGroups(store, user);
    forgetSessions(store, user);
    await signIn();
  }
  if (deviation === "expired") await letTokensExpire(store, user);
  if (deviation === "groupRemoved") await removeGroups(store, user);
  const { engine, sent } = store.state;
  const clockMovedMs = engine.clockAheadMs - aheadBeforeMs;
  if (sent !== undefined) store.set({ sent: { ...sent, atMs: engineNow(engine), clockMovedMs } });

  for (const stack of stacks) {
    if (store.state.sent?.results.get(stack.strategy)?.isDone) continue;
    await sendTo(store, stack, { user, route, body, deviation }).catch((error: unknown) =>
      store.addToResult(stack, { isDone: true, problem: messageOf(error) }),
    );
  }
}

async function sendTo(store: Store, stack: StackState, { user, route, body, deviation }: Order): Promise<void> {
  const { choices, engine, lastIds } = store.state;
  const session = store.state.sessions.get(sessionKey(stack, user.username));
  const token = session === undefined || deviation === "none" ? undefined : tokenOf(stack, session, deviation);
  const tampered = deviation === "tampered" && token !== undefined ? tamper(token, administratorOf(engine)) : undefined;
  const sentToken: SentToken | undefined = tampered ?? (token === undefined ? undefined : { token, changed: [] });
  const path = route.path.replace(/\{(.+?)\+?\}/g, (_, name: string) =>
    encodeURIComponent(choices.pathValues[name] || lastIds.get(stack.strategy) || UNKNOWN_ID),
  );
  const tokenUse = token === session?.idToken ? "id" : "access";
  const origins = session?.steps && originsOf({ ...stack, tokenUse, steps: session.steps });
  store.addToResult(stack, {
    path,
    ...(sentToken === undefined ? {} : { token: sentToken }),
    ...(origins === undefined ? {} : { origins }),
  });

  const { answer, requestId } = await callApi(stack, { method: route.method, path, token: sentToken?.token, body });
  store.addToResult(stack, { answer, trace: await readTrace(requestId), isDone: true });

  const id = findId(answer.json);
  if (id !== undefined && answer.status < 300) store.set({ lastIds: new Map(lastIds).set(stack.strategy, id) });
}

const tokenOf = ({ tokenUse }: StackState, { accessToken, idToken }: Session, deviation: Deviation) =>
  (tokenUse === "access") === (deviation !== "otherKind") ? accessToken : idToken;

const administratorOf = (engine: EngineState) => ({
  groups: groupsOfAll(engine),
  scopes: [...new Set(engine.stacks.flatMap(({ routes }) => routes.flatMap(({ scopes }) => scopes)))],
});

/** The `id` in a response, or of a list's first item. */
function findId(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  if ("id" in json && typeof json.id === "string") return json.id;
  return Object.values(json).flatMap((value) => (Array.isArray(value) ? (findId(value[0]) ?? []) : []))[0];
}
