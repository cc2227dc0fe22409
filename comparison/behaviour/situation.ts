import type { Contract, Source } from "../../strategies/contract";
import type { Lab } from "./lab";
import type { Alteration, Decides, Expected, Finding } from "./report";
import type { Conditions } from "./target";

export type Expectation = Expected & { readonly source: Source };

/** What an expectation may depend on besides the strategy's contract. */
export type Facts = Pick<Lab, "cacheTtlSeconds" | "tokenValiditySeconds">;

/** One row of the table: how to get there, what to ask, and what its strategy's contract has to say about it. */
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
  readonly needsSeconds?: (facts: Facts) => number;
  readonly run: (lab: Lab) => Promise<Finding>;
  readonly expect: (contract: Contract, facts: Facts) => Expectation;
}

/** What its target replaces on purpose; undefined where it is what users meet. */
export function findAlteration({ conditions = {}, needsPoolKey }: Situation): Alteration | undefined {
  const { failure, hasNewKeys, canRotateKeys, changedOver } = conditions;
  if (failure !== undefined) return "function code";
  if (hasNewKeys || canRotateKeys) return "signing keys";
  if (changedOver === "unprepared") return "trigger";
  return needsPoolKey ? "token" : undefined;
}
