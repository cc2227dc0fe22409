import type { Contract } from "./contract";
import type { StrategyCosts } from "./costs";

/** What a comparison needs to know of a strategy. Pure. */
export interface StrategyDescription {
  /** The value of the config key `strategy`, the folder name, and the column title in every table. */
  readonly name: string;
  /** Which of Cognito's tokens a client sends. */
  readonly tokenUse: "access" | "id";
  /** `scopes`: one for each permission, in the access token. `groups`: the `cognito:groups` that Cognito puts in every token. */
  readonly permissionsInToken: "groups" | "scopes";
  readonly contract: Contract;
  readonly costs: StrategyCosts;
}
