import type { Contract } from "./contract";

/** What there is to know of a strategy without building it: all that a comparison needs. Pure. */
export interface StrategyDescription {
  /** The value of the config key `strategy`, the folder's name, and the strategy's column in every table. */
  readonly name: string;
  /** Which of Cognito's tokens a client sends. */
  readonly tokenUse: "access" | "id";
  readonly contract: Contract;
}
