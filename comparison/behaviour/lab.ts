import { z } from "zod";
import type { Route } from "../../config/access-rules";
import { keys } from "../../config/setting-keys";
import type { UserRecord } from "../../config/user-record";
import { jsonText } from "../../local/json-text";
import type { Answer } from "../target/http";
import { requestOf, type SignInAnswer, type TargetStack } from "../target/target-stack";
import { inventUser, type TestUser } from "../target/test-users";
import { otherUse, type Tokens } from "../target/tokens";
import type { DirectoryState } from "./directory-proxy";
import type { Finding } from "./report";

/** A token pair, by what the strategy's clients send. */
export interface IssuedTokens {
  readonly sent: string;
  /** The other kind, of the same sign-in. */
  readonly other: string;
  /** Empty after a refresh. */
  readonly refresh: string;
  /** By the clock that the lab waits by. */
  readonly issuedAtSeconds: number;
}

/** A sign-in or refresh; without tokens if refused. */
export interface Attempt {
  readonly tokens: IssuedTokens | undefined;
  readonly finding: Finding;
}

/** One strategy's stack, with all operations that situations need. */
export interface Lab extends FromStack, FromTarget {
  readonly cacheTtlSeconds: number;
  /** A new user; each situation brings its own. */
  createUser(groups: readonly string[]): Promise<TestUser>;
  revoke(tokens: IssuedTokens): Promise<void>;
  signIn(user: TestUser, client?: "the API's" | "another"): Promise<Attempt>;
  refresh(tokens: IssuedTokens): Promise<Attempt>;
  /** Tokens of a user of these groups in a pool that the API does not know. */
  signInElsewhere(groups: readonly string[]): Promise<IssuedTokens>;
  /** Of a user in every group, issued before the conditions changed to what they are. */
  tokensFromBefore(): IssuedTokens;
  /** @param id for the route's parameter */
  ask(route: Route, authorization: string | undefined, id?: string): Promise<Finding>;
  /** The same where the function behind the routes answers with what it gets of the caller, with the claim of that name. */
  askForClaim(route: Route, authorization: string, name: string): Promise<Finding>;
  /** The id of what a request to the route has added. */
  add(route: Route, authorization: string): Promise<string>;
  /** Lets time pass until so many seconds after the tokens were issued. */
  waitUntil(tokens: IssuedTokens, seconds: number): Promise<void>;
}

type FromStack = Pick<TargetStack, "addToGroup" | "disable" | "removeFromGroup" | "signOutEverywhere" | "strategy" | "tokenUse">;

/** What each target does in its own way. */
interface FromTarget extends StackData {
  readonly tokenValiditySeconds: number;
  /** The access token of an app client of the pool that asks for itself (client credentials), with this scope. */
  requestMachineToken(scope: string): Promise<string>;
  /** The pool signs with new keys from now on, and publishes no others. */
  rotateKeys(): Promise<void>;
  /** A token of the same claims whose header has further members, signed by the pool. */
  signAnew(token: string, members: Readonly<Record<string, unknown>>): Promise<string>;
}

/** What administrators change in a stack with a user directory and a parameter for the permission map. */
interface StackData {
  /** Puts the user's record into the directory, or takes it out. */
  setRecord(user: TestUser, record: Omit<UserRecord, "userId"> | undefined): Promise<void>;
  /** Lets the group have these permissions in the map, and leaves all others as they are. */
  grant(group: string, permissions: readonly string[]): Promise<void>;
  /** How the directory answers the functions. */
  setDirectory(state: DirectoryState): void;
}

/** Evidence of who decided; `decidedBy` is omitted if the target does not show it. */
type Evidence = Pick<Finding, "decidedBy" | "isColdStart" | "reason" | "requestId">;

/** Sends a request and determines who decided: from the engine's traces or deployed functions' logs. */
export interface Witness {
  watchRequest(
    ask: () => Promise<Answer>,
  ): Promise<{ readonly answer: Answer; readonly evidence: Evidence & Pick<Finding, "isPassed"> }>;
  watchSignIn(ask: () => Promise<SignInAnswer>): Promise<{ readonly answer: SignInAnswer; readonly evidence: Evidence }>;
}

/** A stack to experiment with, and what is its target's own. */
export interface Subject extends FromTarget {
  readonly stack: TargetStack;
  /** A second app client of the pool, which the API does not know. */
  readonly anotherClientId: string;
  readonly witness: Witness;
  /** Real or simulated time, in milliseconds since 1970. */
  readonly clock: { now(): number; waitUntil(ms: number): Promise<void> };
}

interface LabOptions {
  /** Of API Gateway's authorizer; the program's default if left out. */
  readonly cacheTtlSeconds?: number | undefined;
  /** By strategy, from before the conditions changed. */
  readonly before?: ReadonlyMap<string, IssuedTokens> | undefined;
}

