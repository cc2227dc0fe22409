import type { AccessControl } from "../config/access-rules";
import type { UserPoolNeeds } from "../config/settings";
import type { StackContext } from "../infrastructure/context";
import type { Guard } from "../infrastructure/rest-api";
import type { ApiShell } from "../infrastructure/stage";
import type { PreTokenGeneration, UserPool } from "../infrastructure/user-pool";
import type { StrategyDescription } from "./description";

/**
 * One way to protect the API. To add one, put a folder with such an object here and a line into index.ts. Resources of a strategy
 * carry its name, so that those of two strategies can stand side by side while one replaces the other.
 */
export interface Strategy extends StrategyDescription {
  readonly userPool: UserPoolNeeds;
  /** What a well-formed table asks for that this way of deciding cannot do; left out where it can do everything. */
  findTableFaults?(table: AccessControl): readonly string[];
  /** Before the user pool exists: the trigger that it is to call, if any. */
  createTrigger?(context: StackContext): PreTokenGeneration;
  /** Once pool and API exist: what stands in front of each method. */
  createGuard(context: StackContext, parts: { readonly userPool: UserPool; readonly shell: ApiShell }): Guard;
}
