import type { Source } from "../../strategies/contract";
import type { Decides } from "../behaviour/report";
import type { CodeTotals } from "../code/report";
import type { LatencyReport } from "../latency/report";

/** Arguments for each strategy as plain JSON: facts of one run, worded where they are shown. */
export interface Decision {
  /** In the order in which they are read. */
  readonly criteria: readonly Criterion[];
  /** What decides nothing, and why. */
  readonly leftOut: readonly (
    | { readonly kind: "latency"; readonly why: "not measured" }
    | ({ readonly kind: "latency"; readonly why: "not trustworthy" } & Pick<LatencyReport, "reasons" | "timingSource">)
  )[];
}

export type Criterion = Cost | LastingAccess | Refusal | Admission | Failure | Latency | CodeSize;

/** Points to a criterion's evidence in the report. */
export type Evidence =
  | { readonly kind: "code" | "cost" }
  | { readonly kind: "latency"; readonly scenario: string }
  | { readonly kind: "situation"; readonly id: string };

/**
 * What a fact means for its strategy: a reason to choose it, a price of choosing it, or neither. If it depends on the team's
 * requirements, as for accepted tokens, it is a reason for every strategy.
 */
export type Stance = "neither" | "price" | "reason";

interface Judged {
  readonly strategy: string;
  readonly stance: Stance;
}

interface Common {
  readonly evidence: readonly Evidence[];
  /** Whether the strategies differ in it; every stance is `neither` where they do not. */
  readonly isDifferent: boolean;
}

/** From observations in situations. */
interface Seen extends Common {
  /** Where they were asked. */
  readonly target: string;
}

/** An observation with the contract's view of it. */
interface Observed extends Judged {
  readonly isAsExpected: boolean;
  /** Of the contract's sources, the least sure. */
  readonly confidence: Source["confidence"];
}

/** The cheapest strategies from a size on; several if within a dollar. */
export interface CostRange {
  readonly from: number;
  readonly cheapest: readonly string[];
}

export interface Cost extends Common {
  readonly kind: "cost";
  readonly users: number;
  readonly requestsPerUser: number;
  /** What each pays that others do not; the cheapest variant first. */
  readonly facts: readonly (Judged & {
    readonly variants: readonly { readonly variant: string; readonly usdPerMonth: number }[];
  })[];
  /** Over each one's range, while the other stays; neighbours differ. */
  readonly byUsers: readonly CostRange[];
  readonly byRequestsPerUser: readonly CostRange[];
}

type Question<Name extends Decides["question"]> = Extract<Decides, { question: Name }>;

/** Changes after which access continues equally long. */
export interface LastingAccess extends Seen {
  readonly kind: "lasting access";
  readonly events: readonly Question<"lasting access">["event"][];
  readonly cacheTtlSeconds: number;
  /** Whose times these are. */
  readonly timingSource: string;
  /** Since the sign-in: 0 where it had ended at the first look, null where it did not end while somebody looked. */
  readonly facts: readonly (Observed & { readonly seconds: number | null })[];
}

export interface RefusalAnswer {
  readonly cause: Question<"refusal">["cause"];
  readonly isPassed: boolean;
  readonly status: number;
  readonly message: string | null;
  /** WWW-Authenticate; null where the answer has none. */
  readonly challenge: string | null;
}

export interface Refusal extends Seen {
  readonly kind: "refusal";
  readonly facts: readonly (Observed & { readonly answers: readonly RefusalAnswer[] })[];
}

/** Kinds of tokens that are treated alike. */
export interface Admission extends Seen {
  readonly kind: "admission";
  readonly whose: readonly Question<"admission">["whose"][];
  readonly facts: readonly (Observed & { readonly isPassed: boolean; readonly status: number })[];
}

type Act = Question<"failure">["act"];

/** Failures with the same consequences. */
export interface Failure extends Seen {
  readonly kind: "failure";
  readonly faults: readonly Question<"failure">["fault"][];
  readonly facts: readonly (Observed & {
    readonly works: readonly Act[];
    readonly fails: readonly { readonly act: Act; readonly status: number }[];
  })[];
}

export interface Latency extends Common {
  readonly kind: "latency";
  readonly scenario: string;
  readonly when: string;
  readonly timingSource: string;
  readonly p: number;
  readonly facts: readonly (Judged & { readonly valueMs: number })[];
}

export interface CodeSize extends Common {
  readonly kind: "code";
  readonly facts: readonly (Judged &
    CodeTotals & {
      /** Of what no other strategy has less, where they differ in it. */
      readonly leastOf: readonly (keyof CodeTotals)[];
    })[];
}
