import type { Decider, FunctionFailure, Source } from "../../strategies/contract";

/** Results of a behaviour comparison, as plain JSON. */

/** What was deliberately altered for a situation that does not occur with the program as deployed. */
export type Alteration = "function code" | "signing keys" | "token" | "trigger";

/** The question that a situation answers for the choice of a strategy. */
export type Decides =
  | {
      readonly question: "lasting access";
      readonly event: "group removed" | "refresh token revoked" | "signed out" | "user disabled";
      readonly cacheTtlSeconds: number;
    }
  | { readonly question: "refusal"; readonly cause: "expired token" | "forged token" | "missing permission" | "no token" }
  | {
      readonly question: "admission";
      readonly whose: "another app client" | "another kind of token" | "another pool" | "machine";
    }
  | { readonly question: "failure"; readonly fault: FunctionFailure; readonly act: "request" | "sign-in" };

/** The observation in one situation under one strategy. */
export interface Finding {
  readonly status: number;
  /** The request got past whatever protects the route, or the sign-in gave tokens; what a function behind said does not count. */
  readonly isPassed: boolean;
  /** Of the body; null where there is none. */
  readonly message: string | null;
  /** The answer's WWW-Authenticate; left out where it has none. */
  readonly challenge?: string;
  /** Left out where the target does not tell. */
  readonly decidedBy?: Decider;
  readonly reason: string;
  /** A process for the function that decided had to start first; left out where the target does not tell. */
  readonly isColdStart?: boolean;
  /** By which API Gateway's logs on AWS can be searched. */
  readonly requestId?: string;
  /** From the sign-in to the first refusal of a token that is never renewed, by the target's clock. */
  readonly effectiveAfterSeconds?: number;
  /** As JSON, the claim that the row is about, where the row looks for it; null where there is none. */
  readonly claim?: string | null;
}

/** The expected observation; omitted facts do not matter in this situation. */
export interface Expected {
  /** `passed`: any answer of the function behind the route. */
  readonly status: number | "passed";
  /** A `*` stands for anything. */
  readonly message?: string | null;
  readonly decidedBy: Decider;
  readonly isColdStart?: boolean;
  readonly effectiveAfterSeconds?: number;
  readonly claim?: string | null;
  /** The status by which the function behind the route tells what the token said. */
  readonly answer?: number;
}

export interface Cell extends Finding {
  readonly strategy: string;
  readonly expected: Expected;
  readonly source: Source;
  readonly isAsExpected: boolean;
}

export interface SituationReport {
  readonly id: string;
  readonly topic: string;
  readonly sentence: string;
  /** What these words are repeated of: rows of one family differ in their variant only. */
  readonly family?: string;
  readonly variant?: string;
  /** Left out where it is what users meet. */
  readonly alteration?: Alteration;
  readonly decides?: Decides;
  /** Why the target was not asked, and what would make it so; there are no cells then. */
  readonly notAsked?: string;
  readonly cells: readonly Cell[];
}

/** One deviation of a cell from its strategy's contract. */
export type Mismatch =
  | { readonly what: "status"; readonly seen: number; readonly expected: Expected["status"] }
  | { readonly what: "message"; readonly seen: string | null; readonly expected: string | null }
  | { readonly what: "decider"; readonly seen: Decider; readonly expected: Decider }
  | { readonly what: "claim"; readonly seen: string | null; readonly expected: string | null }
  | { readonly what: "answer"; readonly seen: number; readonly expected: number }
  | { readonly what: "cold start"; readonly seen: boolean; readonly expected: boolean }
  /** In seconds until it takes effect; `seen` is null where it did not while somebody looked. */
  | { readonly what: "time"; readonly seen: number | null; readonly expected: number };

/** A cell that deviates from its strategy's contract. */
export interface Difference {
  readonly situation: string;
  readonly strategy: string;
  readonly mismatches: readonly Mismatch[];
  readonly source: Source;
}

export interface BehaviourReport {
  readonly target: string;
  readonly startedAt: string;
  /** What every time in here is. */
  readonly timingSource: string;
  readonly strategies: readonly string[];
  readonly situations: readonly SituationReport[];
  readonly differences: readonly Difference[];
}

/** The target's and then, where that is another, the engine's. */
export type BehaviourReports = readonly [BehaviourReport, ...BehaviourReport[]];
