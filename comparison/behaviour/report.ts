/** What a comparison of behaviour finds, as plain JSON. */

/** Who said yes or no to a request. */
export type Decider = "API Gateway" | "authorizer function" | "cached policy" | "Cognito" | "trigger function";

/** Where an expectation comes from, and how sure it is: AWS says so, somebody saw it there, or nobody that we know of did. */
export interface Source {
  readonly confidence: "documented" | "reported" | "assumed";
  readonly text: string;
}

/** What is seen in one situation under one strategy. */
export interface Finding {
  readonly status: number;
  /** The request got past whatever protects the route, or the sign-in gave tokens; what a function behind said does not count. */
  readonly isPassed: boolean;
  /** Of the body; null where there is none. */
  readonly message: string | null;
  /** Left out where the target does not tell. */
  readonly decidedBy?: Decider;
  readonly reason: string;
  /** A process for the function that decided had to start first; left out where the target does not tell. */
  readonly isColdStart?: boolean;
  /** By which API Gateway's logs on AWS can be searched. */
  readonly requestId?: string;
  /** From the sign-in to the first refusal of a token that is never renewed, by the target's clock. */
  readonly effectiveAfterSeconds?: number;
}

/** What should be seen. What is left out does not matter in this situation. */
export interface Expected {
  /** `passed`: whatever the function behind the route answers. */
  readonly status: number | "passed";
  /** A `*` stands for anything. */
  readonly message?: string | null;
  readonly decidedBy: Decider;
  readonly isColdStart?: boolean;
  readonly effectiveAfterSeconds?: number;
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
  /** Why the target was not asked, and what would make it so; there are no cells then. */
  readonly notAsked?: string;
  readonly cells: readonly Cell[];
}

/** A cell that is not what its strategy's contract says, with a sentence for each thing that differs. */
export interface Difference {
  readonly situation: string;
  readonly strategy: string;
  readonly faults: readonly string[];
  readonly source: Source;
}

export interface BehaviourReport {
  readonly target: string;
  readonly startedAt: string;
  /** What every time in here is. */
  readonly times: string;
  readonly strategies: readonly string[];
  readonly situations: readonly SituationReport[];
  readonly differences: readonly Difference[];
}
