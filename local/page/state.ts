import type { ApiAnswer, Session } from "./api";
import type { EngineState, RouteState, SeededUser, StackState, TraceReport } from "./contract";
import { hasOtherGroups, type Origins } from "./origins";
import { sampleBody } from "./sample-body";
import { expiryMsOf, groupsOf, readClaims, type SentToken } from "./tokens";

/** Ways to send a token: properly, or with a common mistake. */
export const deviations = [
  { id: "proper", label: "Send it properly", does: "Each strategy gets the token that it requires." },
  { id: "none", label: "No token", does: "The request has no Authorization header." },
  { id: "otherKind", label: "Wrong kind of token", does: "Each strategy gets the other token of the same sign-in." },
  { id: "expired", label: "Expired token", does: "The engine's clock moves past the token's expiry, then the token is sent." },
  { id: "tampered", label: "Tampered token", does: "The claims become an administrator's; the signature stays the same." },
  {
    id: "groupRemoved",
    label: "Group removed, token still valid",
    does: "The user leaves its groups; the token was issued before.",
  },
] as const;
export type Deviation = (typeof deviations)[number]["id"];

/** The form's choices. */
export interface Choices {
  readonly username: string;
  readonly routeKey: string;
  readonly deviation: Deviation;
  /** By name of the path parameter; empty for the id that each strategy answered with last. */
  readonly pathValues: Readonly<Record<string, string>>;
  /** By route, where the sample was edited. */
  readonly bodies: Readonly<Record<string, string>>;
}

/** One send's result under one strategy, filled in progressively. */
export interface Result {
  readonly isDone: boolean;
  readonly path?: string;
  readonly signIn?: TraceReport | undefined;
  readonly token?: SentToken | undefined;
  /** Who put what into the token; missing if nobody knows any more. */
  readonly origins?: Origins;
  readonly answer?: ApiAnswer;
  readonly trace?: TraceReport | undefined;
  readonly problem?: string;
}

/** What was sent; the form may have changed since. */
export interface Sent {
  readonly user: SeededUser;
  readonly route: RouteState;
  readonly deviation: Deviation;
  /** The engine's time. */
  readonly atMs: number;
  readonly clockMovedMs: number;
  readonly results: ReadonlyMap<string, Result>;
}

/** Groups that a user was removed from, and whether they were restored. */
interface LostGroups {
  readonly groups: readonly string[];
  readonly isBack: boolean;
}

export interface SignUpState {
  readonly isBusy: boolean;
  readonly problem?: string;
  /** The user who now has a code from each pool to confirm with. */
  readonly user?: SeededUser;
  /** The pools in which that part is done, so that trying again does not do it twice. */
  readonly done: ReadonlySet<string>;
  readonly hasCodesFilledIn: boolean;
}

export interface PageState {
  readonly engine: EngineState;
  /** Whether the engine turned out to have been started again when it was last asked. */
  readonly hasRestarted: boolean;
  readonly choices: Choices;
  readonly isBusy: boolean;
  /** What keeps the whole page from working. */
  readonly problem: string | undefined;
  readonly bodyProblem: string | undefined;
  readonly sent: Sent | undefined;
  /** Users that were signed up here. */
  readonly newUsers: readonly SeededUser[];
  /** Tokens by `sessionKey`. */
  readonly sessions: ReadonlyMap<string, Session>;
  readonly lostGroups: ReadonlyMap<string, LostGroups>;
  /** The id that each strategy answered with last. */
  readonly lastIds: ReadonlyMap<string, string>;
  readonly signUp: SignUpState;
}

const NOTHING_DONE: Pick<PageState, "sent" | "newUsers" | "sessions" | "lostGroups" | "lastIds"> = {
  sent: undefined,
  newUsers: [],
  sessions: new Map(),
  lostGroups: new Map(),
  lastIds: new Map(),
};

/**
 * The initial request is one that strategies answer differently: by a user in no group, who is signed in and has no permissions.
 */
