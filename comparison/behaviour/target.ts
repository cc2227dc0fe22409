import { accessControl } from "../../config/access-control";
import { grantsOf, type Route } from "../../config/access-rules";
import type { FunctionFailure } from "../../strategies/contract";
import type { Finding } from "./report";

/** What the stacks run in. Everything that is left out is as the program has it. */
export interface Surroundings {
  readonly cacheTtlSeconds?: number;
  /** Replaces the code of every function that decides. */
  readonly fault?: FunctionFailure;
  /** The pool signs with keys that it did not have before, and publishes no other. */
  readonly hasNewKeys?: true;
  /** The situation makes the pool sign with other keys while everything runs, and so needs a place of its own. */
  readonly canRotateKeys?: true;
  /** The strategy has come into force just now: tokens from before were made while it stood by, or while nothing did. */
  readonly changedOver?: "prepared" | "unprepared";
  /** App clients of the pool ask for themselves. */
  readonly hasMachines?: true;
  /** Nothing was asked of them before. */
  readonly areFresh?: true;
}

export interface Tokens {
  /** The one that a client of the strategy sends. */
  readonly sent: string;
  /** The other kind, of the same sign-in. */
  readonly other: string;
  /** None after a refresh. */
  readonly refresh: string;
  readonly issuedAtSeconds: number;
}

/** A sign-in or a refresh; refused, it has no tokens. */
export interface Attempt {
  readonly tokens: Tokens | undefined;
  readonly finding: Finding;
}

/** Whoever a situation is about; each situation brings its own. */
export interface Person {
  readonly username: string;
}

/** One strategy's stack, with all that a situation may do to it. */
export interface Lab {
  readonly strategy: string;
  readonly tokenValiditySeconds: number;
  readonly cacheTtlSeconds: number;
  addPerson(groups: readonly string[]): Promise<Person>;
  addToGroup(person: Person, group: string): Promise<void>;
  removeFromGroup(person: Person, group: string): Promise<void>;
  disable(person: Person): Promise<void>;
  signOutEverywhere(person: Person): Promise<void>;
  revoke(tokens: Tokens): Promise<void>;
  signIn(person: Person, client?: "the API's" | "another"): Promise<Attempt>;
  refresh(tokens: Tokens): Promise<Attempt>;
  /** Tokens of a user of these groups in a pool that the API does not know. */
  signInElsewhere(groups: readonly string[]): Promise<Tokens>;
  /** The access token of an app client of the pool that asks for itself (client credentials), with this scope. */
  requestMachineToken(scope: string): Promise<string>;
  /** A user of every group, signed in before the surroundings changed to what they are. */
  tokensFromBefore(): Tokens;
  /** The pool signs with new keys from now on, and publishes no other. */
  rotateKeys(): Promise<void>;
  /** A token of the same claims whose header has further members, signed by the pool. */
  signAnew(token: string, members: Readonly<Record<string, unknown>>): Promise<string>;
  ask(route: Route, authorization: string | undefined): Promise<Finding>;
  /** Lets time pass until so many seconds after the tokens were issued. */
  waitUntil(tokens: Tokens, seconds: number): Promise<void>;
}

/** A place where every strategy can be put into a situation. */
export interface Target {
  readonly name: string;
  /** What is said wherever times of it are shown. */
  readonly times: string;
  readonly strategies: readonly string[];
  readonly tokenValiditySeconds: number;
  /** Whether the pools' private keys can be had. */
  readonly hasPoolKeys: boolean;
  /** How much real time a situation may take; without a bound where time passes without anybody waiting. */
  readonly maxWaitSeconds: number;
  /** Why the surroundings cannot be made here; undefined where they can. */
  findObstacle(surroundings: Surroundings): string | undefined;
  /** Leaves the surroundings before, and gives one lab for each strategy. */
  enter(surroundings: Surroundings): Promise<readonly Lab[]>;
  /** Adds what is only told later to findings, whose order stays. */
  complete(findings: readonly Finding[]): Promise<readonly Finding[]>;
  stop(): Promise<void>;
}

/** The tokens of a sign-in that a situation needs before anything is asked. */
export function requireTokens({ tokens, finding }: Attempt): Tokens {
  if (tokens === undefined) throw new Error(`a sign-in that a situation needs was refused: ${finding.message}`);
  return tokens;
}

/** Somebody of every group of the access-control table signs in under each strategy. By strategy. */
export async function signInEveryGroup(labs: readonly Lab[]): Promise<ReadonlyMap<string, Tokens>> {
  const tokens = new Map<string, Tokens>();
  for (const lab of labs) {
    const person = await lab.addPerson([...grantsOf(accessControl).keys()]);
    tokens.set(lab.strategy, requireTokens(await lab.signIn(person)));
  }
  return tokens;
}
