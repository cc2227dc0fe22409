import type { AccessControl } from "../config/access-rules";
import type { UserPoolNeeds } from "../config/settings";
import type { StackContext } from "../infrastructure/context";
import type { Guard } from "../infrastructure/rest-api";
import type { ApiShell } from "../infrastructure/stage";
import type { UserPool } from "../infrastructure/user-pool";
import type { StrategyDescription } from "./description";

/**
 * One way to protect the API. To add one, create a folder with such an object and a line in index.ts. A strategy's resources carry its
 * name, so that those of two strategies can coexist during a change-over.
 */
export interface Strategy extends StrategyDescription {
  readonly userPool: UserPoolNeeds;
  /** Faults of a well-formed table that this strategy cannot support; omitted if it supports all. */
  findTableFaults?(table: AccessControl): readonly string[];
  /** Called once pool and API exist: protects each method. */
  createGuard(context: StackContext, parts: { readonly userPool: UserPool; readonly shell: ApiShell }): Guard;
}