/** Creates a lab for each of a target's stacks. */
export function createLabs(subjects: readonly Subject[], options: LabOptions = {}): readonly Lab[] {
  const labs: Lab[] = [];
  const findOther = (strategy: string) => {
    const other = labs.find((lab) => lab.strategy !== strategy);
    if (other === undefined) throw new Error("there is only one strategy, so there is no other pool");
    return other;
  };
  for (const subject of subjects) labs.push(createLab(subject, options, findOther));
  return labs;
}

function createLab(
  subject: Subject,
  { cacheTtlSeconds = keys.authorizerCacheTtlSeconds.default, before }: LabOptions,
  findOther: (strategy: string) => Lab,
): Lab {
  const { stack, anotherClientId, witness, clock } = subject;
  const { strategy, tokenUse } = stack;

  const issue = (tokens: Tokens): IssuedTokens => ({
    sent: tokens[tokenUse],
    other: tokens[otherUse(tokenUse)],
    refresh: tokens.refresh,
    // Not by the token's iat, whose clock may be another one.
    issuedAtSeconds: Math.ceil(clock.now() / 1000),
  });
  const attempt = async (signIn: () => Promise<SignInAnswer>): Promise<Attempt> => {
    const { answer, evidence } = await witness.watchSignIn(signIn);
    const { status, message, tokens } = answer;
    return {
      tokens: tokens && issue(tokens),
      finding: { status, message, ...evidence, isPassed: tokens !== undefined },
    };
  };
  const watch = async (route: Route, authorization: string | undefined, id?: string) => {
    const { path, request } = requestOf(route, { authorization, ...(id === undefined ? {} : { id }) });
    const { answer, evidence } = await witness.watchRequest(() => stack.ask(path, request));
    return { text: answer.text, finding: { ...readAnswer(answer), ...evidence } };
  };
  return {
    ...stack,
    ...subject,
    cacheTtlSeconds,
    async createUser(groups) {
      const user = inventUser(groups);
      await stack.createUser(user);
      return user;
    },
    revoke: ({ refresh }) => stack.revoke(refresh),
    signIn: (user, client) => attempt(() => stack.signIn(user, client === "another" ? anotherClientId : undefined)),
    refresh: ({ refresh }) => attempt(() => stack.refresh(refresh)),
    async signInElsewhere(groups) {
      const elsewhere = findOther(strategy);
      const tokens = await signInNewUser(elsewhere, groups);
      // The kind that this strategy's clients send, not the other's.
      return elsewhere.tokenUse === tokenUse ? tokens : { ...tokens, sent: tokens.other, other: tokens.sent };
    },
    tokensFromBefore() {
      const tokens = before?.get(strategy);
      if (tokens === undefined) throw new Error("no tokens were issued before these conditions");
      return tokens;
    },
    async ask(route, authorization, id) {
      const { finding } = await watch(route, authorization, id);
      return finding;
    },
    async askForClaim(route, authorization, name) {
      const { finding, text } = await watch(route, authorization);
      const claims = finding.isPassed ? receivedClaims.parse(text) : {};
      return { ...finding, claim: describeClaim(claims, name) };
    },
    async add(route, authorization) {
      const { finding, text } = await watch(route, authorization);
      if (finding.status !== 201) throw new Error(`expected 201, got ${finding.status} ${finding.message}`);
      return added.parse(text).id;
    },
    waitUntil: ({ issuedAtSeconds }, seconds) => clock.waitUntil((issuedAtSeconds + seconds) * 1000),
  };
}

const claimsObject = z.record(z.string(), z.unknown());
/** What a function gets of the caller: a Cognito authorizer's claims, or those that a Lambda authorizer passes as one text. */
const receivedClaims = jsonText
  .pipe(z.object({ claims: z.union([claimsObject, jsonText.pipe(claimsObject)]) }))
  .transform(({ claims }) => claims);
const added = jsonText.pipe(z.object({ id: z.string() }));

/** A finding's claim. */
const describeClaim = (claims: Readonly<Record<string, unknown>>, name: string): string | null =>
  Object.hasOwn(claims, name) ? JSON.stringify(claims[name]) : null;

/** The tokens of a sign-in that a situation requires. */
export function requireTokens({ tokens, finding }: Attempt): IssuedTokens {
  if (tokens === undefined) throw new Error(`a sign-in that a situation needs was refused: ${finding.message}`);
  return tokens;
}

/** The tokens of a new user in these groups. */
export const signInNewUser = async (lab: Lab, groups: readonly string[]): Promise<IssuedTokens> =>
  requireTokens(await lab.signIn(await lab.createUser(groups)));

/** API Gateway capitalizes "Message" in refusals by policy unless the API has its own response. */
const answerText = jsonText.pipe(z.looseObject({ message: z.string().nullish(), Message: z.string().nullish() }));

/** The message of a response, by API Gateway or by the function behind the route. */
export function readAnswer({ status, headers, text }: Answer): Pick<Finding, "challenge" | "message" | "status"> {
  const { data } = answerText.safeParse(text);
  const challenge = headers.get("www-authenticate");
  return { status, message: data?.message ?? data?.Message ?? null, ...(challenge === null ? {} : { challenge }) };
}
