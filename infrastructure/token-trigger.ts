import type * as pulumi from "@pulumi/pulumi";
import { type EventVersion, eventVersionOf, TRIGGER_TIMEOUT_SECONDS } from "../config/token-generation";
import type { StackContext } from "./context";
import { NodeFunction } from "./node-function";

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

/** The pool's one pre-token-generation trigger; undefined if every token is as Cognito makes it. */
export function createTokenTrigger(context: StackContext, served: readonly TokenNeeds[]): TokenTrigger | undefined {
  const scoped = served.filter(({ permissionsInToken }) => permissionsInToken === "scopes");
  if (scoped.length === 0) return undefined;
  const fn = new NodeFunction(
    "pre-token-generation",
    {
      handler: "handlers/pre-token-generation",
      accessControl: context.accessControl,
      description: "Puts the scopes of a user's groups into the access token",
      timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
      // In earlier versions of this program it belonged to the strategy.
      formerNames: scoped.map(({ name }) => `${name}-trigger`),
    },
    context,
  );
  return {
    config: { lambdaArn: fn.arn, lambdaVersion: eventVersionOf(context.settings.userPoolPlan) },
    dependsOn: [fn.permitUserPools()],
  };
}
