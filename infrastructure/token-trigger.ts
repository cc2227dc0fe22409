import type * as pulumi from "@pulumi/pulumi";
import { changesTokens } from "../config/claim-rules";
import { type EventVersion, eventVersionOf, LOOKUP_TIMEOUT_SECONDS, TRIGGER_TIMEOUT_SECONDS } from "../config/token-generation";
import type { StackContext } from "./context";
import { callHandler, type Expression } from "./entry";
import { NodeFunction } from "./node-function";
import type { UserDirectory } from "./user-directory";

/** What a strategy needs in its clients' tokens. */
export interface TokenNeeds {
  readonly name: string;
  /** `scopes`: one for each permission, in the access token. `groups`: the `cognito:groups` that Cognito puts in every token. */
  readonly permissionsInToken: "groups" | "scopes";
}

/** A pre-token-generation trigger. The version is explicit, because the provider's default is V1_0, which has no scopes. */
export interface TokenTrigger {
  readonly config: { readonly lambdaArn: pulumi.Input<string>; readonly lambdaVersion: EventVersion };
  /** The pool depends on these: without them the trigger fails and nobody can sign in. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/**
 * Two functions, of which a pool has one: when a change-over brings scopes or takes them away, the pool moves from one to the other. The
 * provider updates a function's role, environment and code one after the other, and nobody could sign in until the last.
 */
const WITH_SCOPES = "pre-token-generation";
const WITHOUT_SCOPES = "token-claims";

/**
 * The pool's one pre-token-generation trigger, for the scopes that served strategies need and for what the settings and the declared
 * claims put into tokens; undefined if every token is as Cognito makes it. What is off is not in its bundle.
 */
export function createTokenTrigger(
  context: StackContext,
  served: readonly TokenNeeds[],
  directory: UserDirectory | undefined,
): TokenTrigger | undefined {
  const { claims, permissionMap, settings } = context;
  const scoped = served.filter(({ permissionsInToken }) => permissionsInToken === "scopes");
  const hasClaims = changesTokens(claims);
  if (scoped.length === 0 && !hasClaims) return undefined;

  const grantScopes = (table: string): Expression => callHandler("handlers/pre-token-generation", table);
  const contribute = (table?: string): Expression => contributors(context, table, directory !== undefined);
  const fn = new NodeFunction(
    scoped.length > 0 ? WITH_SCOPES : WITHOUT_SCOPES,
    {
      code: !hasClaims ? grantScopes : scoped.length > 0 ? contribute : contribute(),
      description: hasClaims ? "Puts scopes and claims into tokens" : "Puts the scopes of a user's groups into the access token",
      timeoutSeconds: directory === undefined && permissionMap === undefined ? TRIGGER_TIMEOUT_SECONDS : LOOKUP_TIMEOUT_SECONDS,
      // In earlier versions of this program it belonged to the strategy.
      formerNames: scoped.map(({ name }) => `${name}-trigger`),
      ...(directory === undefined ? {} : { environment: directory.environment, statements: [directory.reading] }),
    },
    context,
  );
  return {
    config: { lambdaArn: fn.arn, lambdaVersion: eventVersionOf(settings.userPoolPlan) },
    dependsOn: [fn.permitUserPools()],
  };
}

/** The trigger of several contributors. Without a table no scopes are granted. */
function contributors({ claims: { set, suppress } }: StackContext, table: string | undefined, hasDirectory: boolean): Expression {
  const parts = [
    {
      member: `claims: ${JSON.stringify({ set, suppress })}`,
      from: 'import { createTokenTrigger } from "./handlers/token-trigger"',
    },
    ...(table === undefined
      ? []
      : [
          {
            member: `grantScopes: grantScopes(process.env, ${table})`,
            from: 'import { createHandler as grantScopes } from "./handlers/pre-token-generation"',
          },
        ]),
    ...(hasDirectory
      ? [
          {
            member: "findRecord: createRecordFinder(process.env)",
            from: 'import { createRecordFinder } from "./handlers/lib/user-directory"',
          },
        ]
      : []),
  ];
  return {
    code: `createTokenTrigger({ ${parts.map(({ member }) => member).join(", ")} })`,
    imports: parts.map(({ from }) => from),
  };
}
