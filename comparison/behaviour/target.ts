import { accessControl } from "../../config/access-control";
import { grantsOf } from "../../config/access-rules";
import type { FunctionFailure } from "../../strategies/contract";
import { type IssuedTokens, type Lab, signInNewUser } from "./lab";
import type { Finding } from "./report";

/** The conditions of a row; everything omitted is as the program has it. */
export interface Conditions {
  readonly cacheTtlSeconds?: number;
  /** Replaces the code of every function that decides. */
  readonly failure?: FunctionFailure;
  /** The pool signs with keys that it did not have before, and publishes no others. */
  readonly hasNewKeys?: true;
  /** The situation makes the pool sign with other keys while everything runs, so no other row may share the stacks. */
  readonly canRotateKeys?: true;
  /** The strategy has come into force just now: tokens from before were issued while it stood by, or while nothing did. */
  readonly changedOver?: "prepared" | "unprepared";
  /** Tokens have the claims of situations/claims.ts, and the function behind the routes answers with what it gets. */
  readonly hasClaims?: true;
  /**
   * There are a user directory and a parameter with the permission map; users whom the directory does not know, or who sign in while it
   * fails, are refused or go without what it would have said.
   */
  readonly userDirectory?: "omit" | "refuse";
  /** App clients of the pool ask for themselves. */
  readonly hasMachines?: true;
  /** Nothing was asked of them before. */
  readonly areFresh?: true;
}

/** A target on which strategies can be put into situations. */
export interface BehaviourTarget {
  readonly name: string;
  /** Whose times are shown: `simulated on this machine`. */
  readonly timingSource: string;
  readonly strategies: readonly string[];
  readonly tokenValiditySeconds: number;
  /** Whether the pools' private keys can be had. */
  readonly hasPoolKeys: boolean;
  /** How much real time a situation may take; infinite where time passes without anybody waiting. */
  readonly maxWaitSeconds: number;
  /** Why the conditions cannot be made here; undefined if they can. */
  findObstacle(conditions: Conditions): string | undefined;
  /** Leaves the conditions before, and gives one lab for each strategy. */
  enter(conditions: Conditions): Promise<readonly Lab[]>;
  /** Adds to findings what only becomes known later; their order stays. */
  complete(findings: readonly Finding[]): Promise<readonly Finding[]>;
  stop(): Promise<void>;
}

/** Signs in a user with all groups of the table under each strategy; by strategy. */
export async function signInEveryGroup(labs: readonly Lab[]): Promise<ReadonlyMap<string, IssuedTokens>> {
  const tokens = new Map<string, IssuedTokens>();
  for (const lab of labs) tokens.set(lab.strategy, await signInNewUser(lab, [...grantsOf(accessControl).keys()]));
  return tokens;
}
