import type { UserPoolNeeds } from "../config/settings";
import type { StackContext } from "../infrastructure/context";
import type { Guard } from "../infrastructure/rest-api";
import type { ApiShell } from "../infrastructure/stage";
import type { PreTokenGeneration, UserPool } from "../infrastructure/user-pool";

/**
 * One way to protect the API. To add one, put a file with such an object here and a line into index.ts. Resources of a strategy
 * carry its name, so that those of two strategies can stand side by side while one replaces the other.
 */
export interface Strategy {
  /** The value of the config key `strategy`, the file's name, and the strategy's column in every table. */
  readonly name: string;
  /** Which of Cognito's tokens a client sends. */
  readonly tokenUse: "access" | "id";
  readonly userPool: UserPoolNeeds;
  /** Before the user pool exists: the trigger that it is to call, if any. */
  createTrigger?(context: StackContext): PreTokenGeneration;
  /** Once pool and API exist: what stands in front of each method. */
  createGuard(context: StackContext, parts: { readonly userPool: UserPool; readonly shell: ApiShell }): Guard;
}
