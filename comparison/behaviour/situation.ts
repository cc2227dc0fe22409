import type { Contract } from "./contracts";
import type { Expected, Finding, Source } from "./report";
import type { Lab, Surroundings } from "./target";

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
  readonly surroundings?: Surroundings;
  readonly run: (lab: Lab) => Promise<Finding>;
  readonly expect: (contract: Contract, facts: Facts) => Expectation;
}
