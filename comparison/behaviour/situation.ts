import type { Contract, Source } from "../../strategies/contract";
import type { Lab } from "./lab";
import type { Alteration, Decides, Expected, Finding } from "./report";
import type { Conditions } from "./target";

export type Expectation = Expected & { readonly source: Source };

/** Inputs of an expectation besides the strategy's contract. */
export type Facts = Pick<Lab, "cacheTtlSeconds" | "tokenUse" | "tokenValiditySeconds">;

/** What is known before anything is asked. */
export type Times = Omit<Facts, "tokenUse">;

/** One table row: how to set it up, what to request, and the expectation from the contract. */
export interface Situation {
  readonly id: string;
  readonly topic: string;
  readonly sentence: string;
  readonly family?: string;
  readonly variant?: string;
  readonly conditions?: Conditions;
  readonly decides?: Decides;
  /** There has to be a user pool that the strategy's API does not know. */
  readonly needsAnotherPool?: true;
  /** Something is signed with the pool's own key, which no client has. */
  readonly needsPoolKey?: true;
  /** How long it takes where time is real, in seconds; left out where that is no more than some requests take. */
  readonly needsSeconds?: (facts: Times) => number;
  readonly run: (lab: Lab) => Promise<Finding>;
  readonly expect: (contract: Contract, facts: Facts) => Expectation;
}

/** The deliberate alteration; undefined for situations that users meet. */
export function findAlteration({ conditions = {}, needsPoolKey }: Situation): Alteration | undefined {
  const { failure, hasNewKeys, canRotateKeys, changedOver } = conditions;
  if (failure !== undefined) return "function code";
  if (hasNewKeys || canRotateKeys) return "signing keys";
  if (changedOver === "unprepared") return "trigger";
  return needsPoolKey ? "token" : undefined;
}

/** A row whose topic is given to several at once. */
export type Row = Omit<Situation, "topic">;

/** Rows of one topic; `conditions` are those of every row that names no others. */
export const createTopic = (topic: string, rows: readonly Row[], conditions: Conditions = {}): readonly Situation[] =>
  rows.map((row) => ({ topic, conditions, ...row }));