export function initialState(engine: EngineState): PageState {
  const user = engine.users.find(({ groups }) => groups.length === 0) ?? engine.users[0];
  const [route] = routesOf(engine);
  return {
    engine,
    hasRestarted: false,
    choices: {
      username: user?.username ?? "",
      routeKey: route === undefined ? "" : routeKeyOf(route),
      deviation: "proper",
      pathValues: {},
      bodies: {},
    },
    isBusy: false,
    problem: undefined,
    bodyProblem: undefined,
    ...NOTHING_DONE,
    signUp: { isBusy: false, done: new Set(), hasCodesFilledIn: false },
  };
}

export class Store {
  constructor(
    public state: PageState,
    private readonly render: (state: PageState) => void,
  ) {
    render(state);
  }

  set(patch: Partial<PageState>): void {
    this.state = { ...this.state, ...patch };
    this.render(this.state);
  }

  /** Takes what the engine says of itself. One that was started again has new passwords and keys, under the same ids as before. */
  learn(engine: EngineState): void {
    const hasRestarted = engine.runId !== this.state.engine.runId;
    this.set({ engine, hasRestarted, ...(hasRestarted ? NOTHING_DONE : {}) });
  }

  addToResult({ strategy }: StackState, part: Partial<Result>): void {
    const { sent } = this.state;
    const result = sent?.results.get(strategy);
    if (sent === undefined || result === undefined) return;
    this.set({ sent: { ...sent, results: new Map(sent.results).set(strategy, { ...result, ...part }) } });
  }

  choose(patch: Partial<Choices>): void {
    this.set({ choices: { ...this.state.choices, ...patch }, bodyProblem: undefined });
  }
}

export const routeKeyOf = ({ method, path }: RouteState) => `${method} ${path}`;
export const sessionKey = ({ userPoolClientId }: StackState, username: string) => `${userPoolClientId} ${username}`;
export const engineNow = ({ clockAheadMs }: EngineState) => Date.now() + clockAheadMs;
export const usersOf = ({ engine, newUsers }: PageState) => [...engine.users, ...newUsers];

/** The distinct routes of all stacks, in the access-control table's order. */
export function routesOf({ stacks }: EngineState): readonly RouteState[] {
  return [...new Map(stacks.flatMap((stack) => stack.routes).map((route) => [routeKeyOf(route), route])).values()];
}

/** The edited body; undefined for a route without one. */
export function bodyOf({ bodies }: Choices, route: RouteState): string | undefined {
  if (route.bodySchema === undefined) return undefined;
  return bodies[routeKeyOf(route)] ?? JSON.stringify(sampleBody(route.bodySchema), null, 2);
}

/** All groups of seeded users. */
export function groupsOfAll({ users }: EngineState): readonly string[] {
  return [...new Set(users.flatMap(({ groups }) => groups))];
}

/** The user's tokens of all stacks. */
export function sessionsOf({ engine, sessions }: PageState, username: string): readonly Session[] {
  return engine.stacks.flatMap((stack) => sessions.get(sessionKey(stack, username)) ?? []);
}

/** Whether all of the user's tokens contain all of its groups, as far as they are Cognito's. */
export function holdsItsGroups(state: PageState, { username, groups }: SeededUser): boolean {
  return sessionsOf(state, username).every(
    ({ idToken, steps }) => hasOtherGroups(steps) || missingGroups(idToken, groups).length === 0,
  );
}

/** Groups missing from a token. */
export function missingGroups(token: string, groups: readonly string[]): readonly string[] {
  const held = groupsOf(readClaims(token) ?? {});
  return groups.filter((group) => !held.includes(group));
}

/** When the first of the user's tokens expires. */
export function sessionsEndMs(state: PageState, username: string): number {
  const tokens = sessionsOf(state, username).flatMap(({ accessToken, idToken }) => [accessToken, idToken]);
  return Math.min(...tokens.map((token) => expiryMsOf(readClaims(token) ?? {})));
}

/** Whether the user was removed from the group here and not restored. */
export function isLost({ lostGroups }: PageState, username: string, group: string): boolean {
  const lost = lostGroups.get(username);
  return lost !== undefined && !lost.isBack && lost.groups.includes(group);
}
